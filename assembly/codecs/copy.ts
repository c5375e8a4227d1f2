/**
 * Copies that the decoders share. The plain ones write in steps of 16 bytes and may write (and read) up to 15 bytes past
 * `end`: the caller makes sure that WILD bytes of room are there. The exact ones write no byte too many.
 */

/** Bytes that a plain copy may write, and read, past its end: one step and no more. */
export const WILD: usize = 16;

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

/** Copies from `from` on until `end` is reached, in plain steps: what is copied may lie 16 bytes back and more. */
@inline export function copySteps(to: usize, from: usize, end: usize): void {
  do {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  } while (to < end);
}

/** `length` literals, which are there and have room, at `from` of an input that ends at `fromEnd`. */
@inline export function copyLiterals(to: usize, toEnd: usize, from: usize, fromEnd: usize, length: usize): void {
  if (length + WILD <= fromEnd - from && length + WILD <= toEnd - to) copySteps(to, from, to + length);
  else copyExact(to, from, length);
}

/** Repeats what lies `offset` bytes back until `end`, which lies within the room up to `toEnd`. */
@inline export function copyMatch(to: usize, toEnd: usize, offset: usize, end: usize): void {
  if (toEnd - end < WILD) copyMatchExact(to, offset, end);
  else if (offset >= 16) copySteps(to, to - offset, end);
  else copyNear(to, offset, end);
}

/** Repeats what lies 1 to 15 bytes back until `end`. */
export function copyNear(to: usize, offset: usize, end: usize): void {
  if (!prepared) prepare();
  const pattern = i8x16.swizzle(v128.load(to - offset), v128.load(patterns + (offset << 4)));
  const stride: usize = load<u8>(strides + offset);
  do {
    v128.store(to, pattern);
    to += stride;
  } while (to < end);
}

/** Copies `length` bytes, in ascending order. */
export function copyExact(to: usize, from: usize, length: usize): void {
  const end = to + length;
  while (end - to >= 16) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  while (to < end) store<u8>(to++, load<u8>(from++));
}

/** Repeats what lies `offset` bytes back until `end` and not a byte further. */
export function copyMatchExact(to: usize, offset: usize, end: usize): void {
  if (offset < 16 && end - to >= 48) {
    const stop = end - 32;
    copyNear(to, offset, stop);
    to = stop;
  }
  let from = to - offset;
  if (offset >= 16) {
    while (end - to >= 16) {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    }
  }
  while (to < end) store<u8>(to++, load<u8>(from++));
}
