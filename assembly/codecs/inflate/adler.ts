/**
 * Adler-32: RFC 1950 section 8. Two sums modulo 65521, of the bytes and of those sums; 16 bytes at a step, the remainder
 * taken only before a lane of 32 bits could overflow.
 */

const MODULUS: u32 = 65521;
/** Steps between remainders: the second sum grows by at most 32640 n² + 1083016 n in n steps, below 2³² for 300. */
const STEPS: usize = 300;

/** The checksum of the `length` bytes at `at`. */
export function adler32(at: usize, length: i32): u32 {
  let low: u32 = 1;
  let high: u32 = 0;
  const end = at + length;
  const falling = v128(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  const fallingLow = i16x8.extend_low_i8x16_u(falling);
  const fallingHigh = i16x8.extend_high_i8x16_u(falling);
  while (end - at >= 16) {
    let steps = (end - at) >> 4;
    if (steps > STEPS) steps = STEPS;
    high += low * ((<u32>steps) << 4);
    let sums = i32x4.splat(0);
    let before = i32x4.splat(0);
    let rises = i32x4.splat(0);
    for (const stop = at + (steps << 4); at < stop; at += 16) {
      const bytes = v128.load(at);
      before = i32x4.add(before, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
      rises = i32x4.add(rises, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), fallingLow));
      rises = i32x4.add(rises, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), fallingHigh));
    }
    low += total(sums);
    high = (high + total(i32x4.add(i32x4.shl(before, 4), rises))) % MODULUS;
    low %= MODULUS;
  }
  for (; at < end; at++) {
    low += load<u8>(at);
    high += low;
  }
  return ((high % MODULUS) << 16) | (low % MODULUS);
}

function total(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
