import { typesSay } from '../catalogue/types.ts';
import { addr, step, type Addr } from '../addr.ts';
import { ifKnown, MissingError } from '../errors.ts';
import type { AddressSpace } from '../memory/space.ts';
import { bare, isStruct, sizeOf, type Member, type StructType, type Type } from './model.ts';
import type { Types } from './types.ts';

/** One step of a resolved member path: where the next object lies, and whether it is reached by a pointer first. */
interface PathStep {
  readonly follow: boolean;
  readonly offset: number;
}
interface Path {
  readonly steps: readonly PathStep[];
  readonly type: Type;
  /** For bit-fields: bits from the object's address on. */
  readonly bitShift: number;
  readonly bitSize: number | undefined;
}

const paths = new WeakMap<Type, Map<string, Path>>();

/**
 * A C object of the dead kernel: a type at an address. Members are named by paths ('mm.pgd' follows the
 * pointer mm); a path is resolved once for a type. Nothing is read before a value is asked for.
 */
export class CObject {
  private constructor(
    readonly type: Type,
    readonly address: Addr,
    readonly space: AddressSpace,
    readonly types: Types,
    /** Of a bit-field: bits from the address on. */
    readonly bitShift = 0,
    /** Width, when this is a bit-field. */
    readonly bitSize?: number,
  ) {}

  static at(type: Type, address: bigint, space: AddressSpace, types: Types): CObject {
    return new CObject(type, addr(address), space, types);
  }

  /** The type without typedefs and qualifiers. */
  get bare(): ReturnType<typeof bare> {
    return bare(this.type);
  }

  /** Bytes. */
  get size(): number {
    return sizeOf(this.type);
  }

  /** The member at `path`. Throws MissingError when the type has none, FaultError when a pointer on the way cannot be read. */
  get(path: string): CObject {
    const found = this.resolve(path);
    if (!found)
      throw new MissingError(
        typesSay.objectLacks({ object: this.describe(), path, struct: this.structName() }),
      );
    return this.walk(found);
  }

  /** Like `get`, undefined when the type has no such member. */
  find(path: string): CObject | undefined {
    const found = this.resolve(path);
    return found && this.walk(found);
  }

  /** Whether the type has the member path. */
  has(path: string): boolean {
    return this.resolve(path) !== undefined;
  }

  /** The first of `paths` that this kernel has: how a renamed member is read. */
  first(...candidates: string[]): CObject {
    for (const path of candidates) {
      const found = this.find(path);
      if (found) return found;
    }
    throw new MissingError(
      typesSay.objectLacksAll({ object: this.describe(), paths: candidates.join(', ') }),
    );
  }

  /** The value as a bigint: signed for signed types, unsigned else. Pointers are addresses. */
  bigint(): bigint {
    const type = this.bare;
    const size =
      type.kind === 'enum' || type.kind === 'int' || type.kind === 'pointer' ? type.size : this.oddSize();
    const signed = (type.kind === 'int' || type.kind === 'enum') && type.signed;
    if (this.bitSize !== undefined) return this.bits(signed);
    switch (size) {
      case 1: {
        const value = this.space.u8(this.address);
        return BigInt(signed ? (value << 24) >> 24 : value);
      }
      case 2: {
        const value = this.space.u16(this.address);
        return BigInt(signed ? (value << 16) >> 16 : value);
      }
      case 4:
        return BigInt(signed ? this.space.s32(this.address) : this.space.u32(this.address));
      case 8: {
        const value = this.space.u64(this.address);
        return signed ? BigInt.asIntN(64, value) : value;
      }
      default: {
        const bytes = this.space.read(this.address, Math.min(size, 16));
        let value = 0n;
        for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
        return signed ? BigInt.asIntN(bytes.length * 8, value) : value;
      }
    }
  }

  /** The value as a number; exact below 2^53. */
  number(): number {
    const type = this.bare;
    if (this.bitSize === undefined && type.kind === 'int' && type.size === 4)
      return type.signed ? this.space.s32(this.address) : this.space.u32(this.address);
    return Number(this.bigint());
  }

  /** The value as an address: of pointers, unsigned longs and the like. */
  pointer(): Addr {
    return addr(this.bigint());
  }

  bool(): boolean {
    return this.bigint() !== 0n;
  }

  /** The text of a char array, or at a char pointer; bytes above 0x7f as Latin-1. */
  string(most?: number): string {
    const type = this.bare;
    if (type.kind === 'pointer') {
      const at = this.pointer();
      return at === 0n ? '' : this.space.string(at, most);
    }
    return this.space.string(
      this.address,
      type.kind === 'array' ? Math.min(sizeOf(type) || (most ?? 256), most ?? Infinity) : most,
    );
  }

  /** What the pointer points at; the value is read, the target not yet. */
  deref(): CObject {
    const type = this.bare;
    if (type.kind !== 'pointer') throw new MissingError(typesSay.noPointer({ object: this.describe() }));
    return new CObject(type.target, this.pointer(), this.space, this.types);
  }

