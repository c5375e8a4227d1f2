import { distance, hex, step, type Addr } from '../addr.ts';
import type { Message } from '../catalogue/message.ts';
import { kallsymsSay as say } from '../catalogue/types.ts';
import { CorruptError, MissingError } from '../errors.ts';
import type { AddressSpace } from '../memory/space.ts';
import { borrowParts, NameIndex, wordsAt } from './name-index.ts';
import { NameTable, type Names } from './name-table.ts';
import type { Vmcoreinfo } from './vmcoreinfo.ts';

/**
 * The kernel's own symbol table (kernel/kallsyms.c, scripts/kallsyms.c). Names are compressed by a table of
 * 256 tokens; addresses stand in one of four forms, told apart by which of them gives symbols the addresses
 * that VMCOREINFO gives them:
 *
 *   addresses       u64 each                                       kallsyms_addresses
 *   place-relative  address of the entry + s32                     7.0 on: no kallsyms_relative_base
 *   base-relative   base + u32                                     kallsyms_relative_base
 *   per-CPU         s32 ≥ 0: itself; < 0: base - 1 - s32           x86-64 SMP up to 6.14
 *
 * kallsyms_markers, the offset of every 256th name, is not named by VMCOREINFO; it is looked for where it stands: before
 * the token table, from 6.2 to 6.3 with kallsyms_seqs_of_names (3 bytes a symbol) between. u32 each, u64 before 4.20.
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

/** What was read, and what is wrong with it. */
export interface Kallsyms {
  readonly table: NameTable;
  readonly lacks: readonly Message[];
}

/** More symbols than this are taken for damage. */
const MAX_SYMBOLS = 4_000_000;
const MAX_NAMES = 128 * 1024 * 1024;
const MAX_TOKENS = 65536;
/** The longest record of a name: its length and as many tokens (KSYM_NAME_LEN is 512 since 6.1). */
const MAX_RECORD = 514;
/** `starts` of a name that cannot be read (assembly/scan/kallsyms.ts). */
const LOST = 0xffffffff;

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

/**
 * Reads the tables. `known`: what VMCOREINFO says of symbols, which tells the form of the addresses and proves them.
 * Throws CorruptError when the tables cannot be what they claim to be, FaultError when the tokens are not in the dump.
 */
export function readKallsyms(space: AddressSpace, tables: KallsymsTables, known: Vmcoreinfo): Kallsyms {
  if (tables.count < 1 || tables.count > MAX_SYMBOLS)
    throw new CorruptError(say.count({ count: tables.count }));
  const lacks: Message[] = [];
  const names = readNames(space, tables, lacks);
  return { table: placed(space, tables, names, known, lacks), lacks };
}

/** Names of kallsyms as they stand in memory, with where each begins; expanded when asked for. */
class KallsymsNames implements Names {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly long: boolean,
    private readonly tokens: readonly string[],
    private readonly starts: Uint32Array,
    private readonly index: NameIndex,
  ) {}

  get length(): number {
    return this.starts.length;
  }

  text(index: number): string {
    let at = this.starts[index];
    if (at === LOST) return '';
    let left = this.bytes[at++];
    if (this.long && left & 0x80) left = (left & 0x7f) | (this.bytes[at++] << 7);
    let text = '';
    for (; left > 0 && text.length < MAX_RECORD; left--) text += this.tokens[this.bytes[at++]];
    // A letter alone is no symbol.
    return text.length > 1 ? text.slice(0, MAX_RECORD - 1) : '';
  }

  *find(name: string): IterableIterator<number> {
    for (const index of this.index.candidates(name)) {
      const text = this.text(index);
      if (text.length === name.length + 1 && text.endsWith(name)) yield index;
    }
  }
}

