/**
 * Copies that the decoders share. The plain ones write in steps of 16 bytes and may write (and read) up to WILD - 1
 * bytes past `end`: the caller makes sure that this much room is there. The exact ones write no byte too many.
 */

export const WILD: usize = 32;

/** For an offset below 16: which bytes of the last `offset` make the next 16. */
const patterns: usize = memory.data(16 * 16, 16);
/** How far such a pattern may be repeated and stay in step: the largest multiple of the offset up to 16. */
const strides: usize = memory.data<u8>([0, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15]);
let prepared: bool = false;

function prepare(): void {
  for (let offset = 1; offset < 16; offset++) {
    for (let i = 0; i < 16; i++) store<u8>(patterns + (offset << 4) + i, i % offset);
  }
  prepared = true;
}

/** Repeats what lies `offset` (at least 1) bytes back until `end`. */
export function copyMatch(to: usize, offset: usize, end: usize): void {
  if (offset >= 16) {
    let from = to - offset;
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < end);
  } else {
    copyNear(to, offset, end);
  }
}

function copyNear(to: usize, offset: usize, end: usize): void {
  if (!prepared) prepare();
  const pattern = i8x16.swizzle(v128.load(to - offset), v128.load(patterns + (offset << 4)));
  const stride: usize = load<u8>(strides + offset);
  do {
    v128.store(to, pattern);
    to += stride;
  } while (to < end);
}

export function copyExact(to: usize, from: usize, length: usize): void {
  const end = to + length;
  while (to + 8 <= end) {
    store<u64>(to, load<u64>(from));
    to += 8;
    from += 8;
  }
  while (to < end) store<u8>(to++, load<u8>(from++));
}

/** As copyMatch, where `limit` is the last place that may be written and `end` may be near it. */
export function copyMatchExact(to: usize, offset: usize, end: usize, limit: usize): void {
  if (to + 64 <= end) {
    const stop = end - WILD;
    copyMatch(to, offset, stop);
    to = stop;
  }
  let from = to - offset;
  if (offset >= 8) {
    while (to + 8 <= end) {
      store<u64>(to, load<u64>(from));
      to += 8;
      from += 8;
    }
  }
  while (to < end) store<u8>(to++, load<u8>(from++));
}
