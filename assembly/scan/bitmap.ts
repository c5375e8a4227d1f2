/** Counts over bitmaps (bit n is bit n & 7 of byte n >> 3, as makedumpfile writes them). */

/** Set bits in `length` bytes at `at`. */
export function countBits(at: usize, length: i32): i32 {
  let total: i32 = 0;
  const end = at + <usize>length;
  while (at + 8 <= end) {
    total += <i32>popcnt(load<u64>(at));
    at += 8;
  }
  while (at < end) total += <i32>popcnt(<u32>load<u8>(at++));
  return total;
}
