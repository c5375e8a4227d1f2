import { packed as say } from '../catalogue/packed.ts';
import { CorruptError } from '../errors.ts';
import { readBytes } from '../source/source.ts';
import type { ForwardReader } from './forward-reader.ts';
import type { Packing, Take } from './packing.ts';

/**
 * bzip2 files (there is no standard; the format is that of bzip2 1.0, as Joe Tsai's "bzip2 format specification", 2016, writes it
 * down). Streams follow each other. Checksums are not looked at, randomised blocks (before 0.9.5) are refused.
 */
const BLOCK = 0x314159265359;
const END = 0x177245385090;
const MAX_CODE = 20;
const GROUP = 50;
const OUTPUT = 1 << 20;

export const packing: Packing = {
  id: 'bzip2',
  probe(source) {
    const head = readBytes(source, 0, 10);
    if (!head || head[0] !== 0x42 || head[1] !== 0x5a || head[2] !== 0x68 || head[3] < 0x31 || head[3] > 0x39)
      return false;
    const first = String.fromCharCode(...head.subarray(4));
    return first === '1AY&SY' || first === '\x17rE8P\x90';
  },
  unpack(input, take) {
    const bits = new Bits(input);
    while (!input.ended) {
      if (bits.take(16) !== 0x425a || bits.take(8) !== 0x68) throw corrupt(input);
      const level = bits.take(8) - 0x30;
      if (level < 1 || level > 9) throw corrupt(input);
      const room = new Uint32Array(level * 100_000);
      for (;;) {
        const magic = bits.take(24) * 2 ** 24 + bits.take(24);
        bits.take(32);
        if (magic === END) break;
        if (magic !== BLOCK) throw corrupt(input);
        block(input, bits, room, take);
      }
      bits.align();
    }
  },
};

function corrupt(input: ForwardReader): CorruptError {
  return new CorruptError(say.corrupt({ file: input.name, packing: 'bzip2', offset: input.position }));
}

/** Bits from the highest of each byte on. */
class Bits {
  private kept = 0;
  private have = 0;

  constructor(private readonly input: ForwardReader) {}

  take(count: number): number {
    if (count > 24) return this.take(count - 16) * 65536 + this.take(16);
    while (this.have < count) {
      this.kept = ((this.kept & 0xffffff) << 8) | this.input.byte();
      this.have += 8;
    }
    this.have -= count;
    return (this.kept >>> this.have) & (2 ** count - 1);
  }

  /** The next MAX_CODE bits, not taken yet: a stream has more after its last symbol. */
  peek(): number {
    while (this.have < MAX_CODE) {
      this.kept = ((this.kept & 0xffffff) << 8) | this.input.byte();
      this.have += 8;
    }
    return (this.kept >>> (this.have - MAX_CODE)) & (2 ** MAX_CODE - 1);
  }

  drop(count: number): void {
    this.have -= count;
  }

  /** To the next byte. No whole one was taken ahead: the end of a stream is longer than a peek. */
  align(): void {
    this.have = 0;
  }
}

/** Codes of one table, by length: the first code, where its symbols begin, and what MAX_CODE bits must be below to have that length. */
interface Codes {
  readonly first: Int32Array;
  readonly start: Int32Array;
  readonly limit: Int32Array;
  readonly symbols: Uint16Array;
}

function block(input: ForwardReader, bits: Bits, room: Uint32Array, take: Take): void {
  if (bits.take(1) !== 0) throw corrupt(input);
  const origin = bits.take(24);
  const used = symbolsUsed(bits);
  const groups = bits.take(3);
  const selectors = new Uint8Array(bits.take(15));
  if (groups < 2 || groups > 6 || selectors.length === 0 || used.length === 0) throw corrupt(input);
  const order = [0, 1, 2, 3, 4, 5];
  for (let i = 0; i < selectors.length; i++) {
    let index = 0;
    while (bits.take(1) === 1) if (++index >= groups) throw corrupt(input);
    const [moved] = order.splice(index, 1);
    order.unshift(moved);
    selectors[i] = moved;
  }
  const tables = Array.from({ length: groups }, () => readCodes(input, bits, used.length + 2));
  const count = symbols(input, bits, tables, selectors, used, room);
  if (origin >= count) throw corrupt(input);
  write(room, count, origin, take);
}