  /** The member `member` of this struct's type: how members without a name are reached. */
  within(member: Member): CObject {
    const shift = member.bitSize === undefined ? 0 : member.bitOffset & 7;
    return new CObject(
      member.type,
      step(this.address, member.bitOffset >> 3),
      this.space,
      this.types,
      shift,
      member.bitSize,
    );
  }

  /** The same bytes as another type: 'struct rq', or a type. */
  cast(type: string | Type): CObject {
    return new CObject(
      typeof type === 'string' ? this.types.named(type) : type,
      this.address,
      this.space,
      this.types,
    );
  }

  /** Element `index` of the array, or of what the pointer points at. */
  at(index: number): CObject {
    const type = this.bare;
    if (type.kind === 'array')
      return new CObject(
        type.element,
        step(this.address, index * sizeOf(type.element)),
        this.space,
        this.types,
      );
    if (type.kind === 'pointer')
      return new CObject(
        type.target,
        step(this.pointer(), index * sizeOf(type.target)),
        this.space,
        this.types,
      );
    throw new MissingError(typesSay.noElement({ object: this.describe(), index }));
  }

  /** Elements of the array type; 0 for flexible arrays and what is no array. */
  get count(): number {
    const type = this.bare;
    return type.kind === 'array' ? type.count : 0;
  }

  /** The object of struct `type` in which this one is the member `path`. */
  containerOf(type: string, path: string): CObject {
    const name = type.replace(/^(struct|union) /, '');
    return new CObject(
      this.types.named(type),
      step(this.address, -this.types.offsetOf(name, path)),
      this.space,
      this.types,
    );
  }

  /** The name of the enumerator that the value is. */
  enumerator(): string | undefined {
    const type = this.bare;
    const value = this.bigint();
    return type.kind === 'enum' ? type.values.find((each) => each.value === value)?.name : undefined;
  }

  /** `read`'s answer, undefined when memory for it is absent. */
  try<T>(read: (object: CObject) => T): T | undefined {
    return ifKnown(() => read(this));
  }

  private walk(path: Path): CObject {
    let address: Addr = this.address;
    for (const { follow, offset } of path.steps) {
      if (follow) address = this.space.u64(address);
      if (offset !== 0) address = step(address, offset);
    }
    return new CObject(path.type, address, this.space, this.types, path.bitShift, path.bitSize);
  }

  private resolve(path: string): Path | undefined {
    let known = paths.get(this.type);
    if (!known) paths.set(this.type, (known = new Map()));
    const kept = known.get(path);
    if (kept) return kept;
    const made = makePath(this.type, path, this.types);
    if (made) known.set(path, made);
    return made;
  }

  private bits(signed: boolean): bigint {
    const size = this.bitSize as number;
    const bytes = Math.ceil((this.bitShift + size) / 8);
    const raw = this.space.read(this.address, bytes);
    let value = 0n;
    for (let i = bytes - 1; i >= 0; i--) value = (value << 8n) | BigInt(raw[i]);
    value = (value >> BigInt(this.bitShift)) & ((1n << BigInt(size)) - 1n);
    return signed ? BigInt.asIntN(size, value) : value;
  }

  /** A struct of one member (atomic_t, pid's kuid_t) reads as that member's size. */
  private oddSize(): number {
    return this.size || 8;
  }

  private structName(): string {
    const type = this.bare;
    return isStruct(type)
      ? type.name
      : type.kind === 'pointer' && isStruct(bare(type.target))
        ? (bare(type.target) as StructType).name
        : '?';
  }

  private describe(): string {
    const type = this.bare;
    return isStruct(type) ? `${type.kind} ${type.name || '{anonymous}'}` : `A value of kind ${type.kind}`;
  }
}

/** 'a.b[3].c' as offsets and pointer steps. */
function makePath(from: Type, path: string, types: Types): Path | undefined {
  const steps: PathStep[] = [];
  let type: Type = from;
  let bits = 0;
  let bitSize: number | undefined;
  const flush = (follow: boolean): void => {
    steps.push({ follow, offset: bits >> 3 });
    bits = 0;
  };
  let follow = false;
  for (const part of path.split(/\.|(?=\[)/)) {
    const index = /^\[(\d+)\]$/.exec(part);
    let here = bare(type);
    if (here.kind === 'pointer') {
      flush(follow);
      follow = true;
      here = index ? here : bare(here.target);
    }
    if (index) {
      const element =
        here.kind === 'array' ? here.element : here.kind === 'pointer' ? here.target : undefined;
      if (!element) return undefined;
      bits += Number(index[1]) * sizeOf(element) * 8;
      type = element;
      continue;
    }
    if (!isStruct(here)) return undefined;
    const found = types.member(here, part);
    if (!found) return undefined;
    bits += found.bitOffset;
    type = found.member.type;
    bitSize = found.member.bitSize;
  }
  const shift = bits & 7;
  flush(follow);
  return { steps, type, bitShift: bitSize === undefined ? 0 : shift, bitSize };
}
