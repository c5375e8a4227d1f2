import { copyLiterals, copyMatch, copyNear } from './copy';
import { ERR_CORRUPT, ERR_OUTPUT_FULL, ERR_TRUNCATED } from './errors';

/**
 * LZO1X streams: Documentation/staging/lzo.rst of Linux 6.x, version 0 of the stream (what makedumpfile writes). The
 * names are the document's: an instruction gives a match and how many literals (`state`, 0-3) follow it; 4 stands for
 * "a long run of literals came before".
 */

const EASY_INPUT: isize = 24;
const EASY_OUTPUT: isize = 64;

/** Decodes the stream at [src, src + srcLen) up to its end mark; returns the bytes written to `dst` or an error code. */
export function lzoDecode(src: usize, srcLen: i32, dst: usize, dstCap: i32): i32 {
  if (srcLen <= 0 || dstCap < 0) return ERR_TRUNCATED;
  const end = src + srcLen;
  const toEnd = dst + dstCap;
  let at = src;
  let to = dst;
  let state: u32 = 0;
  let literals: usize = 0;

  const first: u32 = load<u8>(at);
  if (first > 17) {
    at++;
    literals = first - 17;
    state = literals < 4 ? <u32>literals : 4;
  }

  // Up to these an instruction without a long length needs no look at the room left.
  const atEasy = <isize>end - EASY_INPUT;
  const toEasy = <isize>toEnd - EASY_OUTPUT;
  while (true) {
    if (literals == 0 && <isize>at <= atEasy && <isize>to <= toEasy) {
      const code: u32 = load<u8>(at);
      let length: usize;
      let distance: usize;
      let next: u32;
      if (code >= 64) {
        length = (code >> 5) + 1;
        distance = ((<usize>load<u8>(at, 1)) << 3) + ((code >> 2) & 7) + 1;
        next = code & 3;
        at += 2;
        if (distance > to - dst) return ERR_CORRUPT;
        if (distance >= 8) store<u64>(to, load<u64>(to - distance));
        else copyNear(to, distance, to + length);
      } else if (code > 32) {
        const operand: u32 = load<u16>(at, 1);
        length = (code & 31) + 2;
        distance = (operand >> 2) + 1;
        next = operand & 3;
        at += 3;
        if (distance > to - dst) return ERR_CORRUPT;
        if (distance >= 16) {
          const from = to - distance;
          v128.store(to, v128.load(from));
          if (length > 16) {
            v128.store(to, v128.load(from, 16), 16);
            v128.store(to, v128.load(from, 32), 32);
          }
        } else {
          copyNear(to, distance, to + length);
        }
      } else if (code < 16 && state == 0 && code != 0) {
        length = code + 3;
        v128.store(to, v128.load(at, 1));
        store<u16>(to, load<u16>(at, 17), 16);
        at += length + 1;
        to += length;
        state = 4;
        continue;
      } else {
        length = 0;
        next = 0;
      }
      if (length != 0) {
        to += length;
        store<u32>(to, load<u32>(at));
        to += next;
        at += next;
        state = next;
        continue;
      }
    }
    if (literals != 0) {
      if (literals <= 16 && end - at >= 16 && toEnd - to >= 16) {
        v128.store(to, v128.load(at));
      } else {
        if (literals > end - at) return ERR_TRUNCATED;
        if (literals > toEnd - to) return ERR_OUTPUT_FULL;
        copyLiterals(to, toEnd, at, end, literals);
      }
      to += literals;
      at += literals;
      literals = 0;
    }

    if (at >= end) return ERR_TRUNCATED;
    const code: u32 = load<u8>(at++);
    let length: usize;
    let distance: usize;
    let next: u32;
    if (code >= 64) {
      if (at >= end) return ERR_TRUNCATED;
      length = (code >> 5) + 1;
      distance = ((<usize>load<u8>(at++)) << 3) + ((code >> 2) & 7) + 1;
      next = code & 3;
    } else if (code >= 16) {
      const mask: usize = code >= 32 ? 31 : 7;
      length = (<usize>code) & mask;
      if (length == 0) {
        length = mask;
        let byte: usize;
        do {
          if (at >= end) return ERR_TRUNCATED;
          byte = load<u8>(at++);
          length += byte == 0 ? 255 : byte;
          if (length > 0x7fffff00) return ERR_CORRUPT;
        } while (byte == 0);
      }
      length += 2;
      if (end - at < 2) return ERR_TRUNCATED;
      const operand: u32 = load<u16>(at);
      at += 2;
      next = operand & 3;
      distance = (operand >> 2) + 1;
      if (code < 32) {
        distance += 16383 + ((code & 8) << 11);
        if (distance == 16384) {
          if (length != 3 || at != end) return ERR_CORRUPT;
          return <i32>(to - dst);
        }
      }
    } else if (state == 0) {
      literals = code;
      if (literals == 0) {
        literals = 15;
        let byte: usize;
        do {
          if (at >= end) return ERR_TRUNCATED;
          byte = load<u8>(at++);
          literals += byte == 0 ? 255 : byte;
          if (literals > 0x7fffff00) return ERR_CORRUPT;
        } while (byte == 0);
      }
      literals += 3;
      state = 4;
      continue;
    } else {
      if (at >= end) return ERR_TRUNCATED;
      const far = state == 4;
      length = far ? 3 : 2;
      distance = ((<usize>load<u8>(at++)) << 2) + (code >> 2) + (far ? 2049 : 1);
      next = code & 3;
    }

    if (distance > <usize>(to - dst)) return ERR_CORRUPT;
    if (length > toEnd - to) return ERR_OUTPUT_FULL;
    const stop = to + length;
    copyMatch(to, toEnd, distance, stop);
    to = stop;
    state = next;
    literals = next;
  }
}
