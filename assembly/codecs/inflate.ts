import { copyMatchExact, copyNear, copySteps, WILD } from './copy';
import { ERR_CORRUPT, ERR_OUTPUT_FULL, ERR_TRUNCATED, ERR_UNSUPPORTED } from './errors';
import { adler32 } from './inflate/adler';
import {
  DISTANCE_BITS,
  DISTANCE_MASK,
  distanceSymbols,
  fixedDistanceTable,
  fixedLiteralTable,
  LENGTH_BITS,
  lengthOrder,
  lengths,
  lengthSymbols,
  LITERAL_BITS,
  LITERAL_MASK,
  literalSymbols,
  prepare,
} from './inflate/alphabets';
import { buildTable, END, LINK, LITERAL } from './inflate/huffman';

/**
 * Deflate streams: RFC 1951, in a zlib wrapper (RFC 1950) or bare.
 *
 * Input is taken into a 64-bit buffer from its lowest bit on. Past the end of the input the buffer is filled with
 * zeros; whether any of those were used is asked at the end of each block.
 */

/** Of `easyPart`: the block goes on. */
const MORE: i32 = 1;

/** The codes of a dynamic block, and the lengths that they are made of. */
const literalTable: usize = memory.data(4 * 2048, 16);
const distanceTable: usize = memory.data(4 * (256 + 1024), 16);
const lengthTable: usize = memory.data(4 * 128, 16);
const lengthLengths: usize = memory.data(32, 16);

/** State between blocks. */
let at: usize = 0;
let end: usize = 0;
let bits: u64 = 0;
let count: i32 = 0;
let base: usize = 0;
let to: usize = 0;
let toEnd: usize = 0;

/** Decodes the stream at [src, src + srcLen); returns the bytes written to `dst` or an error code. */
export function inflateDecode(src: usize, srcLen: i32, dst: usize, dstCap: i32): i32 {
  if (srcLen <= 0 || dstCap < 0) return ERR_TRUNCATED;
  prepare();
  at = src;
  end = src + srcLen;
  bits = 0;
  count = 0;
  base = dst;
  to = dst;
  toEnd = dst + dstCap;
  let wrapped = false;
  if (srcLen >= 2) {
    const method: u32 = load<u8>(src);
    const flags: u32 = load<u8>(src, 1);
    if ((method & 15) == 8 && method < 0x80 && ((method << 8) | flags) % 31 == 0) {
      if ((flags & 32) != 0) return ERR_UNSUPPORTED;
      at += 2;
      wrapped = true;
    }
  }
  do {
    const failure = oneBlock();
    if (failure < 0) return failure;
  } while (last == 0);
  if (wrapped) {
    at -= count >> 3;
    if (at + 4 > end) return ERR_TRUNCATED;
    if (bswap(load<u32>(at)) != adler32(dst, <i32>(to - dst))) return ERR_CORRUPT;
  }
  return <i32>(to - dst);
}

let last: u32 = 0;

/** A block with its head; whether it was the last stands in `last`. Returns 0 or an error code. */
function oneBlock(): i32 {
  refill();
  last = (<u32>bits) & 1;
  const type = ((<u32>bits) >> 1) & 3;
  drop(3);
  let failure: i32;
  if (type == 0) {
    failure = stored();
  } else if (type == 1) {
    failure = block(fixedLiteralTable, fixedDistanceTable);
  } else if (type == 2) {
    failure = readTables();
    if (failure == 0) failure = block(literalTable, distanceTable);
  } else {
    failure = ERR_CORRUPT;
  }
  // Past its end the input reads as zeros: whatever they came to.
  if (failure != ERR_OUTPUT_FULL && at - (count >> 3) > end) return ERR_TRUNCATED;
  return failure;
}

let bitsTaken: i32 = 0;
let finished: i32 = 0;
/** Where what was written of the block that is being decoded ends, as far as only bits of the input went into it. */
let sure: usize = 0;

/**
 * A bare stream in parts: the whole blocks that begin at bit `skip` of [src, src + srcLen) and fit into `dstCap` bytes at `dst`;
 * what was written before reaches back to `history`. Returns the bytes written, or an error code when not even the first
 * block is there or fits. `inflateTaken` says how many bits were used, `inflateFinished` whether the last block was among them.
 */
export function inflateBlocks(
  src: usize,
  srcLen: i32,
  skip: i32,
  history: usize,
  dst: usize,
  dstCap: i32,
): i32 {
  if (srcLen <= 0 || dstCap < 0 || skip >> 3 >= srcLen) return ERR_TRUNCATED;
  prepare();
  at = src + (skip >> 3);
  end = src + srcLen;
  bits = 0;
  count = 0;
  refill();
  drop(skip & 7);
  base = history;
  to = dst;
  toEnd = dst + dstCap;
  bitsTaken = skip;
  finished = 0;
  do {
    const before = to;
    sure = to;
    const failure = oneBlock();
    if (failure < 0) {
      if (bitsTaken == skip || (failure != ERR_TRUNCATED && failure != ERR_OUTPUT_FULL)) return failure;
      to = before;
      break;
    }
    bitsTaken = <i32>((at - src) << 3) - count;
    finished = <i32>last;
  } while (finished == 0);
  return <i32>(to - dst);
}

