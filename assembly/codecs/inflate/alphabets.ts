import { buildTable, END, LITERAL } from './huffman';

/** The alphabets of deflate (RFC 1951, 3.2.5 to 3.2.7): what each symbol means, and the fixed codes. */

/** Bits that the first look into a table takes: of literals and lengths, of distances, of code lengths. */
export const LITERAL_BITS: i32 = 10;
export const DISTANCE_BITS: i32 = 8;
export const LENGTH_BITS: i32 = 7;
export const LITERAL_MASK: usize = (1 << LITERAL_BITS) - 1;
export const DISTANCE_MASK: usize = (1 << DISTANCE_BITS) - 1;

/** Symbols that have codes in the fixed alphabets but no meaning. */
const NOTHING: u32 = END | 0x10000;

/** The fixed codes (section 3.2.6), as tables of inflate/huffman.ts. */
export const fixedLiteralTable: usize = memory.data(4 * 2048, 16);
export const fixedDistanceTable: usize = memory.data(4 * (256 + 1024), 16);

/** Room for the code lengths of one block: 320 symbols, and what a repeat may write beyond. */
export const lengths: usize = memory.data(320 + 144, 16);

/** What each symbol means, as entries without their code length (inflate/huffman.ts). */
export const literalSymbols: usize = memory.data(4 * 288, 16);
export const distanceSymbols: usize = memory.data(4 * 32, 16);
export const lengthSymbols: usize = memory.data(4 * 19, 16);

/** Section 3.2.5: extra bits of the length codes 257-285; the bases follow from them but for the last. */
const lengthExtra: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);

/** Section 3.2.7: the order in which code lengths of the code length alphabet come. */
export const lengthOrder: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

let prepared: bool = false;

/** Fills the tables when they are first needed. */
export function prepare(): void {
  if (prepared) return;
  for (let s: u32 = 0; s < 256; s++) store<u32>(literalSymbols + (s << 2), LITERAL | (s << 16));
  store<u32>(literalSymbols + 256 * 4, END);
  let value: u32 = 3;
  for (let i: u32 = 0; i < 28; i++) {
    const extra: u32 = load<u8>(lengthExtra + i);
    store<u32>(literalSymbols + ((257 + i) << 2), (value << 16) | (extra << 8));
    value += (<u32>1) << extra;
  }
  store<u32>(literalSymbols + 285 * 4, 258 << 16);
  store<u32>(literalSymbols + 286 * 4, NOTHING);
  store<u32>(literalSymbols + 287 * 4, NOTHING);
  value = 1;
  for (let i: u32 = 0; i < 30; i++) {
    const extra: u32 = i < 2 ? 0 : (i >> 1) - 1;
    store<u32>(distanceSymbols + (i << 2), (value << 16) | (extra << 8));
    value += (<u32>1) << extra;
  }
  store<u32>(distanceSymbols + 30 * 4, NOTHING);
  store<u32>(distanceSymbols + 31 * 4, NOTHING);
  for (let i: u32 = 0; i < 19; i++) store<u32>(lengthSymbols + (i << 2), i << 16);

  // Section 3.2.6, the fixed codes.
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  buildTable(fixedLiteralTable, LITERAL_BITS, lengths, 288, literalSymbols);
  memory.fill(lengths, 5, 32);
  buildTable(fixedDistanceTable, DISTANCE_BITS, lengths, 32, distanceSymbols);
  prepared = true;
}
