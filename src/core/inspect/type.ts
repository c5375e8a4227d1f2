import { typesSay } from '../catalogue/types.ts';
import { hex, parseHex, step, type Addr } from '../addr.ts';
import { FaultError, RequestError } from '../errors.ts';
import { identify } from '../identify/index.ts';
import { spoken, type Language } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { CObject } from '../types/cobject.ts';
import { declaration } from '../types/declare.ts';
import {
  bare,
  isStruct,
  sizeOf,
  type Member as CMember,
  type StructType,
  type Type,
} from '../types/model.ts';
import { PRINT_DEFAULTS } from '../types/print/options.ts';
import { printObject } from '../types/print/print.ts';
import { refTo } from '../rows/ref.ts';
import type { Member, TypeLook } from './shapes.ts';

const MAX_MEMBERS = 5000;
const ANONYMOUS_DEEP = 16;
const MAX_VALUE = 200;

/** Struct, union, enum or typedef `name`; with an address the values that stand there. */
export function typeLook(kernel: Kernel, name: string, at?: string, language: Language = 'en'): TypeLook {
  const type = named(kernel, name);
  const plain = bare(type);
  const address = at === undefined ? undefined : parseHex(at);
  const base = {
    name,
    kind: type.kind === 'typedef' ? `typedef ${declaration(type.type)}` : plain.kind,
    size: sizeOf(type),
    address: address === undefined ? undefined : hex(address, 16),
  };
  if (plain.kind === 'enum')
    return {
      ...base,
      members: [],
      values: plain.values.map((each) => ({ name: each.name, value: String(each.value) })),
    };
  if (!isStruct(plain)) return { ...base, members: [], note: declaration(type) };
  const members: Member[] = [];
  collect(kernel, plain, 0, 0, { address: address as Addr | undefined, language }, members);
  return { ...base, members, note: members.length >= MAX_MEMBERS ? 'cut' : undefined };
}

function named(kernel: Kernel, name: string): Type {
  const { types } = kernel;
  const found = types.struct(name) ?? types.enumeration(name) ?? types.lookup(name);
  if (!found) throw new RequestError(typesSay.noType({ name }));
  return found;
}

/** The instance whose values are wanted, and the language of the words about them. */
interface Where {
  readonly address: Addr | undefined;
  readonly language: Language;
}

/** Adds the members of `type`, those of anonymous structs in place. */
function collect(
  kernel: Kernel,
  type: StructType,
  bits: number,
  depth: number,
  where: Where,
  into: Member[],
): void {
  for (const member of type.members) {
    if (into.length >= MAX_MEMBERS) return;
    const at = bits + member.bitOffset;
    into.push(memberLook(kernel, member, at, depth, where));
    const inner = bare(member.type);
    if (member.name === '' && isStruct(inner) && depth < ANONYMOUS_DEEP)
      collect(kernel, inner, at, depth + 1, where, into);
  }
}

function memberLook(
  kernel: Kernel,
  member: CMember,
  bits: number,
  depth: number,
  { address, language }: Where,
): Member {
  const offset = Math.floor(bits / 8);
  const type = bare(member.type);
  const pointee =
    type.kind === 'pointer' ? bare(type.target) : type.kind === 'array' ? bare(type.element) : type;
  const shape =
    (isStruct(pointee) || pointee.kind === 'enum' || pointee.kind === 'forward') && pointee.name !== ''
      ? pointee.name
      : undefined;
  const look: Member = {
    name: member.name,
    declaration: declaration(member.type, member.name),
    offset,
    bits: member.bitSize === undefined ? undefined : { at: bits % 8, size: member.bitSize },
    size: sizeOf(member.type),
    depth,
    type: shape,
  };
  if (address === undefined || member.name === '') return look;
  return { ...look, ...value(kernel, member, { offset, bits, address, shape, language }) };
}

function value(
  kernel: Kernel,
  member: CMember,
  place: { offset: number; bits: number; address: Addr; shape: string | undefined; language: Language },
): Partial<Member> {
  const { offset, bits, address, shape, language } = place;
  const type = bare(member.type);
  const at = step(address, offset);
  try {
    if (isStruct(type))
      return { value: '{…}', into: shape ? refTo.instance(shape, at) : undefined, ref: refTo.address(at) };
    if (type.kind === 'pointer') {
      const pointer = kernel.space.u64(at);
      const what = pointer === 0n ? undefined : spoken(identify(kernel, pointer), language);
      return {
        value: pointer === 0n ? 'NULL' : `${hex(pointer, 16)}${what ? `  ${what.text}` : ''}`,
        ref: pointer === 0n ? undefined : refTo.address(pointer),
        into: shape && pointer !== 0n ? refTo.instance(shape, pointer) : undefined,
        tone: pointer === 0n ? 'muted' : undefined,
      };
    }
    const object =
      member.bitSize === undefined
        ? CObject.at(member.type, at, kernel.space, kernel.types)
        : bitField(kernel, member, bits, address);
    const text = [...printObject(object, PRINT_DEFAULTS)].join(' ').replace(/\s+/g, ' ');
    return { value: text.length > MAX_VALUE ? text.slice(0, MAX_VALUE) + ' …' : text };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return { value: error.reason, tone: 'absent' };
  }
}

/** A bit-field as its own object, reached through a struct of one member. */
function bitField(kernel: Kernel, member: CMember, bits: number, address: Addr): CObject {
  const holder: StructType = { kind: 'struct', name: '', size: 0, members: [{ ...member, bitOffset: bits }] };
  return CObject.at(holder, address, kernel.space, kernel.types).get(member.name);
}
