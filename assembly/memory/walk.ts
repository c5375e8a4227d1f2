/**
 * Page-table walks. A space is a top table and a way to read it; translations are kept in a direct-mapped
 * table of 4 KiB pages, shared by all spaces.
 *
 * x86-64 (Intel SDM volume 3, 4.5): 9 index bits a level above the 12 offset bits; entry bit 0 present,
 * bit 7 a large page (level 3: 1 GiB, level 2: 2 MiB), bits 51:12 the frame. `mask` takes the memory
 * encryption bit out of entries (sme_mask).
 */

import { page, pageShiftOf } from './cache';
import { NOT_MAPPED, NON_CANONICAL, PAGE_PRESENT, TABLE_ABSENT } from './status';

const SPACES: i32 = 256;
const ENTRIES: u32 = 4096;
const FRAME: u64 = 0x000ffffffffff000;

/** One space: root u64, keep-mask u64, levels u64. */
const spaces = memory.data(SPACES * 24);
/** Linear ranges, for when a page of the tables is absent: space u64, start u64, last u64, what to add u64. */
const LINEARS: i32 = 64;
const linears = memory.data(LINEARS * 32);
let linearCount: i32 = 0;
let linearUses: u64 = 0;
/** Translation cache: tag u64 (page address | space), frame address u64. */
const tlb = memory.data(<i32>ENTRIES * 16);

let failure: i32 = PAGE_PRESENT;
let failLevel: i32 = 0;
let failEntry: u64 = 0;
let entryAddress: u64 = 0;
let spanShift: u32 = 12;

/** Declares space `id` (0..255): physical address of the top table, number of levels (4, 5), bits to take out of entries. */
export function setSpace(id: i32, root: u64, levels: i32, without: u64): i32 {
  if (<u32>id >= <u32>SPACES) return -1;
  const at = spaces + id * 24;
  store<u64>(at, root & FRAME & ~without);
  store<u64>(at, FRAME & ~without, 8);
  store<u64>(at, <u64>levels, 16);
  for (let i: u32 = 0; i < ENTRIES; i++) store<u64>(tlb + (i << 4), u64.MAX_VALUE);
  return 0;
}

/**
 * Says that `start` … `last` of space `id` lie in physical memory in one piece, at address + `add` (mod 2^64). Asked only
 * where a walk ends at a page of the tables that is absent; what the tables say comes first. Returns 0, or -1 when there
 * are too many.
 */
export function setLinear(id: i32, start: u64, last: u64, add: u64): i32 {
  if (linearCount == LINEARS) return -1;
  const at = linears + linearCount++ * 32;
  store<u64>(at, <u64>id);
  store<u64>(at, start, 8);
  store<u64>(at, last, 16);
  store<u64>(at, add, 24);
  return 0;
}

/** How many walks were answered by a linear range so far, with a page that is there. */
export function linearWalks(): f64 {
  return <f64>linearUses;
}

function linear(id: i32, va: u64): u64 {
  for (let at = linears; at < linears + linearCount * 32; at += 32) {
    if (load<u64>(at) != <u64>id || va < load<u64>(at, 8) || va > load<u64>(at, 16)) continue;
    const pa = va + load<u64>(at, 24);
    if (page(pa >> pageShiftOf()) != 0) linearUses++;
    return pa;
  }
  return u64.MAX_VALUE;
}

export function walkFailure(): i32 {
  return failure;
}
/** Level (5..1) at which the last walk ended without a translation. */
export function walkLevel(): i32 {
  return failLevel;
}
/** The entry that ended the last failed walk. */
export function walkEntry(): u64 {
  return failEntry;
}

/** Physical address of `va` in `id`, or u64.MAX_VALUE; then `walkFailure` and the rest tell why. */
export function translate(id: i32, va: u64): u64 {
  const key = (va & ~(<u64>0xfff)) | <u64>id;
  const slot = tlb + ((<u32>((va >> 12) ^ (va >> 24)) & (ENTRIES - 1)) << 4);
  if (load<u64>(slot) == key) return load<u64>(slot, 8) | (va & 0xfff);
  const pa = walk(id, va);
  if (pa != u64.MAX_VALUE) {
    store<u64>(slot, key);
    store<u64>(slot, pa & ~(<u64>0xfff), 8);
  }
  return pa;
}

/** log2 of the bytes around the address that the last `walk` says the same of: one mapping, or one entry without any. */
export function walkSpan(): u32 {
  return spanShift;
}

/** Like `translate`, through the tables each time; `walkSpan` says how far the answer reaches. */
export function walk(id: i32, va: u64): u64 {
  const space = spaces + id * 24;
  const keep = load<u64>(space, 8);
  const levels = <i32>load<u64>(space, 16);
  const unused = 64 - (12 + 9 * levels);
  failLevel = levels;
  failEntry = 0;
  if (<i64>va != (<i64>(va << unused)) >> unused) {
    failure = NON_CANONICAL;
    return u64.MAX_VALUE;
  }
  let table = load<u64>(space);
  for (let level = levels; level > 0; level--) {
    const shift = 12 + 9 * (level - 1);
    spanShift = shift;
    const at = table + (((va >> shift) & 511) << 3);
    const frame = page(at >> 12);
    if (frame == 0) {
      const pa = linear(id, va);
      if (pa != u64.MAX_VALUE) {
        spanShift = 12;
        return pa;
      }
      failure = TABLE_ABSENT;
      // Nothing is known of all that the absent table maps.
      spanShift = level == levels ? 63 : shift + 9;
      failLevel = level;
      return u64.MAX_VALUE;
    }
    const entry = load<u64>(frame + <usize>(at & 0xfff));
    entryAddress = at;
    if ((entry & 1) == 0) {
      failure = NOT_MAPPED;
      failLevel = level;
      failEntry = entry;
      return u64.MAX_VALUE;
    }
    if (level == 1 || ((entry & 0x80) != 0 && level <= 3)) {
      const within = (<u64>1 << shift) - 1;
      return (entry & keep & ~within) | (va & within);
    }
    table = entry & keep;
  }
  failure = NOT_MAPPED;
  return u64.MAX_VALUE;
}
