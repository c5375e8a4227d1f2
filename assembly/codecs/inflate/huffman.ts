import { ERR_CORRUPT } from '../errors';

/**
 * Decoding tables for the Huffman codes of deflate: RFC 1951 section 3.2.2. A table is looked up with the next
 * `primary` bits; longer codes lead on to a subtable after it.
 *
 * Entry, 32 bits: 0-7 bits to consume, 8-12 extra bits (in a link: index bits of the subtable), flags, 16-31 value
 * (literal, base length, base distance; in a link: index of the subtable). Bits 8-31 of a symbol come from `symbols`.
 */

/** Flags: the value is a byte; the entry leads to a subtable. */
export const LITERAL: u32 = 0x8000;
/** Flag: the entry leads to a subtable. */
export const LINK: u32 = 0x4000;
/** End of block; together with no consumed bits: a code that was not assigned. */
export const END: u32 = 0x2000;

const MAX_LENGTH = 15;
/** Entries after the primary table that subtables may take. */
export const SUBTABLE_ENTRIES: i32 = 1024;

const counts: usize = memory.data(16 * 4, 16);
const starts: usize = memory.data(17 * 4, 16);
const sorted: usize = memory.data(320 * 2, 16);

/** Builds the table for `size` symbols of the given code lengths (0: unused); 0 or an error code. */
export function buildTable(table: usize, primary: i32, lengths: usize, size: i32, symbols: usize): i32 {
  memory.fill(counts, 0, 64);
  for (let s = 0; s < size; s++) {
    const slot = counts + ((<usize>load<u8>(lengths + s)) << 2);
    store<u32>(slot, load<u32>(slot) + 1);
  }
  // Symbols by length, then by value; lengths must not promise more codes than there are.
  let space: i32 = 1;
  let place: u32 = 0;
  let longest = 0;
  for (let length = 1; length <= MAX_LENGTH; length++) {
    const count: i32 = load<u32>(counts + (length << 2));
    space = (space << 1) - count;
    if (space < 0) return ERR_CORRUPT;
    store<u32>(starts + (length << 2), place);
    place += count;
    if (count != 0) longest = length;
  }
  for (let s = 0; s < size; s++) {
    const length: usize = load<u8>(lengths + s);
    if (length == 0) continue;
    const slot = starts + (length << 2);
    const at = load<u32>(slot);
    store<u32>(slot, at + 1);
    store<u16>(sorted + (at << 1), s);
  }

  // Codes are packed from their first bit on, so the index is the code reversed. The table starts as one unassigned
  // entry and is doubled for each bit more.
  store<u32>(table, END);
  let next = sorted;
  let code: u32 = 0;
  const direct = longest < primary ? longest : primary;
  for (let length = 1; length <= direct; length++) {
    const half: usize = ((<usize>1) << (length - 1)) << 2;
    if (half >= 16) {
      for (let i: usize = 0; i < half; i += 16) v128.store(table + half + i, v128.load(table + i));
    } else {
      for (let i: usize = 0; i < half; i += 4) store<u32>(table + half + i, load<u32>(table + i));
    }
    const ones: u32 = ((<u32>1) << length) - 1;
    for (let n = load<u32>(counts + (length << 2)); n != 0; n--) {
      store<u32>(table + (code << 2), load<u32>(symbols + ((<usize>load<u16>(next)) << 2)) | length);
      next += 2;
      code = following(code, ones);
    }
  }
  for (let length = direct; length < primary; length++) {
    memory.copy(table + (((<usize>1) << length) << 2), table, ((<usize>1) << length) << 2);
  }
  return longest > primary ? buildSubtables(table, primary, longest, next, code, symbols) : 0;
}

/** The next code of the same length, both reversed; 0 after the last. */
function following(code: u32, ones: u32): u32 {
  const free = code ^ ones;
  if (free == 0) return 0;
  const bit: u32 = (<u32>1) << (31 - clz(free));
  return (code & (bit - 1)) | bit;
}

function buildSubtables(
  table: usize,
  primary: i32,
  longest: i32,
  next: usize,
  code: u32,
  symbols: usize,
): i32 {
  const size: u32 = 1 << primary;
  const limit: u32 = size + SUBTABLE_ENTRIES;
  let free: u32 = size;
  let prefix: u32 = 0xffffffff;
  let base: u32 = 0;
  let width = 0;
  for (let length = primary + 1; length <= longest; length++) {
    const slot = counts + (length << 2);
    const ones: u32 = ((<u32>1) << length) - 1;
    let n = load<u32>(slot);
    for (; n != 0; n--) {
      if ((code & (size - 1)) != prefix) {
        prefix = code & (size - 1);
        // As wide as the codes that remain can fill.
        width = length - primary;
        let covered = n;
        while (covered < (<u32>1) << width && primary + width < longest) {
          width++;
          covered = (covered << 1) + load<u32>(counts + ((primary + width) << 2));
        }
        base = free;
        free += (<u32>1) << width;
        if (free > limit) return ERR_CORRUPT;
        for (let i = base; i < free; i++) store<u32>(table + (i << 2), END);
        store<u32>(table + (prefix << 2), LINK | (base << 16) | (width << 8) | primary);
      }
      const entry = load<u32>(symbols + ((<usize>load<u16>(next)) << 2)) | (length - primary);
      next += 2;
      for (
        let i = base + (code >> primary);
        i < base + ((<u32>1) << width);
        i += (<u32>1) << (length - primary)
      ) {
        store<u32>(table + (i << 2), entry);
      }
      code = following(code, ones);
    }
  }
  return 0;
}
