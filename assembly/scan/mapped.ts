/**
 * What page tables map: the pieces of a virtual range that lie in physical memory in one piece each. Each entry is read
 * once, and an entry that maps nothing is stepped over whole, so that a range of terabytes costs what is mapped in it.
 */

import { walk, walkSpan } from '../memory/walk';

/** One piece: virtual address u64, physical address u64, bytes u64. */
const PIECE: usize = 24;

let next: u64 = 0;
let finished: bool = false;

/** Where to go on after `mappedPieces` filled its room. */
export function mappedNext(): u64 {
  return next;
}
/** 1 when the last call came to the end of its range. */
export function mappedFinished(): i32 {
  return finished ? 1 : 0;
}

/**
 * Writes the pieces of `from` … `last` (inclusive) of space `id` to `out`, at most `room` of them and after at most
 * `steps` walks. Returns how many; the last one of a call may go on in the first of the next.
 */
export function mappedPieces(id: i32, from: u64, last: u64, out: usize, room: i32, steps: i32): i32 {
  let count: i32 = 0;
  let va = from;
  let pieceEnd: u64 = 0;
  let physicalEnd: u64 = 0;
  finished = false;
  for (; steps > 0; steps--) {
    const pa = walk(id, va);
    const span = (<u64>1 << walkSpan()) - 1;
    const end = va | span; // the last address that this answer is about
    const stop = end < last ? end : last;
    if (pa != u64.MAX_VALUE) {
      const length = stop - va + 1;
      if (count > 0 && va == pieceEnd && pa == physicalEnd) {
        const piece = out + <usize>(count - 1) * PIECE;
        store<u64>(piece, load<u64>(piece, 16) + length, 16);
      } else {
        if (count == room) break;
        const piece = out + <usize>count * PIECE;
        count++;
        store<u64>(piece, va);
        store<u64>(piece, pa, 8);
        store<u64>(piece, length, 16);
      }
      pieceEnd = va + length;
      physicalEnd = pa + length;
    }
    if (stop == last) {
      finished = true;
      break;
    }
    va = stop + 1;
  }
  next = va;
  return count;
}
