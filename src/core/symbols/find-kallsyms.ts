import { step, type Addr } from '../addr.ts';
import { imageBlocks } from '../memory/image.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { KallsymsTables } from './kallsyms.ts';

/**
 * Finds kallsyms in the kernel image where VMCOREINFO does not name it (before 6.0, or when it is lost), by its shape
 * (scripts/kallsyms.c; each table at a multiple of 8, since 7.0 of 4):
 *
 *   up to 6.3    addresses, number, names, markers, [seqs], token_table, token_index
 *   6.4 on       number, names, markers, token_table, token_index, addresses, [seqs]
 *
 * number: u32, unsigned long before 4.20. markers: u32, unsigned long before 4.20, the offset of every 256th name.
 * addresses: u64 each, or offsets s32 each and after them relative_base u64, or since 7.0 offsets alone. seqs: three bytes
 * for each name (6.2 on, and some stable kernels).
 *
 * The texts of the ten digits are tokens of their own and stand in a row; from there the ends of the token
 * table are counted, and everything else lies before and after it.
 */
export const DIGITS = Uint8Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0x30 + i / 2 : 0));
/** Token "0" is number 48: as many texts stand before it. */
const BEFORE_DIGITS = 48;
/** Bytes in which these are looked for: few are longer than some characters (MAX_TOK of scripts/kallsyms.c is 512). */
const TOKEN_ROOM = [1024, 4096, BEFORE_DIGITS * 512];
/** Markers lie before the tokens within so many bytes; between may be 3 for each of a million names. */
const MARKER_ROOM = 4 << 20;
/** Markers in a row that tell them from other numbers; small tables have fewer. */
const ENOUGH = 4;
/** A record of a name: its length and as many tokens (KSYM_NAME_LEN is 512 since 6.1). */
const MAX_RECORD = 514;
/** Rows of numbers that are looked at. */
const MAX_TRIED = 256;
/** 256 records lie after the last marker at most. */
const MAX_TAIL = 256 * 130;

/** The tables in the image that begins at `start`; undefined when none has the shape. */
export function findKallsyms(space: AddressSpace, start: Addr): KallsymsTables | undefined {
  for (const digits of digitRuns(space, start)) {
    const tables = kallsymsAround(space, digits);
    if (tables) return tables;
  }
  return undefined;
}

/** The tables around the texts of the digits (DIGITS) at `digits`; undefined when these stand there for something else. */
export function kallsymsAround(space: AddressSpace, digits: Addr): KallsymsTables | undefined {
  const tokens = tokenTable(space, digits);
  return tokens && tablesAround(space, tokens);
}

/** Addresses of "0\0" "1\0" … "9\0" in the image. */
function* digitRuns(space: AddressSpace, start: Addr): Generator<Addr> {
  for (const { address, bytes } of imageBlocks(space, start))
    for (
      let i = bytes.indexOf(0x30);
      i >= 0 && i + DIGITS.length <= bytes.length;
      i = bytes.indexOf(0x30, i + 1)
    )
      if (DIGITS.every((byte, j) => bytes[i + j] === byte)) yield step(address, i);
}

interface TokenTables {
  readonly table: Addr;
  readonly index: Addr;
}

/** The token table around its digits and the index after it. */
function tokenTable(space: AddressSpace, digits: Addr): TokenTables | undefined {
  for (const table of startsOfTokens(space, digits)) {
    const index = indexAfter(space, table);
    if (index !== undefined) return { table, index };
  }
  return undefined;
}

/** Where the offsets of all 256 texts from `table` on stand, after these. */
function indexAfter(space: AddressSpace, table: Addr): Addr | undefined {
  const bytes = space.readSome(table, 256 * 32 + 1024);
  const starts = new Uint16Array(256);
  let at = 0;
  for (let token = 0; token < 256; token++) {
    starts[token] = at;
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  const expected = new Uint8Array(starts.buffer);
  for (const align of [8, 4, 2]) {
    const index = step(table, Math.ceil(at / align) * align);
    const stored = space.tryRead(index, 512);
    if (stored && expected.every((byte, i) => byte === stored[i])) return index;
  }
  return undefined;
}

/** Where token 0 may begin: what stands before it need not end with a NUL, but the table is aligned. */
function* startsOfTokens(space: AddressSpace, digits: Addr): Generator<Addr, void, void> {
  for (const room of TOKEN_ROOM) {
    const before = space.tryRead(step(digits, -room), room);
    if (!before) return;
    let [first, second] = [before.length, before.length];
    for (let count = 0; count < BEFORE_DIGITS && first > 0; count++) {
      second = first;
      first = first < 2 ? 0 : before.lastIndexOf(0, first - 2) + 1;
    }
    if (first <= 0) continue;
    for (let at = first; at < second; at++) {
      const table = step(digits, at - room);
      if (table % 4n === 0n) yield table;
    }
    return;
  }
}

/** Markers, names, number and addresses around the tokens. */
function tablesAround(space: AddressSpace, tokens: TokenTables): KallsymsTables | undefined {
  const bytes = readBefore(space, tokens.table, MARKER_ROOM);
  let tried = 0;
  for (const markers of markersIn(bytes)) {
    if (++tried > MAX_TRIED) break;
    const end = step(tokens.table, -bytes.length);
    const blocks = markers.offsets.length;
    for (const names of namesBefore(space, step(end, markers.at), markers.offsets))
      for (const gap of [8, 4]) {
        const number = step(names, -gap);
        const count = space.tryU32(number);
        if (count === undefined || count <= (blocks - 1) * 256 || count > blocks * 256) continue;
        const places = placesBefore(space, number, count) ?? placesAfter(space, tokens.index, count);
        if (places) return { count, names, tokenTable: tokens.table, tokenIndex: tokens.index, ...places };
      }
  }
  return undefined;
}

/** As many of the `most` bytes before `end` as can be read in one piece. */
function readBefore(space: AddressSpace, end: Addr, most: number): Uint8Array {
  const { bytes } = space.readFilled(step(end, -most), most);
  return bytes;
}

interface Markers {
  /** Where they begin in the bytes. */
  readonly at: number;
  readonly offsets: readonly number[];
}

/** What may be the markers, from the end of `bytes` on: ascending numbers from 0, each 256 names further. */
function* markersIn(bytes: Uint8Array): Generator<Markers, void, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let end = bytes.length; end >= 16; end -= 4)
    for (const width of [4, 8]) {
      const found = markersBefore(view, end, width);
      if (found) yield found;
    }
}

