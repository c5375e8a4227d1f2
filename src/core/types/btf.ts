import { typesSay } from '../catalogue/types.ts';
import type { Engine } from '../engine/engine.ts';
import { CorruptError } from '../errors.ts';
import { borrowParts, hashText, NameIndex, wordsAt } from '../symbols/name-index.ts';
import { EXTRA, K, LAST_SETTLED, NAMED } from './btf-kinds.ts';
import type { EnumType, Enumerator, Member, Parameter, StructType, Type } from './model.ts';
import type { NamedKind, NamedType, SectionVariable, TypeSource } from './type-source.ts';

/**
 * BTF, the kernel's own description of its types (Documentation/bpf/btf.rst, include/uapi/linux/btf.h).
 *
 *   header   u16 magic 0xeb9f, u8 version, u8 flags, u32 hdr_len, type_off, type_len, str_off, str_len
 *            [u32 layout_off, layout_len]   sizes of kinds, from 7.1 on
 *   types    {u32 name_off, u32 info, u32 size or type} and what the kind adds; ids count from 1, 0 is void
 *   strings  NUL-terminated, the first one empty
 *
 * info: vlen in bits 0–15 (0–23 since the layout section), kind in bits 24–28 (24–30), kind flag in bit 31.
 * A module's BTF is split: its ids and string offsets go on where vmlinux's end, or where those of a base of its own do (distilled.ts).
 */
const MAGIC = 0xeb9f;
/** KSYM_NAME_LEN of include/linux/kallsyms.h; what is longer is cut. */
const MAX_NAME = 512;
const HEADER = 24;
/** Bytes of struct btf_type, and what kinds are counted to. */
const RECORD = 12;
const KINDS = 128;
const POINTER_SIZE = 8;

/** What a split section goes on from. */
export interface BtfBase {
  /** One more than its highest id, and than the offset of its last string's end. */
  readonly endId: number;
  readonly stringEnd: number;
  type(id: number): Type;
  string(offset: number): string;
}

/** One BTF section, read lazily. */
export class Btf implements TypeSource {
  private readonly view: DataView;
  private readonly typesAt: number;
  private readonly stringsAt: number;
  private readonly stringsLength: number;
  /** Offset of each type's record; index 0 is the first own type. */
  private readonly records: Uint32Array;
  private readonly cache: (Type | undefined)[] = [];
  private readonly names: NameIndex;
  /** Bytes of the types that could not be told apart: what comes after a damaged record. */
  readonly unread: number;
  /** First own id: 1, or what the base ends with. */
  readonly startId: number;
  private readonly stringBase: number;

  constructor(
    private readonly bytes: Uint8Array,
    engine: Engine,
    private readonly base?: BtfBase,
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
    ({
      records: this.records,
      names: this.names,
      unread: this.unread,
    } = this.index(engine, typeLength, this.layout(headerLength)));
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

  /** Own ones only: the base is a source of its own. */
  find(kind: NamedKind, name: string): Type | undefined {
    for (const index of this.names.candidates(name)) {
      const record = this.records[index];
      if (NAMED[this.kindAt(record)] === kind && this.string(this.view.getUint32(record, true)) === name)
        return this.type(index + this.startId);
    }
    return undefined;
  }

  *named(kinds: readonly NamedKind[], nameless = false): IterableIterator<NamedType> {
    for (let i = 0; i < this.records.length; i++) {
      const kind = NAMED[this.kindAt(this.records[i])];
      if (kind === undefined || !kinds.includes(kind)) continue;
      const name = this.string(this.view.getUint32(this.records[i], true));
      if (nameless || name !== '') yield { kind, name, type: () => this.type(i + this.startId) };
    }
  }

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
      if (kind > LAST_SETTLED) sizes.set(kind, [this.bytes[at + kind * 4], this.bytes[at + kind * 4 + 1]]);
    return sizes;
  }

  private index(
    engine: Engine,
    typeLength: number,
    sizes: Map<number, readonly [number, number]>,
  ): { records: Uint32Array; names: NameIndex; unread: number } {
    const layout = new Uint32Array(KINDS * 2).fill(0xffffffff);
    const wanted = new Uint8Array(KINDS);
    for (const [kind, size] of sizes) layout.set(size, kind * 2);
    for (const kind of Object.keys(NAMED)) wanted[Number(kind)] = 1;
    const room = Math.floor(typeLength / RECORD);
    const parts = [...[typeLength, this.stringsLength, KINDS * 9, room * 4, NameIndex.room(room)]];
    return borrowParts(engine, parts, (typesAt, stringsAt, layoutAt, recordsAt, hashesAt) => {
      const { bytes } = engine;
      bytes.set(this.bytes.subarray(this.typesAt, this.typesAt + typeLength), typesAt);
      bytes.set(this.bytes.subarray(this.stringsAt, this.stringsAt + this.stringsLength), stringsAt);
      bytes.set(new Uint8Array(layout.buffer), layoutAt);
      bytes.set(wanted, layoutAt + KINDS * 8);
      const count = engine.wasm.indexBtf(
        ...([typesAt, typeLength, layoutAt, stringsAt, this.stringsLength, this.stringBase] as const),
        ...([recordsAt, hashesAt, room] as const),
      );
      const records = wordsAt(engine, recordsAt, count);
      const last = count === 0 ? 0 : records[count - 1];
      for (let i = 0; i < count; i++) records[i] += this.typesAt;
      if (this.base) this.hashBorrowed(records, new Uint32Array(bytes.buffer, hashesAt, count));
      const end = count === 0 ? 0 : last + this.sizeAt(records[count - 1], sizes);
      return { records, names: NameIndex.of(engine, hashesAt, count), unread: typeLength - end };
    });
  }

  private sizeAt(record: number, sizes: Map<number, readonly [number, number]>): number {
    const [fixed, each] = sizes.get(this.kindAt(record)) ?? [0, 0];
    return RECORD + fixed + each * this.vlenAt(record);
  }

  /** The hashes of own types whose names stand among the strings of the base. */
  private hashBorrowed(records: Uint32Array, hashes: Uint32Array): void {
    for (let i = 0; i < records.length; i++) {
      const name = this.view.getUint32(records[i], true);
      if (name === 0 || name >= this.stringBase || NAMED[this.kindAt(records[i])] === undefined) continue;
      const text = this.string(name);
      if (text !== '') hashes[i] = hashText(text);
    }
  }

  /** The string at `offset`, of the base where it lies there; '' where there is none. */
  string(offset: number): string {
    if (offset < this.stringBase) return this.base ? this.base.string(offset) : '';
    let text = '';
    const start = this.stringsAt + offset - this.stringBase;
    const end = Math.min(start + MAX_NAME, this.stringsAt + this.stringsLength);
    for (let at = start; at < end; at++) {
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
