import { kallsymsSay } from '../catalogue/types.ts';
import { distance, hex, type Addr } from '../addr.ts';
import { CorruptError, MissingError } from '../errors.ts';
import type { AddressSpace } from '../memory/space.ts';
import { addressesFrom, wordsOf } from './address-words.ts';
import { NameTable } from './name-table.ts';
import type { Vmcoreinfo } from './vmcoreinfo.ts';

/**
 * The kernel's own symbol table (kernel/kallsyms.c, scripts/kallsyms.c). Names are compressed by a table of
 * 256 tokens; addresses stand in one of four forms, told apart by which of them gives `_stext` the address
 * that VMCOREINFO gives it:
 *
 *   addresses       u64 each                                       kallsyms_addresses
 *   place-relative  address of the entry + s32                     7.0 on: no kallsyms_relative_base
 *   base-relative   base + u32                                     kallsyms_relative_base
 *   per-CPU         s32 ≥ 0: itself; < 0: base - 1 - s32           x86-64 SMP up to 6.14
 */
export interface KallsymsTables {
  readonly count: number;
  readonly names: Addr;
  readonly tokenTable: Addr;
  readonly tokenIndex: Addr;
  readonly addresses?: Addr;
  readonly offsets?: Addr;
  readonly relativeBase?: Addr;
}

/** More symbols than this are taken for damage. */
const MAX_SYMBOLS = 4_000_000;
const MAX_NAMES = 128 * 1024 * 1024;
const MAX_TOKENS = 65536;
/** Longest name with its type letter (KSYM_NAME_LEN is 512 since 6.1). */
const NAME_ROOM = 48;

/** Where VMCOREINFO says the tables are (kernels from 6.0 on); undefined when it does not. */
export function kallsymsFromVmcoreinfo(info: Vmcoreinfo, space: AddressSpace): KallsymsTables | undefined {
  const names = info.symbol('kallsyms_names');
  const number = info.symbol('kallsyms_num_syms');
  const tokenTable = info.symbol('kallsyms_token_table');
  const tokenIndex = info.symbol('kallsyms_token_index');
  if (!names || !number || !tokenTable || !tokenIndex) return undefined;
  const base = info.symbol('kallsyms_relative_base');
  return {
    count: space.u32(number),
    names,
    tokenTable,
    tokenIndex,
    addresses: info.symbol('kallsyms_addresses'),
    offsets: info.symbol('kallsyms_offsets'),
    relativeBase: base === undefined ? undefined : space.u64(base),
  };
}

/** Reads and expands the tables. `stext`: the address of `_stext`, which tells the form of the addresses. */
export function readKallsyms(
  space: AddressSpace,
  tables: KallsymsTables,
  stext: Addr | undefined,
): NameTable {
  if (tables.count < 1 || tables.count > MAX_SYMBOLS)
    throw new CorruptError(kallsymsSay.count({ count: tables.count }));
  const { text, ends } = expandNames(space, tables);
  return new NameTable(text, ends, readAddresses(space, tables, text, ends, stext));
}

function expandNames(space: AddressSpace, tables: KallsymsTables): { text: Uint8Array; ends: Uint32Array } {
  const engine = space.memory.engine;
  const { count } = tables;
  const room = distance(tables.names, tables.tokenTable);
  const namesLength = room > 0 && room < MAX_NAMES ? room : Math.min(count * 64, MAX_NAMES);
  const tokensLength = distance(tables.tokenTable, tables.tokenIndex);
  if (tokensLength <= 0 || tokensLength > MAX_TOKENS)
    throw new CorruptError(kallsymsSay.tokens({ at: hex(tables.tokenTable), length: tokensLength }));
  const names = space.readSome(tables.names, namesLength);
  const tokens = space.read(tables.tokenTable, tokensLength);
  const index = space.read(tables.tokenIndex, 512);
  const marks = Math.ceil(count / 256) * 4;
  const outCapacity = count * NAME_ROOM;
  const aligned = (n: number): number => Math.ceil(n / 16) * 16;
  const sizes = [names.length, tokens.length, 512, marks, count * 4, outCapacity].map(aligned);
  return engine.borrow(
    sizes.reduce((a, b) => a + b, 0),
    (at) => {
      const places: number[] = [];
      for (const size of sizes) {
        places.push(at);
        at += size;
      }
      const [namesAt, tokensAt, indexAt, marksAt, endsAt, outAt] = places as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      engine.bytes.set(names, namesAt);
      engine.bytes.set(tokens, tokensAt);
      engine.bytes.set(index, indexAt);
      const long = lengthForm(space, tables, namesAt, names.length, marksAt, marks);
      const size = engine.wasm.expandKallsyms(
        namesAt,
        names.length,
        count,
        long,
        tokensAt,
        tokens.length,
        indexAt,
        outAt,
        outCapacity,
        endsAt,
      );
      if (size < 0) throw new CorruptError(kallsymsSay.names({ at: hex(tables.names) }));
      return {
        text: engine.bytes.slice(outAt, outAt + size),
        ends: new Uint32Array(engine.bytes.slice(endsAt, endsAt + count * 4).buffer),
      };
    },
  );
}

