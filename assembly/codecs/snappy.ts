import { copyLiterals, copyMatch } from './copy';
import { ERR_CORRUPT, ERR_OUTPUT_FULL, ERR_TRUNCATED } from './errors';

/** Snappy's raw block format: format_description.txt of google/snappy. */

/** Decodes the block at [src, src + srcLen); returns the bytes written to `dst` or an error code. */
export function snappyDecode(src: usize, srcLen: i32, dst: usize, dstCap: i32): i32 {
  if (srcLen <= 0 || dstCap < 0) return ERR_TRUNCATED;
  const end = src + srcLen;
  let at = src;

  // Section 1: the length of the output, a varint of up to 5 bytes.
  let announced: u64 = 0;
  for (let shift: u64 = 0; ; shift += 7) {
    if (at >= end) return ERR_TRUNCATED;
    if (shift > 28) return ERR_CORRUPT;
    const byte: u64 = load<u8>(at++);
    announced |= (byte & 127) << shift;
    if (byte < 128) break;
  }
  if (announced > <u64>dstCap) return ERR_OUTPUT_FULL;

  const toEnd = dst + <usize>announced;
  let to = dst;
  while (at < end) {
    const tag: u32 = load<u8>(at++);
    let length: usize;
    let offset: usize;
    if ((tag & 3) == 0) {
      length = (tag >> 2) + 1;
      if (length <= 16 && end - at >= 16 && toEnd - to >= 16) {
        v128.store(to, v128.load(at));
        to += length;
        at += length;
        continue;
      }
      if (length > 60) {
        const bytes = length - 60;
        if (end - at < bytes) return ERR_TRUNCATED;
        let value: u32 = 0;
        for (let i: usize = 0; i < bytes; i++) value |= (<u32>load<u8>(at + i)) << ((i << 3) as u32);
        if (value >= 0x7fffffff) return ERR_CORRUPT;
        length = <usize>value + 1;
        at += bytes;
      }
      if (length > end - at) return ERR_TRUNCATED;
      if (length > toEnd - to) return ERR_CORRUPT;
      copyLiterals(to, toEnd, at, end, length);
      to += length;
      at += length;
      continue;
    }
    if ((tag & 3) == 1) {
      if (at >= end) return ERR_TRUNCATED;
      length = ((tag >> 2) & 7) + 4;
      offset = ((tag >> 5) << 8) | load<u8>(at++);
    } else if ((tag & 3) == 2) {
      if (end - at < 2) return ERR_TRUNCATED;
      length = (tag >> 2) + 1;
      offset = load<u16>(at);
      at += 2;
    } else {
      if (end - at < 4) return ERR_TRUNCATED;
      length = (tag >> 2) + 1;
      offset = load<u32>(at);
      at += 4;
    }
    if (offset - 1 >= to - dst) return ERR_CORRUPT;
    if (length > toEnd - to) return ERR_CORRUPT;
    const stop = to + length;
    copyMatch(to, toEnd, offset, stop);
    to = stop;
  }
  return to == toEnd ? <i32>announced : ERR_TRUNCATED;
}
