import { copyMatchExact } from './copy';
import { ERR_CORRUPT, ERR_TRUNCATED } from './errors';

/**
 * The chunks of an LZMA2 stream (the .xz file format 1.2.1, section 5.3.1, and the LZMA specification of the LZMA SDK, both in
 * the public domain). The caller keeps the dictionary: what was written lies before the place that is written to.
 */
const STATES: usize = 12;
const POS_STATES: usize = 16;
/** Where each set of probabilities begins, counted in them. */
const IS_MATCH: usize = 0;
const IS_REP: usize = IS_MATCH + STATES * POS_STATES;
const IS_REP_G0: usize = IS_REP + STATES;
const IS_REP_G1: usize = IS_REP_G0 + STATES;
const IS_REP_G2: usize = IS_REP_G1 + STATES;
const IS_REP0_LONG: usize = IS_REP_G2 + STATES;
const POS_SLOT: usize = IS_REP0_LONG + STATES * POS_STATES;
const POS_SPECIAL: usize = POS_SLOT + 4 * 64;
const ALIGN: usize = POS_SPECIAL + 128;
const MATCH_LENGTH: usize = ALIGN + 16;
/** Of a set for lengths: choice, choice2, then low, middle and high. */
const LENGTH_LOW: usize = 2;
const LENGTH_MIDDLE: usize = LENGTH_LOW + POS_STATES * 8;
const LENGTH_HIGH: usize = LENGTH_MIDDLE + POS_STATES * 8;
const LENGTHS: usize = LENGTH_HIGH + 256;
const REP_LENGTH: usize = MATCH_LENGTH + LENGTHS;
const LITERAL: usize = REP_LENGTH + LENGTHS;
/** lc + lp is at most 4 in LZMA2. */
const PROBABILITIES: usize = LITERAL + ((<usize>0x300) << 4);
const INITIAL: u16 = 1024;

const probabilities: usize = memory.data(2 * 14272, 16);

let range: u32 = 0;
let code: u32 = 0;
let from: usize = 0;
let state: usize = 0;
let rep0: u32 = 0;
let rep1: u32 = 0;
let rep2: u32 = 0;
let rep3: u32 = 0;
let literalBits: u32 = 3;
let literalMask: u32 = 0;
let posMask: u32 = 3;

/** A new state; `properties` (pb * 5 + lp) * 9 + lc where there are new ones, or -1. Returns 0 or an error code. */
export function lzmaReset(properties: i32): i32 {
  if (properties >= 0) {
    if (properties >= 225) return ERR_CORRUPT;
    const lc = <u32>(properties % 9);
    const rest = <u32>(properties / 9);
    const lp = rest % 5;
    if (lc + lp > 4) return ERR_CORRUPT;
    literalBits = lc;
    literalMask = ((<u32>1) << lp) - 1;
    posMask = ((<u32>1) << (rest / 5)) - 1;
  }
  for (let i: usize = 0; i < PROBABILITIES; i++) store<u16>(probabilities + (i << 1), INITIAL);
  state = 0;
  rep0 = 0;
  rep1 = 0;
  rep2 = 0;
  rep3 = 0;
  return 0;
}

/**
 * Decodes a chunk of `srcLen` bytes at `src` (64 readable bytes must follow) into exactly `length` bytes at `dst`; the dictionary
 * reaches back to `base`; `position` bytes were written since it was reset. Returns 0 or an error code.
 */