/** Bits of [src, src + srcLen) that the last `inflateBlocks` used, `skip` included. */
export function inflateTaken(): i32 {
  return bitsTaken;
}

/** 1 when the last block of the stream was among those of the last `inflateBlocks`. */
export function inflateFinished(): i32 {
  return finished;
}

/**
 * Bytes after those that the last `inflateBlocks` returned (after `dst` where it failed) that begin a block whose end is not in
 * the input: what is left of a stream that was cut off.
 */
export function inflateBegun(written: i32, dst: usize): i32 {
  const whole = dst + <usize>max(written, 0);
  return sure > whole ? <i32>(sure - whole) : 0;
}

/** Fills the buffer to at least 56 bits. */
function refill(): void {
  if (at + 8 <= end) {
    bits |= load<u64>(at) << (<u64>count);
    at += (63 - count) >> 3;
    count |= 56;
    return;
  }
  while (count < 56) {
    if (at < end) bits |= (<u64>load<u8>(at)) << (<u64>count);
    at++;
    count += 8;
  }
}

function drop(width: u32): void {
  bits >>= width;
  count -= width;
}

/** Section 3.2.4. */
function stored(): i32 {
  drop(count & 7);
  at -= count >> 3;
  bits = 0;
  count = 0;
  if (at + 4 > end) return ERR_TRUNCATED;
  const length: usize = load<u16>(at);
  if ((length ^ load<u16>(at, 2)) != 0xffff) return ERR_CORRUPT;
  at += 4;
  if (length > end - at) {
    const here = min(end - at, toEnd - to);
    memory.copy(to, at, here);
    sure = to + here;
    return ERR_TRUNCATED;
  }
  if (length > toEnd - to) return ERR_OUTPUT_FULL;
  memory.copy(to, at, length);
  to += length;
  at += length;
  return 0;
}

/** Section 3.2.7: the codes of a dynamic block. */
function readTables(): i32 {
  const literals: i32 = ((<u32>bits) & 31) + 257;
  const distances: i32 = (((<u32>bits) >> 5) & 31) + 1;
  const codes: i32 = (((<u32>bits) >> 10) & 15) + 4;
  drop(14);
  if (literals > 286 || distances > 30) return ERR_CORRUPT;
  memory.fill(lengthLengths, 0, 19);
  for (let i = 0; i < codes; i++) {
    if (count < 3) refill();
    store<u8>(lengthLengths + load<u8>(lengthOrder + i), (<u32>bits) & 7);
    drop(3);
  }
  let failure = buildTable(lengthTable, LENGTH_BITS, lengthLengths, 19, lengthSymbols);
  if (failure < 0) return failure;
  const total = literals + distances;
  let i = 0;
  while (i < total) {
    refill();
    if (at > end + 8) return ERR_TRUNCATED;
    const entry = load<u32>(lengthTable + (((<usize>bits) & 127) << 2));
    if ((entry & END) != 0) return ERR_CORRUPT;
    drop(entry & 255);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(lengths + i++, symbol);
      continue;
    }
    let repeated: u32 = 0;
    let times: i32;
    if (symbol == 16) {
      if (i == 0) return ERR_CORRUPT;
      repeated = load<u8>(lengths + i - 1);
      times = 3 + ((<u32>bits) & 3);
      drop(2);
    } else if (symbol == 17) {
      times = 3 + ((<u32>bits) & 7);
      drop(3);
    } else {
      times = 11 + ((<u32>bits) & 127);
      drop(7);
    }
    if (i + times > total) return ERR_CORRUPT;
    memory.fill(lengths + i, <u8>repeated, times);
    i += times;
  }
  failure = buildTable(distanceTable, DISTANCE_BITS, lengths + literals, distances, distanceSymbols);
  if (failure < 0) return failure;
  return buildTable(literalTable, LITERAL_BITS, lengths, literals, literalSymbols);
}

/** Section 3.2.3: the symbols of a block. */
function block(literalCodes: usize, distanceCodes: usize): i32 {
  const done = easyPart(literalCodes, distanceCodes);
  if (done != MORE) return done;
  while (true) {
    refill();
    if (at - (count >> 3) > end) return ERR_TRUNCATED;
    sure = to;
    let entry = load<u32>(literalCodes + (((<usize>bits) & LITERAL_MASK) << 2));
    if ((entry & LINK) != 0) {
      drop(LITERAL_BITS);
      entry = load<u32>(literalCodes + ((<usize>(entry >> 16) + ((<usize>bits) & extraMask(entry))) << 2));
    }
    drop(entry & 255);
    if ((entry & LITERAL) != 0) {
      if (to >= toEnd) return ERR_OUTPUT_FULL;
      store<u8>(to++, entry >> 16);
      continue;
    }
    if ((entry & END) != 0) return endOfBlock(entry);
    const length: usize = (entry >> 16) + ((<u32>bits) & extraMask(entry));
    drop((entry >> 8) & 31);
    entry = load<u32>(distanceCodes + (((<usize>bits) & DISTANCE_MASK) << 2));
    if ((entry & LINK) != 0) {
      drop(DISTANCE_BITS);
      entry = load<u32>(distanceCodes + ((<usize>(entry >> 16) + ((<usize>bits) & extraMask(entry))) << 2));
    }
    if ((entry & END) != 0) return ERR_CORRUPT;
    drop(entry & 255);
    const distance: usize = (entry >> 16) + ((<u32>bits) & extraMask(entry));
    drop((entry >> 8) & 31);
    if (distance > to - base) return ERR_CORRUPT;
    if (length > toEnd - to) return ERR_OUTPUT_FULL;
    copyMatchExact(to, distance, to + length);
    to += length;
  }
}

