import { memoryFault } from '../catalogue/memory-fault.ts';
import { ifKnown } from '../errors.ts';
import { Registers } from '../arch/registers.ts';
import { slabCacheOf } from '../kernel/slab-lookup.ts';
import { bare, isStruct, sizeOf, type StructType, type Type } from '../types/model.ts';
import type { Finding } from '../rows/verdict.ts';
import type { Case, Fault } from './case.ts';
import { codeAround, type Stretch } from './code.ts';
import { originOf } from './origin.ts';
import { registerEvidence } from './phrases.ts';

/** Pointers that are followed back to the first whose type is told. */
const MAX_LINKS = 4;
/** Structures within structures. */
const MAX_DEPTH = 12;

/**
 * Which member lies at `offset` of what the NULL pointer in `register` was to point at, where types tell what that is: the
 * function's own parameter, what a function returns, or the member that it was loaded from. Likely, as a pointer may be used for
 * another type than it is declared with.
 */
export function memberFinding(c: Case, fault: Fault, register: string, offset: number): Finding[] {
  const { code } = fault.machine;
  const stretch = codeAround(c.kernel, code, fault.registers.ip);
  if (stretch.index < 0 || offset < 0) return [];
  const struct = ifKnown(() => pointedBy(c, fault, stretch, stretch.index, register, 0));
  const path = struct && memberAt(struct, offset);
  if (!struct || path === undefined || struct.name === '') return [];
  return [
    {
      rule: 'member',
      confidence: 'likely',
      text: memoryFault.member({
        offset: `0x${offset.toString(16)}`,
        struct: `${struct.kind} ${struct.name}`,
        member: path,
      }),
      evidence: [registerEvidence(fault, 'ip')],
    },
  ];
}

/** The struct that the pointer in `register` before instruction `index` is declared to point at. */
function pointedBy(
  c: Case,
  fault: Fault,
  stretch: Stretch,
  index: number,
  register: string,
  links: number,
): StructType | undefined {
  const { machine } = fault;
  const { types, symbols } = c.kernel;
  const atFault = index === stretch.index;
  const known = atFault ? fault.registers : Registers.some(machine.registers, {});
  const origin = originOf(machine, stretch, index, register, known, 0);
  if (!origin || origin.uncertain) return undefined;
  switch (origin.how) {
    case 'argument': {
      // What compilers specialise has other parameters than its source (.isra, .constprop).
      const own = fault.where?.symbol.name;
      const proto = own === undefined ? undefined : types.find('func', own);
      const number = machine.registers.arguments.indexOf(origin.register);
      return proto?.kind === 'function' ? structOf(proto.parameters.at(number)?.type) : undefined;
    }
    case 'call': {
      const target = origin.at?.target;
      const name = target === undefined ? undefined : symbols.byAddress(target)?.symbol.name;
      const proto = name === undefined ? undefined : types.find('func', name);
      return proto?.kind === 'function' ? structOf(proto.result) : undefined;
    }
    case 'load': {
      const { memory, at, address } = origin;
      if (!memory?.base || memory.index !== undefined || !at || links >= MAX_LINKS) return undefined;
      const before = stretch.instructions.indexOf(at);
      const holder =
        (before < 0 ? undefined : pointedBy(c, fault, stretch, before, memory.base, links + 1)) ??
        (address === undefined ? undefined : objectType(c, address, memory.displacement));
      return holder && structOf(typeAt(holder, Number(memory.displacement)));
    }
    default:
      return undefined;
  }
}

/** The struct of a slab object whose cache is named for it, where `address` is `displacement` within it. */
function objectType(c: Case, address: bigint, displacement: bigint): StructType | undefined {
  const found = ifKnown(() => slabCacheOf(c.kernel, address));
  return found?.object === undefined || address - found.object !== displacement
    ? undefined
    : c.kernel.types.struct(found.cache);
}

function structOf(type: Type | undefined): StructType | undefined {
  const pointer = type && bare(type);
  const target = pointer?.kind === 'pointer' ? bare(pointer.target) : undefined;
  return target && isStruct(target) ? target : undefined;
}

/** The type of the member that begins at `offset`, the innermost one. */
function typeAt(struct: StructType, offset: number): Type | undefined {
  return walk(struct, offset)?.type;
}

/** "rq.nr_running", "comm[3]": what lies at `offset` of `struct`; undefined past its end and between members. */
export function memberAt(struct: StructType, offset: number): string | undefined {
  return walk(struct, offset)?.path;
}

function walk(
  struct: StructType,
  offset: number,
  depth = 0,
): { readonly path: string; readonly type: Type; readonly within: number } | undefined {
  if (depth >= MAX_DEPTH) return undefined;
  const member = struct.members.find(({ bitOffset, bitSize, type }) => {
    const start = bitOffset / 8;
    const size = bitSize === undefined ? sizeOf(type) : Math.ceil(bitSize / 8);
    return offset >= Math.floor(start) && offset < Math.floor(start) + size;
  });
  if (!member) return undefined;
  let within = offset - Math.floor(member.bitOffset / 8);
  let type: Type = bare(member.type);
  let path = member.name;
  for (let i = 0; type.kind === 'array' && i < MAX_DEPTH; i++) {
    const size = sizeOf(type.element);
    if (size === 0) break;
    path += `[${Math.floor(within / size)}]`;
    within %= size;
    type = bare(type.element);
  }
  if (!isStruct(type)) return { path, type, within };
  const inner = walk(type, within, depth + 1);
  if (!inner) return path === '' ? undefined : { path, type, within };
  return { ...inner, path: path === '' ? inner.path : `${path}.${inner.path}` };
}
