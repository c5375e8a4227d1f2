import { ERR_CORRUPT, ERR_TRUNCATED } from '../errors';

/**
 * Finite state entropy tables: RFC 8878 section 4.1. A description is read into `counts`, then spread into a decoding
 * table by one of two builders: for Huffman weights (section 4.2.1.2) and for sequence codes (section 3.1.1.3.2).
 */

/** Most symbols an alphabet can have here: 53 match length codes (weights have 13, but 256 guards the reader). */
const MAX_SYMBOLS = 256;
const MAX_STATES = 512;

const counts: usize = memory.data(MAX_SYMBOLS * 2, 16); // i16: probability of each symbol, -1 is "less than 1"
const nextState: usize = memory.data(MAX_SYMBOLS * 2, 16);
const inOrder: usize = memory.data(MAX_STATES + 16, 16); // u8: symbols in order, each as often as it has states
const spread: usize = memory.data(MAX_STATES + 16, 16); // u8: symbol of each state

/** What the last description said. */
export let describedLog: i32 = 0;
export let describedSymbols: i32 = 0;

function peek(at: usize, end: usize): u32 {
  if (at + 4 <= end) return load<u32>(at);
  let value: u32 = 0;
  for (let i: u32 = 0; at < end; at++, i += 8) value |= (<u32>load<u8>(at)) << i;
  return value;
}

/** Sets a distribution that the format itself defines. */
export function setCounts(from: usize, symbols: i32, log: i32): void {
  for (let s = 0; s < symbols; s++) store<i16>(counts + (s << 1), load<i8>(from + s));
  describedLog = log;
  describedSymbols = symbols;
}

/** Reads a description (section 4.1.1) at [at, end); returns its length in bytes or an error code. */
export function readCounts(at: usize, end: usize, maxSymbols: i32, maxLog: i32): i32 {
  if (at >= end) return ERR_TRUNCATED;
  const log: i32 = (load<u8>(at) & 15) + 5;
  if (log > maxLog) return ERR_CORRUPT;
  let bit: usize = 4;
  let left: i32 = 1 << log;
  let symbol = 0;
  while (left > 0) {
    if (symbol >= maxSymbols) return ERR_CORRUPT;
    const window = peek(at + (bit >> 3), end) >> (<u32>(bit & 7));
    // Values 0..left+1 in `width` bits; the first `short` of them need one bit less.
    const width = 32 - clz(left + 1);
    const short: u32 = ((<u32>1) << width) - 2 - left;
    const half: u32 = (<u32>1) << (width - 1);
    let value = window & (half - 1);
    if (value < short) {
      bit += width - 1;
    } else {
      value = window & (half + half - 1);
      if (value >= half) value -= short;
      bit += width;
    }
    const probability = <i32>value - 1;
    store<i16>(counts + (symbol++ << 1), probability);
    left -= probability < 0 ? 1 : probability;
    if (probability == 0) {
      let run: u32;
      do {
        run = (peek(at + (bit >> 3), end) >> (<u32>(bit & 7))) & 3;
        bit += 2;
        if (symbol + <i32>run > maxSymbols) return ERR_CORRUPT;
        for (let i: u32 = 0; i < run; i++) store<i16>(counts + (symbol++ << 1), 0);
      } while (run == 3);
    }
  }
  if (left < 0) return ERR_CORRUPT;
  const length = (bit + 7) >> 3;
  if (at + length > end) return ERR_TRUNCATED;
  describedLog = log;
  describedSymbols = symbol;
  return <i32>length;
}

/** Gives each state its symbol and each symbol its first "next state" (section 4.1.1, from the counts). */
function spreadSymbols(): void {
  const size = 1 << describedLog;
  const mask = size - 1;
  const step = (size >> 1) + (size >> 3) + 3;
  const symbols = describedSymbols;
  let high = mask;
  let placed = inOrder;
  for (let s = 0; s < symbols; s++) {
    const count = <i32>load<i16>(counts + (s << 1));
    if (count < 0) {
      store<u8>(spread + high--, s);
      store<u16>(nextState + (s << 1), 1);
      continue;
    }
    store<u16>(nextState + (s << 1), count);
    // All of a symbol's places after those of the one before it, eight at a step.
    const eight: u64 = <u64>s * 0x0101010101010101;
    store<u64>(placed, eight);
    for (let n = 8; n < count; n += 8) store<u64>(placed + n, eight);
    placed += count;
  }
  // The n-th place is state n × step, where states that "less than 1" symbols have taken are passed over.
  let state = 0;
  if (high == mask) {
    for (let at = inOrder; at < placed; at++) {
      store<u8>(spread + state, load<u8>(at));
      state = (state + step) & mask;
    }
    return;
  }
  for (let at = inOrder; at < placed; at++) {
    store<u8>(spread + state, load<u8>(at));
    do {
      state = (state + step) & mask;
    } while (state > high);
  }
}

/** Table for Huffman weights, 4 bytes per state: weight, bits to read, base of the next state (u16). */
export function buildWeightTable(table: usize): void {
  spreadSymbols();
  const log = describedLog;
  const size = 1 << log;
  for (let state = 0; state < size; state++) {
    const symbol: u32 = load<u8>(spread + state);
    const at = nextState + (symbol << 1);
    const next: u32 = load<u16>(at);
    store<u16>(at, next + 1);
    const bits: u32 = log - (31 - clz(next));
    store<u32>(table + (state << 2), symbol | (bits << 8) | (((next << bits) - size) << 16));
  }
}

/**
 * Table for sequence codes, 8 bytes per state: what `codes` (8 bytes each) says of the symbol in bits 0-39 (baseline
 * u32, extra bits u8), then bits to read for the next state (u8) and its base (u16).
 */
export function buildSequenceTable(table: usize, codes: usize): void {
  spreadSymbols();
  const log = describedLog;
  const size = 1 << log;
  for (let state = 0; state < size; state++) {
    const symbol: u32 = load<u8>(spread + state);
    const at = nextState + (symbol << 1);
    const next: u32 = load<u16>(at);
    store<u16>(at, next + 1);
    const bits: u32 = log - (31 - clz(next));
    const base: u32 = (next << bits) - size;
    store<u64>(
      table + (state << 3),
      load<u64>(codes + (symbol << 3)) | ((<u64>bits) << 40) | ((<u64>base) << 48),
    );
  }
}
