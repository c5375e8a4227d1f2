import { ERR_CORRUPT, ERR_OUTPUT_FULL, ERR_TRUNCATED, ERR_UNSUPPORTED } from './errors';
import { decodeLiterals, forgetHuffmanTable, literalsAt, literalsSize, MAX_BLOCK } from './zstd/literals';
import { decodeSequences, resetSequences } from './zstd/sequences';

/**
 * Zstandard frames: RFC 8878. Frames follow each other, skippable ones are skipped, checksums are not verified, the
 * window is what the frame has written to `dst`, dictionaries are not supported.
 */

const MAGIC: u32 = 0xfd2fb528;
const SKIPPABLE: u32 = 0x184d2a50;

/** Decodes every frame at [src, src + srcLen); returns the bytes written to `dst` or an error code. */
export function zstdDecode(src: usize, srcLen: i32, dst: usize, dstCap: i32): i32 {
  if (srcLen <= 0 || dstCap < 0) return ERR_TRUNCATED;
  const end = src + srcLen;
  const toEnd = dst + dstCap;
  let at = src;
  let to = dst;
  while (at < end) {
    if (end - at < 8) return ERR_TRUNCATED;
    const magic = load<u32>(at);
    if ((magic & 0xfffffff0) == SKIPPABLE) {
      const length = load<u32>(at, 4);
      if (<usize>length > end - at - 8) return ERR_TRUNCATED;
      at += 8 + length;
      continue;
    }
    if (magic != MAGIC) return ERR_CORRUPT;
    at += 4;
    const written = decodeFrame(at, end, to, toEnd);
    if (written < 0) return written;
    to += written;
    at = frameEnd;
  }
  return <i32>(to - dst);
}

let frameEnd: usize = 0;

/** One frame after its magic number; leaves its end in `frameEnd`. */
function decodeFrame(at: usize, end: usize, base: usize, toEnd: usize): i32 {
  const descriptor: u32 = load<u8>(at++);
  if ((descriptor & 8) != 0) return ERR_CORRUPT;
  const single = (descriptor >> 5) & 1;
  const sizeFlag = descriptor >> 6;
  const dictionaryLength: usize = ((<u32>1) << (descriptor & 3)) >> 1;
  const sizeLength: usize = sizeFlag == 0 ? <usize>single : (<usize>1) << (<usize>sizeFlag);
  if (at + (1 - single) + dictionaryLength + sizeLength > end) return ERR_TRUNCATED;
  at += 1 - single;
  let dictionary: u32 = 0;
  for (let i: usize = 0; i < dictionaryLength; i++) dictionary |= load<u8>(at++);
  if (dictionary != 0) return ERR_UNSUPPORTED;
  let expected: u64 = 0;
  for (let i: usize = 0; i < sizeLength; i++) expected |= (<u64>load<u8>(at++)) << ((<u64>i) << 3);
  if (sizeFlag == 1) expected += 256;
  if (expected > <u64>(toEnd - base)) return ERR_OUTPUT_FULL;

  forgetHuffmanTable();
  resetSequences();
  let to = base;
  do {
    const written = oneBlock(at, end, base, to, toEnd);
    if (written < 0) return written;
    to += written;
    at = blockEnd;
  } while (lastBlock == 0);
  if ((descriptor & 4) != 0) {
    if (end - at < 4) return ERR_TRUNCATED;
    at += 4;
  }
  if (sizeLength != 0 && expected != <u64>(to - base)) return ERR_CORRUPT;
  frameEnd = at;
  return <i32>(to - base);
}

let blockEnd: usize = 0;
let lastBlock: u32 = 0;

/** A block with its head: written to `to`, its end in `blockEnd`, whether it is the frame's last in `lastBlock`. */
function oneBlock(from: usize, end: usize, base: usize, to: usize, toEnd: usize): i32 {
  let at = from;
  if (end - at < 3) return ERR_TRUNCATED;
  const head = (<u32>load<u16>(at)) | ((<u32>load<u8>(at, 2)) << 16);
  at += 3;
  lastBlock = head & 1;
  const type = (head >> 1) & 3;
  const size: usize = head >> 3;
  if (type == 2) {
    if (size > <usize>MAX_BLOCK) return ERR_CORRUPT;
    if (size > end - at) return ERR_TRUNCATED;
    const literalsLength = decodeLiterals(at, at + size);
    if (literalsLength < 0) return literalsLength;
    const written = decodeSequences(
      at + literalsLength,
      at + size,
      literalsAt,
      literalsSize,
      to,
      toEnd,
      base,
    );
    blockEnd = at + size;
    return written;
  }
  if (type == 3) return ERR_CORRUPT;
  const stored: usize = type == 0 ? size : 1;
  if (stored > end - at) return ERR_TRUNCATED;
  if (size > toEnd - to) return ERR_OUTPUT_FULL;
  if (type == 0) memory.copy(to, at, size);
  else memory.fill(to, load<u8>(at), size);
  blockEnd = at + stored;
  return <i32>size;
}

/**
 * A block of a frame that is decoded in parts: the one at [src, src + srcLen), the frame's `first` one or not, to `dst`; the frame's
 * window reaches back to `base`. Returns the bytes written, at most 128 KiB, or an error code. `zstdLast` says whether
 * it was the last.
 */
export function zstdBlock(first: i32, src: usize, srcLen: i32, base: usize, dst: usize, dstCap: i32): i32 {
  if (first != 0) {
    forgetHuffmanTable();
    resetSequences();
  }
  return oneBlock(src, src + srcLen, base, dst, dst + dstCap);
}

/** 1 when that block was the last of its frame. */
export function zstdLast(): i32 {
  return <i32>lastBlock;
}