export function lzmaChunk(src: usize, srcLen: i32, dst: usize, length: i32, base: usize, position: u32): i32 {
  if (srcLen < 5) return ERR_TRUNCATED;
  const fromEnd = src + srcLen;
  const toEnd = dst + length;
  let to = dst;
  let pos = position;
  range = 0xffffffff;
  code = bswap(load<u32>(src, 1));
  from = src + 5;
  while (to < toEnd) {
    if (from > fromEnd) return ERR_TRUNCATED;
    const posState = <usize>(pos & posMask);
    if (bit(IS_MATCH + (state << 4) + posState) == 0) {
      const before: u32 = to > base ? load<u8>(to - 1) : 0;
      const set =
        LITERAL + 0x300 * <usize>(((pos & literalMask) << literalBits) + (before >> (8 - literalBits)));
      let symbol: u32 = 1;
      if (state >= 7) {
        if (<usize>rep0 >= to - base) return ERR_CORRUPT;
        let matched: u32 = (<u32>load<u8>(to - rep0 - 1)) << 1;
        let offset: u32 = 0x100;
        while (symbol < 0x100) {
          const half = matched & offset;
          const taken = bit(set + offset + half + symbol);
          symbol = (symbol << 1) | taken;
          offset &= taken ? half : ~half;
          matched <<= 1;
        }
      } else {
        while (symbol < 0x100) symbol = (symbol << 1) | bit(set + symbol);
      }
      store<u8>(to++, <u8>symbol);
      pos++;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let count: u32;
    if (bit(IS_REP + state) == 0) {
      rep3 = rep2;
      rep2 = rep1;
      rep1 = rep0;
      count = lengthOf(MATCH_LENGTH, posState);
      rep0 = distance(count);
      state = state < 7 ? 7 : 10;
    } else if (bit(IS_REP_G0 + state) == 0) {
      if (bit(IS_REP0_LONG + (state << 4) + posState) == 0) {
        state = state < 7 ? 9 : 11;
        count = 1;
      } else {
        count = lengthOf(REP_LENGTH, posState);
        state = state < 7 ? 8 : 11;
      }
    } else {
      let taken: u32;
      if (bit(IS_REP_G1 + state) == 0) {
        taken = rep1;
      } else {
        if (bit(IS_REP_G2 + state) == 0) {
          taken = rep2;
        } else {
          taken = rep3;
          rep3 = rep2;
        }
        rep2 = rep1;
      }
      rep1 = rep0;
      rep0 = taken;
      count = lengthOf(REP_LENGTH, posState);
      state = state < 7 ? 8 : 11;
    }
    if (<usize>rep0 >= to - base || <usize>count > toEnd - to) return ERR_CORRUPT;
    copyMatchExact(to, <usize>rep0 + 1, to + count);
    to += count;
    pos += count;
  }
  return from > fromEnd ? ERR_TRUNCATED : 0;
}

function refill(): void {
  if (range < 0x1000000) {
    range <<= 8;
    code = (code << 8) | (<u32>load<u8>(from++));
  }
}

/** One bit by the probability at `index`. */
function bit(index: usize): u32 {
  refill();
  const at = probabilities + (index << 1);
  const probability = <u32>load<u16>(at);
  const bound = (range >> 11) * probability;
  if (code < bound) {
    range = bound;
    store<u16>(at, <u16>(probability + ((2048 - probability) >> 5)));
    return 0;
  }
  range -= bound;
  code -= bound;
  store<u16>(at, <u16>(probability - (probability >> 5)));
  return 1;
}

function tree(set: usize, bits: u32): u32 {
  const limit: u32 = 1 << bits;
  let symbol: u32 = 1;
  while (symbol < limit) symbol = (symbol << 1) | bit(set + symbol);
  return symbol - limit;
}

function lengthOf(set: usize, posState: usize): u32 {
  if (bit(set) == 0) return 2 + tree(set + LENGTH_LOW + (posState << 3), 3);
  if (bit(set + 1) == 0) return 10 + tree(set + LENGTH_MIDDLE + (posState << 3), 3);
  return 18 + tree(set + LENGTH_HIGH, 8);
}

function distance(length: u32): u32 {
  const slot = tree(POS_SLOT + ((<usize>(length < 6 ? length - 2 : <u32>3)) << 6), 6);
  if (slot < 4) return slot;
  const extra = (slot >> 1) - 1;
  let value: u32 = (2 | (slot & 1)) << extra;
  if (slot < 14) return value + reverse(POS_SPECIAL + value - slot, extra);
  for (let i = extra - 4; i > 0; i--) {
    refill();
    range >>= 1;
    code -= range;
    const borrow: u32 = 0 - (code >> 31);
    code += range & borrow;
    value += (borrow + 1) << (i + 3);
  }
  return value + reverse(ALIGN, 4);
}

function reverse(set: usize, bits: u32): u32 {
  let symbol: u32 = 1;
  let value: u32 = 0;
  for (let i: u32 = 0; i < bits; i++) {
    const taken = bit(set + symbol);
    symbol = (symbol << 1) | taken;
    value |= taken << i;
  }
  return value;
}
