import type { AddressSpace } from '../../src/core/memory/space.ts';
import type { KallsymsTables } from '../../src/core/symbols/kallsyms.ts';
import { Vmcoreinfo } from '../../src/core/symbols/vmcoreinfo.ts';
import { addr } from '../../src/core/addr.ts';
import { PlannedMemory } from './page-tables.ts';

/** Where the tables lie, and the frame of their first page. */
const START = 0xffffffff82000000n;
const FRAME = 0x2000;

export interface PlannedSymbol {
  readonly address: bigint;
  /** Type letter and name. */
  readonly text: string;
}

export interface KallsymsPlan {
  readonly symbols: readonly PlannedSymbol[];
  readonly form: 'absolute' | 'base-relative' | 'per-CPU' | 'place-relative';
  /** Bytes of each marker: 8 before 4.20. */
  readonly markers?: 4 | 8;
  /** kallsyms_seqs_of_names between markers and tokens (6.2, 6.3). */
  readonly seqs?: boolean;
  /** Where the addresses stand: before the number up to 6.3, after the tokens since 6.4. */
  readonly layout?: 'before' | 'after';
  /** Of each table: 4 since 7.0. */
  readonly align?: 4 | 8;
  /** Lengths above 127 take two bytes (6.1 on); without, one. */
  readonly long?: boolean;
}

/** kallsyms as scripts/kallsyms.c lays it out: addresses, number, names, markers, tokens; each at a multiple of 8. */
export interface PlannedKallsyms {
  readonly bytes: Uint8Array;
  /** Where each table begins in `bytes`; `record`: where the record of each name does. */
  readonly at: Readonly<Record<'places' | 'base' | 'number' | 'names' | 'markers' | 'tokens' | 'index', number>>;
  readonly records: readonly number[];
  readonly tables: KallsymsTables;
  /** What VMCOREINFO says of the symbols in `known`, of `_stext` unless told otherwise. */
  info(known?: Readonly<Record<string, bigint>>): Vmcoreinfo;
  /** Memory that has `bytes`, but for the pages in `absent`, at the address of `tables`. */
  space(absent?: readonly number[]): AddressSpace;
}

export const BASE = 0xffffffff81000000n;

/** Tokens: every character is its own, and some that are none stand for what is frequent. */
const FREQUENT: Readonly<Record<number, string>> = { 1: 'init_', 2: 'Tsys_', 3: 'long_name_' };
const TOKENS = Array.from({ length: 256 }, (_, i) => FREQUENT[i] ?? (i >= 0x20 && i < 0x7f ? String.fromCharCode(i) : ''));

function compressed(text: string): number[] {
  const record: number[] = [];
  for (let at = 0; at < text.length;) {
    const token = Object.entries(FREQUENT).find(([, each]) => text.startsWith(each, at));
    record.push(token ? Number(token[0]) : text.charCodeAt(at));
    at += token ? token[1].length : 1;
  }
  return record;
}

export function planKallsyms(plan: KallsymsPlan): PlannedKallsyms {
  const { symbols, form } = plan;
  const bytes: number[] = [];
  const align = (): number => {
    while (bytes.length % (plan.align ?? 8) !== 0) bytes.push(0);
    return bytes.length;
  };
  const word = (value: bigint, width: number): void => {
    for (let i = 0; i < width; i++) bytes.push(Number((BigInt.asUintN(64, value) >> BigInt(8 * i)) & 0xffn));
  };
  let places = 0;
  let base = 0;
  const writePlaces = (): void => {
    places = align();
    symbols.forEach(({ address }, i) => {
      if (form === 'absolute') word(address, 8);
      else if (form === 'base-relative') word(address - BASE, 4);
      else if (form === 'per-CPU') word(address >= BASE ? BASE - 1n - address : address, 4);
      else word(address - (START + BigInt(places + i * 4)), 4);
    });
    base = align();
    if (form === 'base-relative' || form === 'per-CPU') word(BASE, 8);
  };
  if (plan.layout !== 'after') writePlaces();
  const number = align();
  word(BigInt(symbols.length), 4);
  const names = align();
  const marks: number[] = [];
  const records = symbols.map(({ text }, i) => {
    const at = bytes.length;
    if (i % 256 === 0) marks.push(at - names);
    const record = compressed(text);
    if (record.length > 127 && plan.long !== false) bytes.push((record.length & 0x7f) | 0x80, record.length >> 7);
    else bytes.push(record.length);
    bytes.push(...record);
    return at;
  });
  const markers = align();
  for (const mark of marks) word(BigInt(mark), plan.markers ?? 4);
  if (plan.seqs) {
    align();
    // The order of their names: any other than that of their addresses.
    const order = (i: number): number => (i * 7919) % symbols.length;
    symbols.forEach((_, i) => bytes.push(order(i) >> 16, (order(i) >> 8) & 0xff, order(i) & 0xff));
  }
  const tokens = align();
  const starts = TOKENS.map((token) => {
    const at = bytes.length - tokens;
    bytes.push(...new TextEncoder().encode(token), 0);
    return at;
  });
  const index = align();
  for (const start of starts) word(BigInt(start), 2);
  if (plan.layout === 'after') writePlaces();
  const whole = Uint8Array.from(bytes);
  const place = (at: number): ReturnType<typeof addr> => addr(START + BigInt(at));
  return {
    bytes: whole,
    at: { places, base, number, names, markers, tokens, index },
    records,
    tables: {
      count: symbols.length,
      names: place(names),
      tokenTable: place(tokens),
      tokenIndex: place(index),
      ...(form === 'absolute' ? { addresses: place(places) } : { offsets: place(places) }),
      ...(form === 'base-relative' || form === 'per-CPU' ? { relativeBase: addr(BASE) } : {}),
    },
    info(known = { _stext: symbols.find(({ text }) => text.slice(1) === '_stext')?.address ?? BASE }) {
      return new Vmcoreinfo(
        Object.entries(known)
          .map(([name, address]) => `SYMBOL(${name})=${address.toString(16)}\n`)
          .join(''),
      );
    },
    space(absent = []) {
      const memory = new PlannedMemory();
      const root = memory.table();
      // A page of zeros on either side, as other data of the kernel stands there.
      const pages = Math.ceil(whole.length / 4096);
      for (let page = -1; page <= pages; page++) {
        const frame = FRAME + page;
        memory.map(root, START + BigInt(page * 4096), frame * 4096);
        const part = page < 0 ? new Uint8Array() : whole.subarray(page * 4096, (page + 1) * 4096);
        new Uint8Array(memory.page(frame).buffer).set(part);
        if (absent.includes(page)) memory.exclude(frame);
      }
      return memory.space(root);
    },
  };
}

/** `count` symbols, 16 bytes apart, the first of them `_stext`; every hundredth has a name of some 200 tokens. */
export function plannedSymbols(count: number): PlannedSymbol[] {
  return Array.from({ length: count }, (_, i) => ({
    address: BASE + BigInt(i * 16),
    text: i === 0 ? 'T_stext' : i % 100 === 50 ? `tlong_name_${'x'.repeat(200)}_${i}` : i % 2 ? `tinit_${i}` : `Tsys_${i}`,
  }));
}
