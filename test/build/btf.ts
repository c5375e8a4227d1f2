/** Writes BTF sections (include/uapi/linux/btf.h): types are added one by one and answer with their id. */
const KIND = { int: 1, ptr: 2, array: 3, struct: 4, union: 5, enum: 6, fwd: 7, typedef: 8, volatile: 9, const: 10, func: 12, proto: 13 } as const;

export interface BtfMember {
  readonly name: string;
  readonly type: number;
  /** From the start of the struct. */
  readonly bits: number;
  readonly width?: number;
}

export class BtfWriter {
  private readonly words: number[] = [];
  private strings = '\0';
  private next = 1;

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
  /** The id that the next type will have: for types that refer to what comes after them. */
  get coming(): number {
    return this.next;
  }

  bytes(): Uint8Array {
    const text = new TextEncoder().encode(this.strings);
    const types = this.words.length * 4;
    const bytes = new Uint8Array(24 + types + text.length);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0xeb9f, true);
    view.setUint8(2, 1);
    view.setUint32(4, 24, true);
    view.setUint32(12, types, true);
    view.setUint32(16, types, true);
    view.setUint32(20, text.length, true);
    this.words.forEach((word, i) => view.setUint32(24 + i * 4, word, true));
    bytes.set(text, 24 + types);
    return bytes;
  }

  private add(name: string, kind: number, count: number, flag: boolean, sizeOrType: number, more: readonly number[] = []): number {
    this.words.push(this.string(name), ((flag ? 1 << 31 : 0) | (kind << 24) | count) >>> 0, sizeOrType, ...more);
    return this.next++;
  }
  private string(text: string): number {
    if (text === '') return 0;
    const at = this.strings.length;
    this.strings += text + '\0';
    return at;
  }
}