function symbolsUsed(bits: Bits): Uint8Array {
  const ranges = bits.take(16);
  const used: number[] = [];
  for (let high = 0; high < 16; high++) {
    if (((ranges >> (15 - high)) & 1) === 0) continue;
    const map = bits.take(16);
    for (let low = 0; low < 16; low++) if ((map >> (15 - low)) & 1) used.push(high * 16 + low);
  }
  return Uint8Array.from(used);
}

function readCodes(input: ForwardReader, bits: Bits, size: number): Codes {
  const lengths = new Uint8Array(size);
  let length = bits.take(5);
  for (let i = 0; i < size; i++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE) throw corrupt(input);
      if (bits.take(1) === 0) break;
      length += bits.take(1) === 0 ? 1 : -1;
    }
    lengths[i] = length;
  }
  const count = new Int32Array(MAX_CODE + 2);
  for (const each of lengths) count[each]++;
  const first = new Int32Array(MAX_CODE + 2);
  const start = new Int32Array(MAX_CODE + 2);
  const limit = new Int32Array(MAX_CODE + 2);
  let code = 0;
  let at = 0;
  for (let each = 1; each <= MAX_CODE; each++) {
    first[each] = code;
    start[each] = at;
    limit[each] = Math.min(2 ** MAX_CODE, (code + count[each]) * 2 ** (MAX_CODE - each));
    code = Math.min(2 ** MAX_CODE, code + count[each]) * 2;
    at += count[each];
  }
  const next = start.slice();
  const inOrder = new Uint16Array(size);
  lengths.forEach((each, symbol) => (inOrder[next[each]++] = symbol));
  return { first, start, limit, symbols: inOrder };
}

/** The bytes before the transform, into the low bytes of `room`; answers how many. */
function symbols(
  input: ForwardReader,
  bits: Bits,
  tables: readonly Codes[],
  selectors: Uint8Array,
  used: Uint8Array,
  room: Uint32Array,
): number {
  const last = used.length + 1;
  const recent = used.slice();
  let count = 0;
  let run = 0;
  let weight = 1;
  for (let n = 0; ; n++) {
    const selector = Math.floor(n / GROUP);
    if (selector >= selectors.length) throw corrupt(input);
    const symbol = decode(input, bits, tables[selectors[selector]]);
    if (symbol < 2) {
      run += weight << symbol;
      weight *= 2;
      if (run > room.length) throw corrupt(input);
      continue;
    }
    if (run > 0) {
      if (count + run > room.length) throw corrupt(input);
      room.fill(recent[0], count, count + run);
      count += run;
      run = 0;
      weight = 1;
    }
    if (symbol === last) return count;
    const index = symbol - 1;
    const byte = recent[index];
    recent.copyWithin(1, 0, index);
    recent[0] = byte;
    if (count >= room.length) throw corrupt(input);
    room[count++] = byte;
  }
}

function decode(input: ForwardReader, bits: Bits, codes: Codes): number {
  const next = bits.peek();
  for (let length = 1; length <= MAX_CODE; length++) {
    if (next >= codes.limit[length]) continue;
    bits.drop(length);
    const index = codes.start[length] + (next >> (MAX_CODE - length)) - codes.first[length];
    if (index < 0 || index >= codes.symbols.length) break;
    return codes.symbols[index];
  }
  throw corrupt(input);
}

/** Turns the transform back and the runs of the first step out. */
function write(room: Uint32Array, count: number, origin: number, take: Take): void {
  const starts = new Uint32Array(257);
  for (let i = 0; i < count; i++) starts[(room[i] & 255) + 1]++;
  for (let i = 0; i < 256; i++) starts[i + 1] += starts[i];
  for (let i = 0; i < count; i++) room[starts[room[i] & 255]++] |= i << 8;
  const out = new Uint8Array(OUTPUT);
  let to = 0;
  let at = room[origin] >>> 8;
  let repeated = 0;
  let before = -1;
  for (let i = 0; i < count; i++) {
    const byte = room[at] & 255;
    at = room[at] >>> 8;
    if (to + 256 > OUTPUT) {
      take(out.subarray(0, to));
      to = 0;
    }
    if (repeated === 4) {
      out.fill(before, to, to + byte);
      to += byte;
      repeated = 0;
      before = -1;
      continue;
    }
    repeated = byte === before ? repeated + 1 : 1;
    before = byte;
    out[to++] = byte;
  }
  take(out.subarray(0, to));
}
