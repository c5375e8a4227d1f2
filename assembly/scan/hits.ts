/**
 * Every hit in memory that is already here, as records that the host reads:
 *
 *   offset u32 (from `hay`) | which u32 (number of the value; of a text: what is known of it) | word u64
 *
 * test/assembly/scan/hits.test.ts has the plain twins.
 */

import { findBytes } from './search';

const RECORD: usize = 16;
/** The text lies in one page. */
const WHOLE: u32 = 0;
/** The page ends within the text; what is there fits. */
const BEGUN: u32 = 1;

let reached: i32 = 0;

/** Offset at which the last call stopped: the length when it was done, else where to go on. */
export function hitsReached(): i32 {
  return reached;
}

/**
 * Words of `width` (8, 4, 2) bytes at multiples of it that are one of the `count` values (u64 each at `values`) but for
 * the bits of `ignored`. From offset `from` on; at most `room` records, which are not less than `count`. Returns how many; a word that is several values
 * has a record of each, in their order.
 */
export function hitWords(
  hay: usize,
  length: i32,
  width: i32,
  values: usize,
  count: i32,
  ignored: u64,
  from: i32,
  out: usize,
  room: i32,
): i32 {
  const mask: u64 = width == 8 ? u64.MAX_VALUE : (<u64>1 << (<u64>width * 8)) - 1;
  const ignore = ignored & mask;
  const end = hay + <usize>(length & ~(width - 1));
  let at = hay + <usize>from;
  let found: i32 = 0;
  while (at < end) {
    at = width == 8 ? skip64(at, end, values, count, ignore) : width == 4 ? skip<u32>(at, end, values, count, <u32>ignore) : skip<u16>(at, end, values, count, <u16>ignore);
    if (at >= end) break;
    // Somewhere in the 64 bytes from here on, or in the last ones.
    const stop = end - at < 64 ? end : at + 64;
    for (; at < stop; at += <usize>width) {
      if (found + count > room) {
        reached = <i32>(at - hay);
        return found;
      }
      const word = width == 8 ? load<u64>(at) : width == 4 ? <u64>load<u32>(at) : <u64>load<u16>(at);
      for (let i: i32 = 0; i < count; i++) {
        if ((word | ignore) != ((load<u64>(values + (<usize>i << 3)) & mask) | ignore)) continue;
        const record = out + <usize>found * RECORD;
        found++;
        store<u32>(record, <u32>(at - hay));
        store<u32>(record, <u32>i, 4);
        store<u64>(record, word, 8);
      }
    }
  }
  reached = length;
  return found;
}

/** The first 64 bytes from `at` on that may hold a value; nearer than 64 bytes to `end` they are not looked at. */
function skip64(at: usize, end: usize, values: usize, count: i32, ignore: u64): usize {
  const ignored = i64x2.splat(ignore);
  const first = i64x2.splat(load<u64>(values) | ignore);
  for (; end - at >= 64 && at < end; at += 64) {
    const a = v128.or(v128.load(at), ignored);
    const b = v128.or(v128.load(at, 16), ignored);
    const c = v128.or(v128.load(at, 32), ignored);
    const d = v128.or(v128.load(at, 48), ignored);
    let fits = v128.or(
      v128.or(i64x2.eq(a, first), i64x2.eq(b, first)),
      v128.or(i64x2.eq(c, first), i64x2.eq(d, first)),
    );
    for (let i: i32 = 1; i < count; i++) {
      const value = i64x2.splat(load<u64>(values + (<usize>i << 3)) | ignore);
      fits = v128.or(
        fits,
        v128.or(
          v128.or(i64x2.eq(a, value), i64x2.eq(b, value)),
          v128.or(i64x2.eq(c, value), i64x2.eq(d, value)),
        ),
      );
    }
    if (v128.any_true(fits)) return at;
  }
  return at;
}

/** The same for words of 32 or 16 bits (T: u32, u16). */
function skip<T>(at: usize, end: usize, values: usize, count: i32, ignore: T): usize {
  const ignored = v128.splat<T>(ignore);
  for (; end - at >= 64 && at < end; at += 64) {
    const a = v128.or(v128.load(at), ignored);
    const b = v128.or(v128.load(at, 16), ignored);
    const c = v128.or(v128.load(at, 32), ignored);
    const d = v128.or(v128.load(at, 48), ignored);
    for (let i: i32 = 0; i < count; i++) {
      const value = v128.splat<T>((load<T>(values + (<usize>i << 3)) | ignore) as T);
      const fits = v128.or(
        v128.or(v128.eq<T>(a, value), v128.eq<T>(b, value)),
        v128.or(v128.eq<T>(c, value), v128.eq<T>(d, value)),
      );
      if (v128.any_true(fits)) return at;
    }
  }
  return at;
}

/**
 * Where the text at `text` begins in pages of `pageBytes` bytes that need not follow each other in memory: whole within
 * a page (WHOLE), or begun at its end (BEGUN). `length` is a multiple of `pageBytes`, and the text is no longer than a
 * page. From offset `from` on; at most `room` records. Returns how many.
 */
export function hitText(
  hay: usize,
  length: i32,
  pageBytes: i32,
  text: usize,
  textLength: i32,
  from: i32,
  out: usize,
  room: i32,
): i32 {
  let found: i32 = 0;
  let at = from;
  while (at < length) {
    const start = at / pageBytes * pageBytes;
    const lastWhole = start + pageBytes - textLength;
    if (at <= lastWhole) {
      const place = findBytes(hay + <usize>start, pageBytes, text, textLength, at - start);
      if (place >= 0) {
        if (found == room) break;
        note(out, found++, start + place, WHOLE);
        at = start + place + 1;
        continue;
      }
      at = lastWhole + 1;
    }
    for (; at < start + pageBytes; at++) {
      if (!begins(hay + <usize>at, text, start + pageBytes - at)) continue;
      if (found == room) {
        reached = at;
        return found;
      }
      note(out, found++, at, BEGUN);
    }
  }
  reached = at;
  return found;
}

@inline function begins(at: usize, text: usize, length: i32): bool {
  for (let i: i32 = 0; i < length; i++) {
    if (load<u8>(at + <usize>i) != load<u8>(text + <usize>i)) return false;
  }
  return true;
}

@inline function note(out: usize, index: i32, offset: i32, what: u32): void {
  const record = out + <usize>index * RECORD;
  store<u32>(record, <u32>offset);
  store<u32>(record, what, 4);
  store<u64>(record, 0, 8);
}
