import { ERR_CORRUPT, ERR_TRUNCATED } from '../errors';
import { buildWeightTable, describedLog, readCounts } from './fse';

/**
 * The literals section of a compressed block: RFC 8878 section 3.1.1.3.1, Huffman coding section 4.2.
 *
 * Bit streams are read backwards from their last byte (which carries a final 1 as end mark). Eight bytes are loaded
 * at a time and kept left-justified: the next bit is the highest. Such a load may touch bytes before the stream, never
 * after it; what lies before a stream inside a block is at least the frame header, the block header and the section
 * header, so the loads stay inside the input.
 */

/** Bytes that a block decodes to at the most: Block_Maximum_Size (RFC 8878, 3.1.1.2.3). */
export const MAX_BLOCK: i32 = 0x20000;
const MAX_HUFFMAN_LOG: u32 = 11;
const MAX_WEIGHT_LOG: i32 = 6;

/** Where literals are decoded to; the slack is what sequence execution may read past the last one. */
const buffer: usize = memory.data(0x20000 + 64, 16);
const weights: usize = memory.data(256 + 64, 16);
const weightTable: usize = memory.data(64 * 4, 16);
/** 2 bytes for each possible next `huffmanLog` bits: code length in the low byte, symbol in the high byte. */
const huffmanTable: usize = memory.data(2048 * 2 + 64, 16);
/** Symbols by weight (u8), and for each weight where its symbols start, then end (u32). */
const sorted: usize = memory.data(256, 16);
const rank: usize = memory.data(16 * 4, 16);

/** Code length limit of the Huffman table in force, 0 before the frame's first one. */
let huffmanLog: i32 = 0;

/** Where the literals of the section that was decoded last lie, and how many bytes they are. */
export let literalsAt: usize = 0;
export let literalsSize: i32 = 0;

/** At the start of a frame: its blocks may not use the table of the frame before. */
export function forgetHuffmanTable(): void {
  huffmanLog = 0;
}

/** Decodes the section at [at, end); returns its length in the block or an error code. */
export function decodeLiterals(at: usize, end: usize): i32 {
  if (at >= end) return ERR_TRUNCATED;
  const head: u32 = load<u8>(at);
  const type = head & 3;
  const format = (head >> 2) & 3;
  if (type < 2) return storedLiterals(at, end, head, type, format);

  const headLength: usize = format < 2 ? 3 : format + 2;
  if (at + headLength > end) return ERR_TRUNCATED;
  let fields: u64 = (<u64>load<u16>(at)) | ((<u64>load<u8>(at + 2)) << 16);
  if (headLength > 3) fields |= (<u64>load<u8>(at + 3)) << 24;
  if (headLength > 4) fields |= (<u64>load<u8>(at + 4)) << 32;
  const width: u32 = format < 2 ? 10 : format == 2 ? 14 : 18;
  const mask: u32 = ((<u32>1) << width) - 1;
  const size: i32 = (<u32>(fields >> 4)) & mask;
  const stored: i32 = (<u32>(fields >> (4 + width))) & mask;
  if (size > MAX_BLOCK) return ERR_CORRUPT;
  let from = at + headLength;
  const sectionEnd = from + stored;
  if (sectionEnd > end) return ERR_TRUNCATED;
  if (type == 2) {
    const treeLength = readHuffmanTree(from, sectionEnd);
    if (treeLength < 0) return treeLength;
    from += treeLength;
  } else if (huffmanLog == 0) {
    return ERR_CORRUPT;
  }
  const failure =
    format == 0 ? decodeOneStream(from, sectionEnd, size) : decodeFourStreams(from, sectionEnd, size);
  if (failure < 0) return failure;
  literalsAt = buffer;
  literalsSize = size;
  return <i32>(sectionEnd - at);
}