/** Markers of `width` bytes that end at `end`, back to the first, which is 0. */
function markersBefore(view: DataView, end: number, width: number): Markers | undefined {
  const offsets: number[] = [];
  let last = Infinity;
  for (let at = end - width; at >= 0; at -= width) {
    const value = view.getUint32(at, true);
    if (width === 8 && view.getUint32(at + 4, true) !== 0) return undefined;
    const grown = last - value;
    if (last !== Infinity && (grown < 256 || grown > 256 * MAX_RECORD)) return undefined;
    offsets.push(value);
    last = value;
    if (value === 0) break;
  }
  if (last !== 0 || offsets.length < 2) return undefined;
  // Two numbers stand everywhere: those of a small table only right before the tokens.
  if (offsets.length < ENOUGH && end < view.byteLength - 8) return undefined;
  return { at: end - offsets.length * width, offsets: offsets.reverse() };
}

/** Where the names may begin: 256 records from there end where the second marker says. */
function* namesBefore(
  space: AddressSpace,
  markers: Addr,
  offsets: readonly number[],
): Generator<Addr, void, void> {
  const last = offsets[offsets.length - 1];
  const second = offsets[1];
  const latest = step(markers, -(last & ~3));
  const from = step(latest, -MAX_TAIL);
  const { bytes } = space.readFilled(from, MAX_TAIL + second + 2);
  for (let at = MAX_TAIL; at >= 0; at -= 4)
    if ([true, false].some((long) => lands(bytes, at, second, long))) yield step(from, at);
}

/** Whether 256 records from `start` on end `second` bytes further; with `long`, lengths above 127 take two bytes (6.1 on). */
function lands(bytes: Uint8Array, start: number, second: number, long: boolean): boolean {
  let at = start;
  for (let count = 0; count < 256; count++) {
    if (at > start + second) return false;
    const length = bytes[at];
    if (length === 0) return false;
    at += long && length >= 0x80 ? 2 + ((length & 0x7f) | (bytes[at + 1] << 7)) : 1 + length;
  }
  return at === start + second;
}

type Places = Pick<KallsymsTables, 'addresses' | 'offsets' | 'relativeBase'>;

/** The addresses before the number: absolute, or offsets and their base. */
function placesBefore(space: AddressSpace, number: Addr, count: number): Places | undefined {
  const base = space.tryU64(step(number, -8));
  if (isBase(base)) {
    const offsets = step(number, -8 - Math.ceil(count / 2) * 8);
    if (ascend(space, offsets, count)) return { offsets, relativeBase: base };
  }
  const addresses = step(number, -8 * count);
  const [first, last] = [space.tryU64(step(number, -16)), base];
  const absolute = first !== undefined && last !== undefined && last >> 63n === 1n && first <= last;
  return absolute ? { addresses } : undefined;
}

/** The addresses after the token index: offsets and their base, or offsets alone. */
function placesAfter(space: AddressSpace, index: Addr, count: number): Places | undefined {
  const offsets = step(index, 512);
  if (!ascend(space, offsets, count)) return undefined;
  const base = space.tryU64(step(offsets, Math.ceil(count / 2) * 8));
  return isBase(base) ? { offsets, relativeBase: base } : { offsets };
}

function isBase(base: Addr | undefined): base is Addr {
  return base !== undefined && base >> 63n === 1n && base % 4096n === 0n;
}

/** Whether the offsets of most neighbours ascend, in one of the ways in which they are written. */
function ascend(space: AddressSpace, offsets: Addr, count: number): boolean {
  const bytes = space.tryRead(
    step(offsets, Math.floor(count / 2) * 4),
    Math.min(count - Math.floor(count / 2), 256) * 4,
  );
  if (!bytes) return false;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let [up, down, near] = [0, 0, 0];
  for (let i = 1; i < words.length; i++) {
    const grown = words[i] - words[i - 1];
    if (grown >= 0) up++;
    if (grown <= 0) down++;
    // From their own places: each place is 4 further.
    if (grown >= -4) near++;
  }
  return Math.max(up, down, near) >= (words.length - 1) * 0.98;
}
