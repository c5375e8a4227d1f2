import { typesSay } from '../catalogue/types.ts';
import { CorruptError } from '../errors.ts';
import { hashName, hashText } from '../symbols/name-hash.ts';
import { EXTRA, K, NAMED, type NamedKind } from './btf-kinds.ts';
import type { EnumType, Enumerator, Member, Parameter, StructType, Type } from './model.ts';

/**
 * BTF, the kernel's own description of its types (Documentation/bpf/btf.rst, include/uapi/linux/btf.h).
 *
 *   header   u16 magic 0xeb9f, u8 version, u8 flags, u32 hdr_len, type_off, type_len, str_off, str_len
 *            [u32 layout_off, layout_len]   sizes of kinds, from 7.1 on
 *   types    {u32 name_off, u32 info, u32 size or type} and what the kind adds; ids count from 1, 0 is void
 *   strings  NUL-terminated, the first one empty
 *
 * info: vlen in bits 0–15 (0–23 since the layout section), kind in bits 24–28 (24–30), kind flag in bit 31.
 * A module's BTF is split: its ids and string offsets go on where vmlinux's end.
 */
const MAGIC = 0xeb9f;
/** KSYM_NAME_LEN of include/linux/kallsyms.h. */
const MAX_NAME = 512;
const HEADER = 24;
const POINTER_SIZE = 8;

/** A variable that BTF places in a section (per-CPU variables). */
export interface SectionVariable {
  readonly name: string;
  readonly type: Type;
  /** Bytes from the start of the section. */
  readonly offset: number;
  readonly size: number;
  /** Seen in other files than its own (BTF_VAR_GLOBAL_ALLOCATED). */
  readonly global: boolean;
}