/** Raw and RLE literals. */
function storedLiterals(at: usize, end: usize, head: u32, type: u32, format: u32): i32 {
  const headLength: usize = (format & 1) == 0 ? 1 : format == 1 ? 2 : 3;
  if (at + headLength > end) return ERR_TRUNCATED;
  let size: i32;
  if (headLength == 1) size = head >> 3;
  else if (headLength == 2) size = (<u32>load<u16>(at)) >> 4;
  else size = ((<u32>load<u16>(at)) | ((<u32>load<u8>(at + 2)) << 16)) >> 4;
  if (size > MAX_BLOCK) return ERR_CORRUPT;
  const from = at + headLength;
  literalsAt = buffer;
  literalsSize = size;
  if (type == 1) {
    if (from >= end) return ERR_TRUNCATED;
    memory.fill(buffer, load<u8>(from), size);
    return <i32>headLength + 1;
  }
  if (<usize>size > end - from) return ERR_TRUNCATED;
  if (from + size + 64 <= end) literalsAt = from;
  else memory.copy(buffer, from, size);
  return <i32>headLength + size;
}

/** Reads the tree description (section 4.2.1) and builds the decoding table; returns its length or an error code. */
function readHuffmanTree(at: usize, end: usize): i32 {
  if (at >= end) return ERR_TRUNCATED;
  const head: i32 = load<u8>(at);
  let symbols: i32;
  let length: i32;
  if (head >= 128) {
    symbols = head - 127;
    length = (symbols + 1) >> 1;
    if (at + 1 + length > end) return ERR_TRUNCATED;
    for (let i = 0; i < length; i++) {
      const pair: u32 = load<u8>(at + 1 + i);
      store<u16>(weights + (i << 1), (pair >> 4) | ((pair & 15) << 8));
    }
  } else {
    length = head;
    if (at + 1 + length > end) return ERR_TRUNCATED;
    symbols = decodeWeights(at + 1, at + 1 + length);
    if (symbols < 0) return symbols;
  }
  const failure = buildHuffmanTable(symbols);
  return failure < 0 ? failure : length + 1;
}

/** Weights compressed by FSE with two alternating states (section 4.2.1.2); returns how many or an error code. */
function decodeWeights(at: usize, end: usize): i32 {
  const described = readCounts(at, end, 13, MAX_WEIGHT_LOG);
  if (described < 0) return described;
  buildWeightTable(weightTable);
  const log = describedLog;
  const start = at + described;
  if (start >= end) return ERR_TRUNCATED;
  const last: i32 = load<u8>(end - 1);
  if (last == 0) return ERR_CORRUPT;
  let left: i32 = ((<i32>(end - start)) << 3) - 8 + 31 - clz(last);
  let bits = window(start, left);
  let one: u32 = <u32>(bits >> (<u64>(64 - log)));
  bits <<= <u64>log;
  let two: u32 = <u32>(bits >> (<u64>(64 - log)));
  left -= log + log;
  if (left < 0) return ERR_CORRUPT;
  let count = 0;
  while (true) {
    if (count > 253) return ERR_CORRUPT;
    bits = window(start, left);
    let entry = load<u32>(weightTable + (one << 2));
    let width: u32 = (entry >> 8) & 255;
    store<u8>(weights + count++, entry);
    left -= width;
    if (left < 0) {
      store<u8>(weights + count++, load<u8>(weightTable + (two << 2)));
      return count;
    }
    one = (entry >> 16) + <u32>((bits >> 1) >> (<u64>(63 - width)));
    bits <<= <u64>width;
    entry = load<u32>(weightTable + (two << 2));
    width = (entry >> 8) & 255;
    store<u8>(weights + count++, entry);
    left -= width;
    if (left < 0) {
      store<u8>(weights + count++, load<u8>(weightTable + (one << 2)));
      return count;
    }
    two = (entry >> 16) + <u32>((bits >> 1) >> (<u64>(63 - width)));
  }
}