/** 1 when lengths may take two bytes (6.1 on), else 0: only one of the readings lands on kallsyms_markers. */
function lengthForm(
  space: AddressSpace,
  tables: KallsymsTables,
  namesAt: number,
  length: number,
  marksAt: number,
  marks: number,
): 0 | 1 {
  const engine = space.memory.engine;
  const ends: number[] = [];
  for (const long of [1, 0] as const) {
    const end = engine.wasm.measureKallsyms(namesAt, length, tables.count, long, marksAt);
    ends.push(end);
    if (end < 0) continue;
    const computed = engine.bytes.slice(marksAt, marksAt + marks);
    // The markers are the next object after the names, aligned to 8 (or 4) bytes.
    for (const align of [8, 4]) {
      const start = Math.ceil(end / align) * align;
      const stored = engine.bytes.subarray(namesAt + start, namesAt + start + marks);
      if (
        stored.length === marks &&
        start + marks <= length &&
        computed.every((byte, i) => byte === stored[i])
      )
        return long;
    }
  }
  // No markers to compare with: the reading that fits.
  return ends[0] >= 0 ? 1 : 0;
}

function readAddresses(
  space: AddressSpace,
  tables: KallsymsTables,
  text: Uint8Array,
  ends: Uint32Array,
  stext: Addr | undefined,
): BigUint64Array {
  const { count } = tables;
  if (tables.addresses !== undefined)
    return new BigUint64Array(space.read(tables.addresses, count * 8).buffer);
  if (tables.offsets === undefined) throw new MissingError(kallsymsSay.noPlaces());
  const place = tables.offsets;
  const offsets = new Int32Array(space.read(place, count * 4).buffer);
  const base = tables.relativeBase;
  const forms: (() => BigUint64Array)[] = [];
  if (base !== undefined) {
    forms.push(() => absoluteOrBelow(base, offsets));
    forms.push(() => addressesFrom(count, base, (i) => offsets[i] >>> 0));
  }
  forms.push(() => addressesFrom(count, place, (i) => i * 4 + offsets[i]));
  const probe = indexOf(text, ends, '_stext');
  for (const form of forms) {
    const addresses = form();
    if (probe >= 0 && addresses[probe] === stext) return addresses;
  }
  return forms[0]();
}

/** CONFIG_KALLSYMS_ABSOLUTE_PERCPU: an offset that is not negative is the address itself, others count down from `base`. */
function absoluteOrBelow(base: bigint, offsets: Int32Array): BigUint64Array {
  const addresses = addressesFrom(offsets.length, base - 1n, (i) => -offsets[i]);
  const words = wordsOf(addresses);
  for (let i = 0; i < offsets.length; i++) {
    if (offsets[i] < 0) continue;
    words[i * 2] = offsets[i];
    words[i * 2 + 1] = 0;
  }
  return addresses;
}

function indexOf(text: Uint8Array, ends: Uint32Array, name: string): number {
  let start = 0;
  for (let i = 0; i < ends.length; i++) {
    const end = ends[i];
    if (end - start === name.length + 1) {
      let at = 0;
      while (at < name.length && text[start + 1 + at] === name.charCodeAt(at)) at++;
      if (at === name.length) return i;
    }
    start = end;
  }
  return -1;
}