/** One BTF section, read lazily. */
export class Btf {
  private readonly view: DataView;
  private readonly typesAt: number;
  private readonly stringsAt: number;
  private readonly stringsLength: number;
  /** Offset of each type's record; index 0 is the first own type. */
  private readonly records: Uint32Array;
  private readonly cache: (Type | undefined)[] = [];
  private hashes: Uint32Array | undefined;
  /** First own id: 1, or what the base ends with. */
  readonly startId: number;
  private readonly stringBase: number;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly base?: Btf,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEADER || this.view.getUint16(0, true) !== MAGIC)
      throw new CorruptError(typesSay.noMagic());
    const headerLength = this.view.getUint32(4, true);
    const typeOffset = this.view.getUint32(8, true);
    const typeLength = this.view.getUint32(12, true);
    this.typesAt = headerLength + typeOffset;
    this.stringsAt = headerLength + this.view.getUint32(16, true);
    this.stringsLength = this.view.getUint32(20, true);
    if (this.typesAt + typeLength > bytes.length || this.stringsAt + this.stringsLength > bytes.length)
      throw new CorruptError(typesSay.cut({ bytes: bytes.length }));
    this.startId = base ? base.endId : 1;
    this.stringBase = base ? base.stringEnd : 0;
    this.records = this.index(typeLength, this.layout(headerLength));
  }

  /** One more than the highest id. */
  get endId(): number {
    return this.startId + this.records.length;
  }
  get stringEnd(): number {
    return this.stringBase + this.stringsLength;
  }

  /** The type with number `id`; void for ids that do not exist. */
  type(id: number): Type {
    if (id < this.startId) return this.base && id > 0 ? this.base.type(id) : { kind: 'void' };
    const index = id - this.startId;
    if (index >= this.records.length) return { kind: 'void' };
    return (this.cache[index] ??= this.make(this.records[index]));
  }

  /** Ids of the types of `kind` called `name`, own ones first. */
  ids(kind: NamedKind, name: string): number[] {
    this.hashes ??= this.hash();
    const mask = this.hashes.length - 1;
    const found: number[] = [];
    for (let at = hashText(name) & mask; this.hashes[at] !== 0; at = (at + 1) & mask) {
      const record = this.records[this.hashes[at] - 1];
      if (NAMED[this.kindAt(record)] === kind && this.string(this.view.getUint32(record, true)) === name)
        found.push(this.hashes[at] - 1 + this.startId);
    }
    found.sort((a, b) => a - b);
    return this.base ? [...found, ...this.base.ids(kind, name)] : found;
  }

  /** Ids and names of all own types of the kinds in `kinds`; with `nameless` also of those that have no name. */
  *named(
    kinds: readonly NamedKind[],
    nameless = false,
  ): IterableIterator<{ id: number; kind: NamedKind; name: string }> {
    for (let i = 0; i < this.records.length; i++) {
      const kind = NAMED[this.kindAt(this.records[i])];
      if (kind === undefined || !kinds.includes(kind)) continue;
      const name = this.string(this.view.getUint32(this.records[i], true));
      if (nameless || name !== '') yield { id: i + this.startId, kind, name };
    }
  }

  /** Variables of the sections (per-CPU variables of vmlinux). */
  *variables(): IterableIterator<SectionVariable> {
    for (const record of this.records) {
      if (this.kindAt(record) !== K.datasec) continue;
      for (let i = 0; i < this.vlenAt(record); i++) {
        const at = record + 12 + i * 12;
        const id = this.view.getUint32(at, true);
        const variable = this.records[id - this.startId];
        if (variable === undefined || this.kindAt(variable) !== K.var) continue;
        yield {
          name: this.string(this.view.getUint32(variable, true)),
          type: this.type(this.view.getUint32(variable + 8, true)),
          offset: this.view.getUint32(at + 4, true),
          size: this.view.getUint32(at + 8, true),
          global: this.view.getUint32(variable + 12, true) === 1,
        };
      }
    }
  }

  private kindAt(record: number): number {
    return (this.view.getUint32(record + 4, true) >>> 24) & 0x7f;
  }
  private vlenAt(record: number): number {
    return this.view.getUint32(record + 4, true) & 0xffffff;
  }

  private layout(headerLength: number): Map<number, readonly [number, number]> {
    const sizes = new Map<number, readonly [number, number]>(
      Object.entries(EXTRA).map(([kind, size]) => [Number(kind), size]),
    );
    if (headerLength < HEADER + 8) return sizes;
    const at = headerLength + this.view.getUint32(24, true);
    const count = Math.min(128, this.view.getUint32(28, true) >> 2);
    for (let kind = 0; kind < count && at + kind * 4 + 2 <= this.bytes.length; kind++)
      if (!sizes.has(kind)) sizes.set(kind, [this.bytes[at + kind * 4], this.bytes[at + kind * 4 + 1]]);
    return sizes;
  }

  private index(typeLength: number, sizes: Map<number, readonly [number, number]>): Uint32Array {
    const records = new Uint32Array(Math.floor(typeLength / 12) + 1);
    const fixed = new Uint32Array(128);
    const each = new Uint32Array(128);
    const known = new Uint8Array(128);
    for (const [kind, [a, b]] of sizes) {
      fixed[kind] = a;
      each[kind] = b;
      known[kind] = 1;
    }
    let count = 0;
    let at = this.typesAt;
    const end = this.typesAt + typeLength;
    while (at + 12 <= end) {
      const info = this.view.getUint32(at + 4, true);
      const kind = (info >>> 24) & 0x7f;
      if (known[kind] === 0) break;
      const size = 12 + fixed[kind] + each[kind] * (info & 0xffffff);
      if (at + size > end) break;
      records[count++] = at;
      at += size;
    }
    return records.slice(0, count);
  }

  private hash(): Uint32Array {
    let size = 16;
    while (size < this.records.length * 2) size *= 2;
    const table = new Uint32Array(size);
    for (let i = 0; i < this.records.length; i++) {
      const record = this.records[i];
      if (NAMED[this.kindAt(record)] === undefined) continue;
      const name = this.view.getUint32(record, true);
      if (name === 0) continue;
      let slot = this.hashAt(name) & (size - 1);
      while (table[slot] !== 0) slot = (slot + 1) & (size - 1);
      table[slot] = i + 1;
    }
    return table;
  }

  /** The hash of the name at `offset` of the strings; longer ones than the kernel allows are not found. */
  private hashAt(offset: number): number {
    if (offset < this.stringBase) return this.base ? this.base.hashAt(offset) : 0;
    const start = this.stringsAt + offset - this.stringBase;
    const most = Math.min(start + MAX_NAME, this.stringsAt + this.stringsLength);
    let end = start;
    while (end < most && this.bytes[end] !== 0) end++;
    return hashName(this.bytes, start, end);
  }

  private string(offset: number): string {
    if (offset < this.stringBase) return this.base ? this.base.string(offset) : '';
    let text = '';
    const end = this.stringsAt + this.stringsLength;
    for (let at = this.stringsAt + offset - this.stringBase; at < end; at++) {
      const byte = this.bytes[at];
      if (byte === 0) break;
      text += String.fromCharCode(byte);
    }
    return text;
  }

  private make(record: number): Type {
    const { view } = this;
    const name = this.string(view.getUint32(record, true));
    const size = view.getUint32(record + 8, true);
    // A reference is to an id; the type is made when asked for.
    const lazy = (id: number): Type => this.type(id);
    switch (this.kindAt(record)) {
      case K.int: {
        const data = view.getUint32(record + 12, true);
        const encoding = (data >>> 24) & 15;
        return {
          kind: 'int',
          name,
          size,
          signed: (encoding & 1) !== 0,
          char: (encoding & 2) !== 0,
          bool: (encoding & 4) !== 0,
        };
      }
      case K.float:
        return { kind: 'float', name, size };
      case K.ptr:
        return {
          kind: 'pointer',
          size: POINTER_SIZE,
          get target() {
            return lazy(size);
          },
        };
      case K.array: {
        const element = view.getUint32(record + 12, true);
        return {
          kind: 'array',
          count: view.getUint32(record + 20, true),
          get element() {
            return lazy(element);
          },
        };
      }
      case K.struct:
      case K.union:
        return this.makeStruct(record, name, size);
      case K.enum:
      case K.enum64:
        return this.makeEnum(record, name, size);
      case K.fwd:
        return { kind: 'forward', name, of: view.getUint32(record + 4, true) >>> 31 ? 'union' : 'struct' };
      case K.typedef:
        return {
          kind: 'typedef',
          name,
          get type() {
            return lazy(size);
          },
        };
      case K.volatile:
      case K.const:
      case K.restrict: {
        const kind = ({ [K.volatile]: 'volatile', [K.const]: 'const', [K.restrict]: 'restrict' } as const)[
          this.kindAt(record) as 9 | 10 | 11
        ];
        return {
          kind,
          get type() {
            return lazy(size);
          },
        };
      }
      case K.proto:
        return this.makeFunction(record, size);
      case K.func:
      case K.var:
      case K.typeTag:
        // The function's prototype, the variable's type, the tagged type: the wrapper says nothing of its own here.
        return this.unwrapped(size);
      default:
        return { kind: 'void' };
    }
  }

  /** The first type that `id` leads to which is no wrapper; void when there is none within a few steps. */
  private unwrapped(id: number): Type {
    let here = id;
    for (let steps = 0; steps < 16; steps++) {
      if (here < this.startId) return this.base && here > 0 ? this.base.type(here) : { kind: 'void' };
      const record = this.records[here - this.startId];
      if (record === undefined) break;
      const kind = this.kindAt(record);
      if (kind !== K.func && kind !== K.var && kind !== K.typeTag) return this.type(here);
      here = this.view.getUint32(record + 8, true);
    }
    return { kind: 'void' };
  }

  private makeStruct(record: number, name: string, size: number): StructType {
    const { view } = this;
    const flagged = view.getUint32(record + 4, true) >>> 31 === 1;
    const count = this.vlenAt(record);
    const memberAt = (i: number): Member => {
      const at = record + 12 + i * 12;
      const id = view.getUint32(at + 4, true);
      const offset = view.getUint32(at + 8, true);
      const bits = flagged ? offset >>> 24 : 0;
      return {
        name: this.string(view.getUint32(at, true)),
        get type() {
          return lazy(id);
        },
        bitOffset: flagged ? offset & 0xffffff : offset,
        ...(bits ? { bitSize: bits } : {}),
      } as Member;
    };
    const lazy = (id: number): Type => this.type(id);
    let members: Member[] | undefined;
    return {
      kind: this.kindAt(record) === K.struct ? 'struct' : 'union',
      name,
      size,
      get members() {
        return (members ??= Array.from({ length: count }, (_, i) => memberAt(i)));
      },
    };
  }

  private makeEnum(record: number, name: string, size: number): EnumType {
    const { view } = this;
    const wide = this.kindAt(record) === K.enum64;
    const count = this.vlenAt(record);
    const flag = view.getUint32(record + 4, true) >>> 31 === 1;
    const text = (at: number): string => this.string(view.getUint32(at, true));
    let values: Enumerator[] | undefined;
    const read = (): Enumerator[] =>
      Array.from({ length: count }, (_, i) => {
        const at = record + 12 + i * (wide ? 12 : 8);
        const low = wide
          ? BigInt(view.getUint32(at + 4, true)) | (BigInt(view.getInt32(at + 8, true)) << 32n)
          : BigInt(view.getInt32(at + 4, true));
        return { name: text(at), value: low };
      });
    return {
      kind: 'enum',
      name,
      size,
      // Before the kind flag said so (6.0), an enum is signed when one of its values is negative.
      get signed() {
        return flag || this.values.some((v) => v.value < 0n);
      },
      get values() {
        return (values ??= read());
      },
    };
  }

  private makeFunction(record: number, result: number): Type {
    const count = this.vlenAt(record);
    const parameters: Parameter[] = [];
    const lazy = (id: number): Type => this.type(id);
    let variadic = false;
    for (let i = 0; i < count; i++) {
      const name = this.view.getUint32(record + 12 + i * 8, true);
      const id = this.view.getUint32(record + 16 + i * 8, true);
      if (i === count - 1 && name === 0 && id === 0) variadic = true;
      else
        parameters.push({
          name: this.string(name),
          get type() {
            return lazy(id);
          },
        });
    }
    return {
      kind: 'function',
      get result() {
        return lazy(result);
      },
      parameters,
      variadic,
    };
  }
}