/** Turns weights into the decoding table (section 4.2.1): lowest weight first, then by symbol. */
function buildHuffmanTable(symbols: i32): i32 {
  memory.fill(rank, 0, 64);
  let total: u32 = 0;
  for (let s = 0; s < symbols; s++) {
    const weight: u32 = load<u8>(weights + s);
    if (weight > MAX_HUFFMAN_LOG) return ERR_CORRUPT;
    const at = rank + (weight << 2);
    store<u32>(at, load<u32>(at) + 1);
    total += ((<u32>1) << weight) >> 1;
  }
  if (total == 0) return ERR_CORRUPT;
  const log: u32 = 32 - clz(total);
  if (log > MAX_HUFFMAN_LOG) return ERR_CORRUPT;
  const rest = ((<u32>1) << log) - total;
  if ((rest & (rest - 1)) != 0) return ERR_CORRUPT;
  const lastWeight = 32 - clz(rest);
  store<u8>(weights + symbols++, lastWeight);
  store<u32>(rank + (lastWeight << 2), load<u32>(rank + (lastWeight << 2)) + 1);

  // Symbols by weight, each weight's in order.
  let place: u32 = <u32>sorted;
  const none = load<u32>(rank);
  store<u32>(rank, place);
  place += none;
  for (let weight: u32 = 1; weight <= log; weight++) {
    const slot = rank + (weight << 2);
    const count = load<u32>(slot);
    store<u32>(slot, place);
    place += count;
  }
  for (let s = 0; s < symbols; s++) {
    const slot = rank + ((<usize>load<u8>(weights + s)) << 2);
    const at = load<u32>(slot);
    store<u8>(at, s);
    store<u32>(slot, at + 1);
  }
  let from = sorted + none;
  let at = huffmanTable;
  for (let weight: u32 = 1; weight <= log; weight++) {
    const stop: usize = load<u32>(rank + (weight << 2));
    const width = log + 1 - weight;
    if (weight == 1) {
      for (; from < stop; from++, at += 2) store<u16>(at, ((<u32>load<u8>(from)) << 8) | width);
    } else if (weight == 2) {
      for (; from < stop; from++, at += 4) store<u32>(at, (((<u32>load<u8>(from)) << 8) | width) * 0x10001);
    } else if (weight == 3) {
      for (; from < stop; from++, at += 8)
        store<u64>(at, <u64>(((<u32>load<u8>(from)) << 8) | width) * 0x0001000100010001);
    } else {
      const length: usize = (<usize>1) << weight;
      for (; from < stop; from++) {
        const vector = i16x8.splat(<i16>(((<u32>load<u8>(from)) << 8) | width));
        const end = at + length;
        do {
          v128.store(at, vector);
          at += 16;
        } while (at < end);
      }
    }
  }
  huffmanLog = log;
  return 0;
}

/** The 57 or more bits below bit `left` of the stream at `start`, left-justified. */
function window(start: usize, left: i32): u64 {
  return load<u64>(start + ((left + 7) >> 3) - 8) << ((-left & 7) as u64);
}

function decodeOneStream(at: usize, end: usize, size: i32): i32 {
  if (at >= end) return ERR_TRUNCATED;
  const last: i32 = load<u8>(end - 1);
  if (last == 0) return ERR_CORRUPT;
  return finishStream(at, ((<i32>(end - at)) << 3) - 8 + 31 - clz(last), buffer, buffer + size);
}

/** Decodes symbols into [to, toEnd) from the `left` bits at `start`, which must be just enough. */
function finishStream(start: usize, left: i32, to: usize, toEnd: usize): i32 {
  const shift = <u64>(64 - huffmanLog);
  while (to + 5 <= toEnd) {
    let bits = window(start, left);
    const a: u64 = load<u16>(huffmanTable + ((<usize>(bits >> shift)) << 1));
    bits <<= a;
    const b: u64 = load<u16>(huffmanTable + ((<usize>(bits >> shift)) << 1));
    bits <<= b;
    const c: u64 = load<u16>(huffmanTable + ((<usize>(bits >> shift)) << 1));
    bits <<= c;
    const d: u64 = load<u16>(huffmanTable + ((<usize>(bits >> shift)) << 1));
    bits <<= d;
    const e: u64 = load<u16>(huffmanTable + ((<usize>(bits >> shift)) << 1));
    store<u8>(to, a >> 8);
    store<u8>(to + 1, b >> 8);
    store<u8>(to + 2, c >> 8);
    store<u8>(to + 3, d >> 8);
    store<u8>(to + 4, e >> 8);
    left -= <i32>((a + b + c + d + e) & 255);
    if (left < 0) return ERR_CORRUPT;
    to += 5;
  }
  while (to < toEnd) {
    const entry: u32 = load<u16>(huffmanTable + ((<usize>(window(start, left) >> shift)) << 1));
    store<u8>(to++, entry >> 8);
    left -= entry & 255;
    if (left < 0) return ERR_CORRUPT;
  }
  return left == 0 ? 0 : ERR_CORRUPT;
}

/**
 * Four streams side by side (section 4.2.2). Each buffer carries a 1 below its unread bits, so that counting trailing
 * zeros says how much was consumed.
 */