function readNames(space: AddressSpace, tables: KallsymsTables, lacks: Message[]): KallsymsNames {
  const { engine } = space.memory;
  const { count } = tables;
  const tokensLength = distance(tables.tokenTable, tables.tokenIndex);
  if (tokensLength <= 0 || tokensLength > MAX_TOKENS)
    throw new CorruptError(say.tokens({ at: hex(tables.tokenTable), length: tokensLength }));
  const room = distance(tables.names, tables.tokenTable);
  const wanted = Math.min(room > 0 ? room : Infinity, count * MAX_RECORD, MAX_NAMES);
  // Pages that are read once and kept here need no room in the cache.
  const read = engine.aside(() => space.readFilled(tables.names, wanted).bytes);
  const tokens = space.read(tables.tokenTable, tokensLength);
  const index = space.read(tables.tokenIndex, 512);
  // One block needs no marker but the 0 at its start.
  const markers = room > 0 && count > 256 ? markersIn(read, count) : undefined;
  const bytes = markers ? read.subarray(0, markers.at) : read;
  const blocks = Math.ceil(count / 256);
  const sizes = [bytes.length, blocks * 4, tokens.length, 512, count * 4, NameIndex.room(count)];
  return borrowParts(engine, sizes, (namesAt, marksAt, tokensAt, indexAt, startsAt, hashesAt) => {
    engine.bytes.set(bytes, namesAt);
    engine.bytes.set(tokens, tokensAt);
    engine.bytes.set(index, indexAt);
    /** Blocks of 256 names that are lost when lengths take up to two bytes, or one. */
    const indexed = (long: boolean): number => {
      let length = bytes.length;
      if (markers) new Uint32Array(engine.bytes.buffer, marksAt, blocks).set(markers.offsets);
      else length = engine.wasm.measureKallsyms(namesAt, length, count, long ? 1 : 0, marksAt);
      if (length < 0) return blocks;
      return engine.wasm.indexKallsyms(
        ...([namesAt, length, count, long ? 1 : 0, marksAt] as const),
        ...([tokensAt, tokens.length, indexAt, startsAt, hashesAt] as const),
      );
    };
    // Up to 6.0 lengths took one byte. Only one of the readings lands on the markers.
    let long = true;
    let lost = indexed(long);
    if (lost > 0) {
      const short = indexed(false);
      long = short >= lost;
      lost = long ? indexed(true) : short;
    }
    const named = wordsAt(engine, hashesAt, count).some((hash) => hash !== 0);
    if (lost >= blocks || !named) throw new CorruptError(say.names({ at: hex(tables.names) }));
    if (!markers && blocks > 1) lacks.push(say.unmarked());
    const starts = wordsAt(engine, startsAt, count);
    if (lost > 0)
      lacks.push(say.lostNames({ lost: starts.reduce((sum, at) => sum + (at === LOST ? 1 : 0), 0), count }));
    return new KallsymsNames(
      bytes,
      long,
      tokenTexts(tokens, index),
      starts,
      NameIndex.of(engine, hashesAt, count),
    );
  });
}

/** The text of each token, cut as assembly/scan/kallsyms.ts cuts names. */
function tokenTexts(tokens: Uint8Array, index: Uint8Array): string[] {
  const view = new DataView(index.buffer, index.byteOffset, index.byteLength);
  return Array.from({ length: 256 }, (_, token) => {
    let text = '';
    for (let at = view.getUint16(token * 2, true); at < tokens.length && tokens[at] !== 0; at++) {
      if (text.length >= MAX_RECORD) break;
      text += String.fromCharCode(tokens[at]);
    }
    return text;
  });
}

interface Markers {
  /** Where they begin, from the names. */
  readonly at: number;
  readonly offsets: Uint32Array;
  /** How many of them cannot be right. */
  readonly wrong: number;
}

/**
 * kallsyms_markers in `bytes`, which reach from the names to the token table; undefined when nothing there looks like
 * them. The few that cannot be right (damage) cost their blocks.
 */
function markersIn(bytes: Uint8Array, count: number): Markers | undefined {
  const blocks = Math.ceil(count / 256);
  let best: Markers | undefined;
  for (const between of [0, Math.ceil((count * 3) / 8) * 8])
    for (const width of [4, 8])
      for (const padding of [0, 4]) {
        const at = bytes.length - between - padding - blocks * width;
        if (at < count || at % 4 !== 0) continue;
        const found = markersAt(bytes, at, blocks, width);
        if (!best || found.wrong < best.wrong) best = found;
      }
  return best && best.wrong * 4 < blocks ? best : undefined;
}

/** The first is 0, and each block of 256 names takes 256 to 256 × 514 bytes. */
function markersAt(bytes: Uint8Array, at: number, blocks: number, width: number): Markers {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offsets = new Uint32Array(blocks);
  let wrong = 0;
  for (let i = 0; i < blocks; i++) {
    offsets[i] = view.getUint32(at + i * width, true);
    const grown = i === 0 ? offsets[0] + 256 : offsets[i] - offsets[i - 1];
    const high = width === 8 ? view.getUint32(at + i * width + 4, true) : 0;
    const first = i === 0 && offsets[0] !== 0;
    if (first || high !== 0 || grown < 256 || grown > 256 * MAX_RECORD || offsets[i] >= at) wrong++;
  }
  return { at, offsets, wrong };
}

/** Numbers of assembly/scan/kallsyms.ts placeKallsyms. */
const FORMS = { baseRelative: 0, perCpu: 1, placeRelative: 2 } as const;

interface Form {
  readonly form: number;
  readonly base: bigint;
}

/** The address of symbol `index` in `form`: the same as placeKallsyms, for one. */
function addressIn({ form, base }: Form, offsets: Int32Array, index: number): bigint {
  const offset = BigInt(offsets[index]);
  const unsigned = BigInt.asUintN(32, offset);
  const address =
    form === FORMS.baseRelative
      ? base + unsigned
      : form === FORMS.placeRelative
        ? base + offset + BigInt(index) * 4n
        : offset < 0n
          ? base - 1n - offset
          : offset;
  return BigInt.asUintN(64, address);
}

