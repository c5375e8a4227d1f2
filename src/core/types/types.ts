import { typesSay } from '../catalogue/types.ts';
import { MissingError } from '../errors.ts';
import { bare, isStruct, sizeOf, type EnumType, type Member, type StructType, type Type } from './model.ts';
import type { NamedKind, NamedType, TypeSource } from './type-source.ts';

/** A member found by name, through anonymous structs and unions too. */
export interface FoundMember {
  readonly member: Member;
  /** From the start of the struct that was asked. */
  readonly bitOffset: number;
}

const MEMBERS_DEEP = 16;
const VOID: Type = { kind: 'void' };

/** All types that this dump knows: the kernel's, then the modules'. */
export class Types {
  private readonly sources: TypeSource[] = [];
  private pending: (() => Iterable<TypeSource>) | undefined;
  private readonly byText = new Map<string, Type>();
  private readonly memberCache = new WeakMap<StructType, Map<string, FoundMember | undefined>>();

  constructor(base?: TypeSource) {
    if (base) this.sources.push(base);
  }

  /** Whether any types are known. */
  get known(): boolean {
    return this.sources.length > 0;
  }
  get base(): TypeSource | undefined {
    return this.sources[0];
  }
  /** Adds a module's types. */
  add(source: TypeSource): void {
    this.sources.push(source);
    this.byText.clear();
  }

  /** Has `load` add more types (the modules') when a name is not found without them. */
  later(load: () => Iterable<TypeSource>): void {
    this.pending = load;
  }

  /** The type of `kind` called `name`; vmlinux's first, then the modules'. */
  find(kind: NamedKind, name: string): Type | undefined {
    const found = this.among(kind, name);
    if (found || !this.pending) return found;
    this.loadPending();
    return this.among(kind, name);
  }

  private loadPending(): void {
    const load = this.pending;
    this.pending = undefined;
    if (load) for (const source of load()) this.add(source);
  }

  private among(kind: NamedKind, name: string): Type | undefined {
    for (const source of this.sources) {
      const found = source.find(kind, name);
      if (found) return found;
    }
    return undefined;
  }

  struct(name: string): StructType | undefined {
    const found = this.find('struct', name) ?? this.find('union', name);
    return found && isStruct(found) ? found : undefined;
  }

  enumeration(name: string): EnumType | undefined {
    const found = this.find('enum', name);
    return found?.kind === 'enum' ? found : undefined;
  }

  /** The value of an enumerator, looked for in the enum `name`; undefined when there is none. */
  enumerator(name: string, value: string): bigint | undefined {
    return this.enumeration(name)?.values.find((each) => each.name === value)?.value;
  }

  /**
   * The type that `text` spells: 'struct task_struct', 'pid_t', 'unsigned long', 'struct page *', 'u64[4]'.
   * Throws MissingError when it is not known.
   */
  named(text: string): Type {
    const found = this.lookup(text);
    if (!found) throw new MissingError(typesSay.noType({ name: text }));
    return found;
  }

  /** Like `named`, undefined when not known. */
  lookup(text: string): Type | undefined {
    const kept = this.byText.get(text);
    if (kept) return kept;
    const found = this.spelled(text.trim());
    if (found) this.byText.set(text, found);
    return found;
  }

