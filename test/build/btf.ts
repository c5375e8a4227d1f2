/** Writes BTF sections (include/uapi/linux/btf.h): types are added one by one and answer with their id. */
const KIND = { int: 1, ptr: 2, array: 3, struct: 4, union: 5, enum: 6, fwd: 7, typedef: 8, volatile: 9, const: 10, restrict: 11, func: 12, proto: 13, var: 14, datasec: 15, float: 16, declTag: 17, typeTag: 18, enum64: 19 } as const;

export interface BtfMember {
  readonly name: string;
  readonly type: number;
  /** From the start of the struct. */
  readonly bits: number;
  readonly width?: number;
}

export class BtfWriter {
  private readonly words: number[] = [];
  private strings: string;
  private next: number;
  /** Offset of the first own string. */
  private readonly from: number;

  /** `base`: what a module's section is split from: ids and strings go on where its end. */
  constructor(private readonly base?: BtfWriter) {
    this.from = base ? base.from + base.strings.length : 0;
    this.strings = base ? '' : '\0';
    this.next = base?.next ?? 1;
  }

  int(name: string, size: number, encoding: { signed?: boolean; char?: boolean; bool?: boolean } = {}): number {
    const flags = (encoding.signed ? 1 : 0) | (encoding.char ? 2 : 0) | (encoding.bool ? 4 : 0);
    return this.add(name, KIND.int, 0, false, size, [((flags << 24) | (size * 8)) >>> 0]);
  }
  pointer(to: number): number {
    return this.add('', KIND.ptr, 0, false, to);
  }
  typedef(name: string, of: number): number {
    return this.add(name, KIND.typedef, 0, false, of);
  }
  const(of: number): number {
    return this.add('', KIND.const, 0, false, of);
  }
  volatile(of: number): number {
    return this.add('', KIND.volatile, 0, false, of);
  }
  restrict(of: number): number {
    return this.add('', KIND.restrict, 0, false, of);
  }
  float(name: string, size: number): number {
    return this.add(name, KIND.float, 0, false, size);
  }
  forward(name: string, of: 'struct' | 'union'): number {
    return this.add(name, KIND.fwd, 0, of === 'union', 0);
  }
  func(name: string, proto: number): number {
    return this.add(name, KIND.func, 0, false, proto);
  }
  variable(name: string, type: number, global = true): number {
    return this.add(name, KIND.var, 0, false, type, [global ? 1 : 0]);
  }
  section(name: string, variables: readonly { type: number; offset: number; size: number }[]): number {
    return this.add(name, KIND.datasec, variables.length, false, 0, variables.flatMap(({ type, offset, size }) => [type, offset, size]));
  }
  declTag(name: string, of: number): number {
    return this.add(name, KIND.declTag, 0, false, of, [0xffffffff]);
  }
  typeTag(name: string, of: number): number {
    return this.add(name, KIND.typeTag, 0, false, of);
  }
  enum64(name: string, values: Readonly<Record<string, bigint>>): number {
    const words = Object.entries(values).flatMap(([each, value]) => [this.string(each), Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n))]);
    return this.add(name, KIND.enum64, words.length / 3, Object.values(values).some((value) => value < 0n), 8, words);
  }
  array(of: number, count: number): number {
    return this.add('', KIND.array, 0, false, 0, [of, of, count]);
  }
  struct(name: string, size: number, members: readonly BtfMember[], kind: 'struct' | 'union' = 'struct'): number {
    const flagged = members.some(({ width }) => width !== undefined);
    const words = members.flatMap(({ name: each, type, bits, width }) => [this.string(each), type, flagged ? (((width ?? 0) << 24) | bits) >>> 0 : bits]);
    return this.add(name, KIND[kind], members.length, flagged, size, words);
  }
  enum(name: string, values: Readonly<Record<string, number>>): number {
    const words = Object.entries(values).flatMap(([each, value]) => [this.string(each), value >>> 0]);
    return this.add(name, KIND.enum, words.length / 2, false, 4, words);
  }
  /** A prototype: a pointer to it is a function pointer. */
  proto(result: number, parameters: readonly number[]): number {
    return this.add('', KIND.proto, parameters.length, false, result, parameters.flatMap((type) => [0, type]));
  }
  /** A record of a kind that nothing else here writes, with whatever comes after it. */
  other(kind: number, count: number, words: readonly number[]): number {
    return this.add('', kind, count, false, 0, words);
  }
  /** The id that the next type will have: for types that refer to what comes after them. */
  get coming(): number {
    return this.next;
  }

  /** `layout`: what kinds have after struct btf_type, [fixed, each], from kind 0 on (7.1: between types and strings). */
  bytes(layout: readonly (readonly [fixed: number, each: number])[] = []): Uint8Array {
    const text = new TextEncoder().encode(this.strings);
    const types = this.words.length * 4;
    const header = layout.length > 0 ? 32 : 24;
    const strings = types + layout.length * 4;
    const bytes = new Uint8Array(header + strings + text.length);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0xeb9f, true);
    view.setUint8(2, 1);
    view.setUint32(4, header, true);
    view.setUint32(12, types, true);
    view.setUint32(16, strings, true);
    view.setUint32(20, text.length, true);
    if (layout.length > 0) view.setUint32(24, types, true);
    if (layout.length > 0) view.setUint32(28, layout.length * 4, true);
    this.words.forEach((word, i) => view.setUint32(header + i * 4, word, true));
    layout.forEach(([fixed, each], kind) => bytes.set([fixed, each], header + types + kind * 4));
    bytes.set(text, header + strings);
    return bytes;
  }

  private add(name: string, kind: number, count: number, flag: boolean, sizeOrType: number, more: readonly number[] = []): number {
    this.words.push(this.string(name), ((flag ? 1 << 31 : 0) | (kind << 24) | count) >>> 0, sizeOrType, ...more);
    return this.next++;
  }
  private string(text: string): number {
    if (text === '') return 0;
    const shared = this.base?.offsetOf(text);
    if (shared !== undefined) return shared;
    const at = this.strings.length;
    this.strings += text + '\0';
    return this.from + at;
  }
  /** Where `text` stands among the strings; a split section shares those of its base. */
  private offsetOf(text: string): number | undefined {
    const at = this.strings.indexOf(`\0${text}\0`);
    return at < 0 ? undefined : this.from + at + 1;
  }
}
