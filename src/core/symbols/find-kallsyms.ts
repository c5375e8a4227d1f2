import { step, type Addr } from '../addr.ts';
import { imageBlocks } from '../memory/image.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { KallsymsTables } from './kallsyms.ts';

/**
 * Finds kallsyms in the kernel image of kernels whose VMCOREINFO does not name it (before 6.0), by its shape
 * (scripts/kallsyms.c, 4.20 to 5.19; each table aligned to 8 bytes):
 *
 *   offsets s32 × n, relative_base u64   or   addresses u64 × n
 *   num_syms u32   names   markers u32 × ⌈n/256⌉   token_table (256 texts)   token_index u16 × 256
 *
 * The texts of the ten digits are tokens of their own and stand in a row; from there the ends of the token
 * table are counted, and everything else lies before it.
 */
const DIGITS = Uint8Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0x30 + i / 2 : 0));
/** Longest token (MAX_TOK of scripts/kallsyms.c is 512 with its length). */
const MAX_TOKEN = 512;
const MAX_MARKERS = 16384;
/** 256 records of at most 128 + 1 bytes lie after the last marker. */
const MAX_TAIL = 256 * 130;

/** The tables in the image that begins at `start`; undefined when none has the shape. */
export function findKallsyms(space: AddressSpace, start: Addr): KallsymsTables | undefined {
  for (const digits of digitRuns(space, start)) {
    const tokens = tokenTable(space, digits);
    const tables = tokens && tablesBefore(space, tokens);
    if (tables) return tables;
  }
  return undefined;
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
  const room = 48 * MAX_TOKEN;
  const before = space.tryRead(step(digits, -room), room);
  if (!before) return undefined;
  // Token "0" is number 48: as many texts stand before it.
  let first = before.length;
  for (let count = 0; count < 48; count++) {
    first = before.lastIndexOf(0, first - 2) + 1;
    if (first <= 0) return undefined;
  }
  const table = step(digits, first - room);
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
    if (stored && expected.every((byte, i) => byte === stored[i])) return { table, index };
  }
  return undefined;
}

/** Markers, names, number and addresses before the token table. */
function tablesBefore(space: AddressSpace, tokens: TokenTables): KallsymsTables | undefined {
  for (const padding of [0, 4]) {
    const markers = markersBefore(space, step(tokens.table, -padding));
    const names = markers && namesBefore(space, markers);
    if (!markers || !names) continue;
    const number = step(names, -8);
    const count = space.tryU32(number);
    if (
      count === undefined ||
      count <= (markers.offsets.length - 1) * 256 ||
      count > markers.offsets.length * 256
    )
      continue;
    const base = space.tryU64(step(number, -8));
    const relative = base !== undefined && base >> 63n === 1n && base % 4096n === 0n;
    const common = { count, names, tokenTable: tokens.table, tokenIndex: tokens.index };
    return relative
      ? { ...common, offsets: step(number, -8 - Math.ceil(count / 2) * 8), relativeBase: base }
      : { ...common, addresses: step(number, -8 * count) };
  }
  return undefined;
}

interface Markers {
  readonly address: Addr;
  readonly offsets: readonly number[];
}

/** The ascending numbers before `end`, back to the first, which is 0. */
function markersBefore(space: AddressSpace, end: Addr): Markers | undefined {
  const offsets: number[] = [];
  let last = Infinity;
  for (let i = 1; i <= MAX_MARKERS; i++) {
    const value = space.tryU32(step(end, -4 * i));
    if (value === undefined || value >= last) return undefined;
    offsets.unshift(value);
    last = value;
    if (value === 0) return offsets.length > 1 ? { address: step(end, -4 * i), offsets } : undefined;
  }
  return undefined;
}

/** Where the names begin: 256 records from there end where the second marker says. */
function namesBefore(space: AddressSpace, markers: Markers): Addr | undefined {
  const last = markers.offsets[markers.offsets.length - 1];
  const second = markers.offsets[1];
  for (let tail = 0; tail < MAX_TAIL; tail += 8) {
    const start = step(markers.address, -(Math.floor(last / 8) * 8) - tail);
    if (start % 8n !== 0n) return undefined;
    const records = space.tryRead(start, second + 1);
    if (!records) return undefined;
    let at = 0;
    for (let count = 0; count < 256 && at <= second; count++) at += 1 + records[at];
    if (at === second) return start;
  }
  return undefined;
}