function decodeFourStreams(at: usize, end: usize, size: i32): i32 {
  const start1 = at + 6;
  if (start1 >= end) return ERR_TRUNCATED;
  const start2 = start1 + load<u16>(at);
  const start3 = start2 + load<u16>(at + 2);
  const start4 = start3 + load<u16>(at + 4);
  if (start4 >= end) return ERR_TRUNCATED;
  const segment = (size + 3) >> 2;
  let to1: usize = buffer;
  let to2 = to1 + segment;
  let to3 = to2 + segment;
  let to4 = to3 + segment;
  const toEnd = to1 + size;
  if (to4 > toEnd) return ERR_CORRUPT;
  const last1: i32 = load<u8>(start2 - 1);
  const last2: i32 = load<u8>(start3 - 1);
  const last3: i32 = load<u8>(start4 - 1);
  const last4: i32 = load<u8>(end - 1);
  if (start2 == start1 || start3 == start2 || start4 == start3) return ERR_CORRUPT;
  if (last1 == 0 || last2 == 0 || last3 == 0 || last4 == 0) return ERR_CORRUPT;

  const shift = <u64>(64 - huffmanLog);
  const lowest = start1 - 8;
  let from1 = start2 - 8;
  let from2 = start3 - 8;
  let from3 = start4 - 8;
  let from4 = end - 8;
  let bits1 = (load<u64>(from1) | 1) << ((clz(last1) - 23) as u64);
  let bits2 = (load<u64>(from2) | 1) << ((clz(last2) - 23) as u64);
  let bits3 = (load<u64>(from3) | 1) << ((clz(last3) - 23) as u64);
  let bits4 = (load<u64>(from4) | 1) << ((clz(last4) - 23) as u64);
  let used: u64;
  while (to4 + 5 <= toEnd) {
    for (let i: usize = 0; i < 5; i++) {
      const a: u64 = load<u16>(huffmanTable + ((<usize>(bits1 >> shift)) << 1));
      const b: u64 = load<u16>(huffmanTable + ((<usize>(bits2 >> shift)) << 1));
      const c: u64 = load<u16>(huffmanTable + ((<usize>(bits3 >> shift)) << 1));
      const d: u64 = load<u16>(huffmanTable + ((<usize>(bits4 >> shift)) << 1));
      bits1 <<= a;
      bits2 <<= b;
      bits3 <<= c;
      bits4 <<= d;
      store<u8>(to1 + i, a >> 8);
      store<u8>(to2 + i, b >> 8);
      store<u8>(to3 + i, c >> 8);
      store<u8>(to4 + i, d >> 8);
    }
    to1 += 5;
    to2 += 5;
    to3 += 5;
    to4 += 5;
    used = ctz(bits1);
    from1 -= <usize>(used >> 3);
    const used2 = ctz(bits2);
    from2 -= <usize>(used2 >> 3);
    const used3 = ctz(bits3);
    from3 -= <usize>(used3 >> 3);
    const used4 = ctz(bits4);
    from4 -= <usize>(used4 >> 3);
    if (from1 < lowest || from2 < lowest || from3 < lowest || from4 < lowest) return ERR_CORRUPT;
    bits1 = (load<u64>(from1) | 1) << (used & 7);
    bits2 = (load<u64>(from2) | 1) << (used2 & 7);
    bits3 = (load<u64>(from3) | 1) << (used3 & 7);
    bits4 = (load<u64>(from4) | 1) << (used4 & 7);
  }
  const stop2 = buffer + segment;
  let failure = finishStream(start1, ((<i32>(from1 - start1)) << 3) + 64 - <i32>ctz(bits1), to1, stop2);
  failure |= finishStream(
    start2,
    ((<i32>(from2 - start2)) << 3) + 64 - <i32>ctz(bits2),
    to2,
    stop2 + segment,
  );
  failure |= finishStream(
    start3,
    ((<i32>(from3 - start3)) << 3) + 64 - <i32>ctz(bits3),
    to3,
    stop2 + segment * 2,
  );
  failure |= finishStream(start4, ((<i32>(from4 - start4)) << 3) + 64 - <i32>ctz(bits4), to4, toEnd);
  return failure < 0 ? ERR_CORRUPT : 0;
}