/** Symbols of VMCOREINFO that stand for their own address (kernel/vmcore_info.c; some arrays are told by their value). */
export const PROOFS = [
  '_stext',
  'init_uts_ns',
  'node_online_map',
  'prb',
  'clear_seq',
  'vmap_area_list',
  'log_buf_len',
  'log_buf',
  'log_end',
  'log_first_idx',
  'log_next_idx',
  'kallsyms_names',
  'kallsyms_num_syms',
  'kallsyms_token_table',
  'kallsyms_token_index',
];

/** The forms in which `offsets` may be written. */
function formsOf(offsets: Addr, base: Addr | undefined): Form[] {
  return [
    ...(base === undefined ? [] : [FORMS.perCpu, FORMS.baseRelative].map((form) => ({ form, base }))),
    { form: FORMS.placeRelative, base: step(offsets, 0) },
  ];
}

/** The names with their addresses as one of the forms gives them. */
export interface PlacedNames {
  readonly table: NameTable;
  /** Whether they are addresses of the kernel; else they are of `space`, since each is told from its own place. */
  readonly absolute: boolean;
}

/**
 * The tables in each form that their addresses may be in, where nothing tells which and `space` is not the kernel's own.
 * Throws as readKallsyms does.
 */
export function kallsymsInEachForm(space: AddressSpace, tables: KallsymsTables): PlacedNames[] {
  if (tables.count < 1 || tables.count > MAX_SYMBOLS)
    throw new CorruptError(say.count({ count: tables.count }));
  const lacks: Message[] = [];
  const names = readNames(space, tables, lacks);
  if (tables.addresses !== undefined) {
    const addresses = new BigUint64Array(space.read(tables.addresses, tables.count * 8).buffer);
    return [{ table: new NameTable(names, addresses), absolute: true }];
  }
  if (tables.offsets === undefined) throw new MissingError(say.noPlaces());
  const bytes = space.read(tables.offsets, tables.count * 4);
  return formsOf(tables.offsets, tables.relativeBase).map((form) => ({
    table: placeAll(space, names, bytes, form, lacks),
    absolute: form.form !== FORMS.placeRelative,
  }));
}

function placed(
  space: AddressSpace,
  tables: KallsymsTables,
  names: KallsymsNames,
  info: Vmcoreinfo,
  lacks: Message[],
): NameTable {
  const { count } = tables;
  const proofs = PROOFS.flatMap((name) => {
    const address = info.symbol(name);
    const numbers = [...names.find(name)];
    return address === undefined || numbers.length !== 1 ? [] : [{ name, address, index: numbers[0] }];
  });
  const wrongIn = (address: (index: number) => bigint): string[] =>
    proofs.filter((proof) => address(proof.index) !== proof.address).map(({ name }) => name);
  const judge = (wrong: readonly string[]): void => {
    if (proofs.length > 0 && wrong.length === proofs.length)
      throw new CorruptError(say.contradicted({ names: wrong }));
    if (wrong.length > 0) lacks.push(say.doubtful({ names: wrong }));
  };
  if (tables.addresses !== undefined) {
    const addresses = new BigUint64Array(space.read(tables.addresses, count * 8).buffer);
    judge(wrongIn((index) => addresses[index]));
    return new NameTable(names, addresses);
  }
  if (tables.offsets === undefined) throw new MissingError(say.noPlaces());
  const bytes = space.read(tables.offsets, count * 4);
  const offsets = new Int32Array(bytes.buffer, bytes.byteOffset, count);
  const forms = formsOf(tables.offsets, tables.relativeBase);
  const wrong = forms.map((form) => wrongIn((index) => addressIn(form, offsets, index)));
  const least = Math.min(...wrong.map((each) => each.length));
  const alike = forms.map((_, i) => i).filter((i) => wrong[i].length === least);
  // Where VMCOREINFO tells nothing, what lies where the kernel says its banner is.
  const best =
    proofs.length > 0 || alike.length === 1
      ? alike[0]
      : (alike.find((i) => hasBanner(space, names, (index) => addressIn(forms[i], offsets, index))) ??
        alike[0]);
  judge(wrong[best]);
  return placeAll(space, names, bytes, forms[best], lacks);
}

/** Whether linux_banner (init/version.c) has its text at the address that `address` gives it. */
function hasBanner(space: AddressSpace, names: KallsymsNames, address: (index: number) => bigint): boolean {
  for (const index of names.find('linux_banner'))
    if (space.tryString(address(index), 14)?.startsWith('Linux version ')) return true;
  return false;
}

function placeAll(
  space: AddressSpace,
  names: KallsymsNames,
  offsets: Uint8Array,
  form: Form,
  lacks: Message[],
): NameTable {
  const { engine } = space.memory;
  const count = names.length;
  return borrowParts(engine, [count * 4, count * 8], (offsetsAt, outAt) => {
    engine.bytes.set(offsets, offsetsAt);
    const ascends = engine.wasm.placeKallsyms(offsetsAt, count, form.form, form.base, outAt) === 1;
    if (!ascends) lacks.push(say.unsorted());
    const addresses = new BigUint64Array(engine.bytes.slice(outAt, outAt + count * 8).buffer);
    return new NameTable(names, addresses, undefined, ascends);
  });
}