  private spelled(text: string): Type | undefined {
    if (text.endsWith('*')) {
      const target = this.lookup(text.slice(0, -1).trim()) ?? (text.startsWith('void') ? VOID : undefined);
      return target && { kind: 'pointer', size: 8, target };
    }
    // The first dimension is the outer one: int[2][3] is two rows of three.
    const array = /^([^[]*?)\s*\[(\d+)\]((?:\[\d+\])*)$/.exec(text);
    if (array) {
      const element = this.lookup(array[1] + array[3]);
      return element && { kind: 'array', element, count: Number(array[2]) };
    }
    const qualified = /^(const|volatile)\s+(.*)$/s.exec(text);
    if (qualified) {
      const type = this.lookup(qualified[2]);
      return type && { kind: qualified[1] as 'const' | 'volatile', type };
    }
    const words = text.split(/\s+/).filter((word) => word !== 'const' && word !== 'volatile');
    const [first, second] = words;
    if (words.length === 2 && (first === 'struct' || first === 'union' || first === 'enum'))
      return this.find(first, second);
    const name = words.join(' ');
    if (name === 'void') return VOID;
    return (
      this.find('typedef', name) ??
      this.find('int', name) ??
      this.find('int', INT_NAMES[name] ?? '') ??
      BASIC[name]
    );
  }

  /** The member `name` of `type`, also within its anonymous members; undefined when there is none. */
  member(type: StructType, name: string): FoundMember | undefined {
    let known = this.memberCache.get(type);
    if (!known) this.memberCache.set(type, (known = new Map()));
    if (!known.has(name)) known.set(name, findMember(type, name, 0));
    return known.get(name);
  }

  /** Whether the struct `name` has the member path `path` ('mm.pgd' follows embedded structs only). */
  has(name: string, path: string): boolean {
    let type: Type | undefined = this.struct(name);
    for (const part of path.split('.')) {
      if (!type || !isStruct(type)) return false;
      const found: FoundMember | undefined = this.member(type, part);
      if (!found) return false;
      type = bare(found.member.type);
    }
    return true;
  }

  /** Bytes from the start of struct `name` to the member at `path` (embedded structs only). Throws MissingError. */
  offsetOf(name: string, path: string): number {
    let type: Type | undefined = this.struct(name);
    let bits = 0;
    for (const part of path.split('.')) {
      const found: FoundMember | undefined = type && isStruct(type) ? this.member(type, part) : undefined;
      if (!found) throw new MissingError(typesSay.noMember({ struct: name, path }));
      bits += found.bitOffset;
      type = bare(found.member.type);
    }
    return bits >> 3;
  }

  /** Bytes of the struct `name`; undefined when it is not known. */
  sizeOf(name: string): number | undefined {
    const type = this.lookup(name) ?? this.struct(name);
    return type && sizeOf(type);
  }

  /** All named types of `kinds`, and those without a name when asked for; each source in turn. */
  *all(kinds: readonly NamedKind[], nameless = false): IterableIterator<NamedType> {
    this.loadPending();
    for (const source of this.sources) yield* source.named(kinds, nameless);
  }
}

/** `seen`: anonymous structs that were looked through already; damaged types may hold themselves. */
function findMember(
  type: StructType,
  name: string,
  deep: number,
  seen = new Set<StructType>(),
): FoundMember | undefined {
  if (seen.has(type)) return undefined;
  seen.add(type);
  for (const member of type.members) if (member.name === name) return { member, bitOffset: member.bitOffset };
  if (deep >= MEMBERS_DEEP) return undefined;
  for (const member of type.members) {
    if (member.name !== '') continue;
    const inner = bare(member.type);
    if (!isStruct(inner)) continue;
    const found = findMember(inner, name, deep + 1, seen);
    if (found) return { member: found.member, bitOffset: member.bitOffset + found.bitOffset };
  }
  return undefined;
}

/** Spellings of C that BTF writes in one way only (DW_AT_name of gcc and clang). */
const INT_NAMES: Readonly<Record<string, string>> = {
  'unsigned long': 'long unsigned int',
  long: 'long int',
  unsigned: 'unsigned int',
  short: 'short int',
  'unsigned short': 'short unsigned int',
  'long long': 'long long int',
  'unsigned long long': 'long long unsigned int',
};

const int = (name: string, size: number, signed: boolean, char = false): Type => ({
  kind: 'int',
  name,
  size,
  signed,
  char,
  bool: false,
});
/** What C has without any declaration, for kernels whose types are not known. */
const BASIC: Readonly<Record<string, Type>> = {
  char: int('char', 1, true, true),
  'unsigned char': int('unsigned char', 1, false, true),
  short: int('short int', 2, true),
  'unsigned short': int('short unsigned int', 2, false),
  int: int('int', 4, true),
  'unsigned int': int('unsigned int', 4, false),
  long: int('long int', 8, true),
  'unsigned long': int('long unsigned int', 8, false),
  u8: int('u8', 1, false),
  u16: int('u16', 2, false),
  u32: int('u32', 4, false),
  u64: int('u64', 8, false),
  s32: int('s32', 4, true),
  s64: int('s64', 8, true),
};