/** Mask for the extra bits of an entry. */
function extraMask(entry: u32): u32 {
  return ((<u32>1) << (entry >> 8)) - 1;
}

function endOfBlock(entry: u32): i32 {
  return (entry & 255) != 0 && entry >> 16 == 0 ? 0 : ERR_CORRUPT;
}

/**
 * The symbols of a block as long as two loads of the buffer stay inside the input and three literals or a match with its
 * overhang inside the output. MORE when the rest needs care.
 */
function easyPart(literalCodes: usize, distanceCodes: usize): i32 {
  let from = at;
  let buffer = bits;
  let have = <u32>count;
  let put = to;
  const low = base;
  const fromEasy = <isize>end - 16;
  const putEasy = <isize>toEnd - 3;
  const wildEnd = <isize>toEnd - <isize>WILD;
  let answer = MORE;
  while (<isize>from <= fromEasy && <isize>put <= putEasy) {
    buffer |= load<u64>(from) << (have as u64);
    from += (63 - have) >> 3;
    have |= 56;
    let entry = load<u32>(literalCodes + (((<usize>buffer) & LITERAL_MASK) << 2));
    if ((entry & LITERAL) != 0) {
      buffer >>= entry as u64;
      have -= entry & 63;
      store<u8>(put++, entry >> 16);
      entry = load<u32>(literalCodes + (((<usize>buffer) & LITERAL_MASK) << 2));
      if ((entry & LITERAL) != 0) {
        buffer >>= entry as u64;
        have -= entry & 63;
        store<u8>(put++, entry >> 16);
        entry = load<u32>(literalCodes + (((<usize>buffer) & LITERAL_MASK) << 2));
        if ((entry & LITERAL) != 0) {
          buffer >>= entry as u64;
          have -= entry & 63;
          store<u8>(put++, entry >> 16);
          continue;
        }
      }
      buffer |= load<u64>(from) << (have as u64);
      from += (63 - have) >> 3;
      have |= 56;
    }
    if ((entry & (LINK | END)) != 0) {
      if ((entry & LINK) != 0) {
        buffer >>= LITERAL_BITS;
        have -= LITERAL_BITS;
        entry = load<u32>(
          literalCodes + ((<usize>(entry >> 16) + ((<usize>buffer) & extraMask(entry))) << 2),
        );
        if ((entry & LITERAL) != 0) {
          buffer >>= entry as u64;
          have -= entry & 63;
          store<u8>(put++, entry >> 16);
          continue;
        }
      }
      if ((entry & END) != 0) {
        buffer >>= entry as u64;
        have -= entry & 63;
        answer = endOfBlock(entry);
        break;
      }
    }
    buffer >>= entry as u64;
    const length: usize = (entry >> 16) + ((<u32>buffer) & extraMask(entry));
    buffer >>= (entry >> 8) as u64;
    have -= (entry & 63) + ((entry >> 8) & 63);
    entry = load<u32>(distanceCodes + (((<usize>buffer) & DISTANCE_MASK) << 2));
    if ((entry & (LINK | END)) != 0) {
      if ((entry & LINK) != 0) {
        buffer >>= DISTANCE_BITS;
        have -= DISTANCE_BITS;
        entry = load<u32>(
          distanceCodes + ((<usize>(entry >> 16) + ((<usize>buffer) & extraMask(entry))) << 2),
        );
      }
      if ((entry & END) != 0) {
        answer = ERR_CORRUPT;
        break;
      }
    }
    buffer >>= entry as u64;
    const distance: usize = (entry >> 16) + ((<u32>buffer) & extraMask(entry));
    buffer >>= (entry >> 8) as u64;
    have -= (entry & 63) + ((entry >> 8) & 63);
    if (distance > put - low) {
      answer = ERR_CORRUPT;
      break;
    }
    const stop = put + length;
    if (<isize>stop > wildEnd) {
      if (stop > toEnd) {
        answer = ERR_OUTPUT_FULL;
        break;
      }
      copyMatchExact(put, distance, stop);
    } else if (distance >= 16) {
      copySteps(put, put - distance, stop);
    } else {
      copyNear(put, distance, stop);
    }
    put = stop;
  }
  at = from;
  bits = buffer;
  count = have;
  to = put;
  return answer;
}
