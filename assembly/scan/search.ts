/**
 * Search in memory that is already here, 16 bytes at a step. Offsets count from `hay`; -1: not there. Nothing outside
 * [hay, hay + hayLen) and the needle is read. test/assembly/scan/search.test.ts has its plain twin.
 */

/** Offset of the first occurrence of the needle that starts at `from` or later. An empty needle is nowhere. */
export function findBytes(hay: usize, hayLen: i32, needle: usize, needleLen: i32, from: i32): i32 {
  if (needleLen <= 0 || from < 0 || hayLen < needleLen || from > hayLen - needleLen) return -1;
  const span = <usize>needleLen - 1;
  let at = hay + from;
  const stop = hay + hayLen - span; // after the last place where it can start
  const head = load<u8>(needle);
  const tail = load<u8>(needle + span);
  const heads = i8x16.splat(head);
  const tails = i8x16.splat(tail);
  // Sixteen places at once: where both the first and the last byte fit, the rest is compared.
  while (stop - at >= 16) {
    let fits: u32 = i8x16.bitmask(
      v128.and(i8x16.eq(v128.load(at), heads), i8x16.eq(v128.load(at + span), tails)),
    );
    while (fits != 0) {
      const place = at + ctz(fits);
      if (sameBytes(place, needle, span)) return <i32>(place - hay);
      fits &= fits - 1;
    }
    at += 16;
  }
  for (; at < stop; at++) {
    if (load<u8>(at) == head && sameBytes(at, needle, span + 1)) return <i32>(at - hay);
  }
  return -1;
}

function sameBytes(a: usize, b: usize, length: usize): bool {
  const end = a + length;
  while (end - a >= 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
  }
  for (; a < end; a++, b++) {
    if (load<u8>(a) != load<u8>(b)) return false;
  }
  return true;
}
