/**
 * Page-table walks. A space is a top table and the way its machine's tables are read, all of it data that the host
 * hands over (src/core/memory/tables.ts): nothing here knows a machine. Translations are kept in a direct-mapped
 * table shared by all spaces, under the tag of the space that they belong to.
 *
 * There is room for SPACES spaces at a time, but any number of them: a space has an id of its own for ever and the
 * place `id & (SPACES - 1)`. Who asks for a space whose place another has taken is told SPACE_GONE and declares it
 * anew. A newly declared space takes a new tag, so that what was kept for others need not be forgotten; when the
 * tags run out everything is forgotten once.
 */

import { page, pageShiftOf, pageSize } from './cache';
import { NOT_MAPPED, NON_CANONICAL, PAGE_PRESENT, SPACE_GONE, TABLE_ABSENT } from './status';

const SPACES: i32 = 256;
const ENTRIES: u32 = 4096;
/** Tags stand in the offset bits of a 4 KiB page. */
const TAGS: u64 = 4096;

/** One space: where the fields lie in its record. Masks are u64, the others i32. */
const ROOT: usize = 0;
const TAG: usize = 8;
const VALID: usize = 16;
const TABLE_MASK: usize = 24;
const TABLE_VALUE: usize = 32;
const PAGE_MASK: usize = 40;
const PAGE_VALUE: usize = 48;
const KEEP: usize = 56;
const HIGH_MASK: usize = 64;
const ID: usize = 72;
const PAGE_SHIFT: usize = 76;
const LEVELS: usize = 80;
const TOP_BITS: usize = 84;
const BLOCK_LEVEL: usize = 88;
const HALF_BITS: usize = 92;
const HALVES: usize = 96;
const SHIFT: usize = 100;
const HIGH_FROM: usize = 104;
const HIGH_TO: usize = 108;
/** Bytes that lie together in every page of the space and of the cache. */
const GRANULE: usize = 112;
const RECORD: i32 = 120;

const spaces = memory.data(SPACES * RECORD);
/** Linear ranges, for when a page of the tables is absent: space u64, start u64, last u64, what to add u64. */
const LINEARS: i32 = 64;
const linears = memory.data(LINEARS * 32);
let linearCount: i32 = 0;
let linearUses: u64 = 0;
/** Translation cache: page address | tag, address of the page in physical memory. */
const tlb = memory.data(<i32>ENTRIES * 16);

let nextTag: u64 = TAGS;
let failure: i32 = PAGE_PRESENT;
let failLevel: i32 = 0;
let failEntry: u64 = 0;
let spanShift: u32 = 12;

@inline function placeOf(id: i32): usize {
  return spaces + <usize>((id & (SPACES - 1)) * RECORD);
}

/** A tag for the space at `place`; when none is left, every space takes a new one and no translation is kept. */
function tagAnew(place: usize): void {
  if (nextTag >= TAGS) {
    for (let i: u32 = 0; i < ENTRIES; i++) store<u64>(tlb + (<usize>i << 4), u64.MAX_VALUE);
    nextTag = 0;
    for (let at = spaces; at < spaces + <usize>(SPACES * RECORD); at += RECORD) store<u64>(at, nextTag++, TAG);
  }
  store<u64>(place, nextTag++, TAG);
}

/**
 * Declares space `id` (≥ 1), in the place of whichever had it. `root`: physical address of the top table, read only
 * where `levels` is not 0 (else only linear ranges answer). `halves`: 1 the user's, 2 the kernel's, 3 both. The rest as in EntryFormat and TableFormat.
 */
export function setSpace(
  id: i32,
  root: u64,
  pageShift: i32,
  levels: i32,
  topBits: i32,
  blockLevel: i32,
  halfBits: i32,
  halves: i32,
  valid: u64,
  tableMask: u64,
  tableValue: u64,
  pageMask: u64,
  pageValue: u64,
  keep: u64,
  shift: i32,
  highMask: u64,
  highFrom: i32,
  highTo: i32,
): void {
  const place = placeOf(id);
  store<u64>(place, root, ROOT);
  store<u64>(place, valid, VALID);
  store<u64>(place, tableMask, TABLE_MASK);
  store<u64>(place, tableValue, TABLE_VALUE);
  store<u64>(place, pageMask, PAGE_MASK);
  store<u64>(place, pageValue, PAGE_VALUE);
  store<u64>(place, keep, KEEP);
  store<u64>(place, highMask, HIGH_MASK);
  store<i32>(place, id, ID);
  store<i32>(place, pageShift, PAGE_SHIFT);
  store<i32>(place, levels, LEVELS);
  store<i32>(place, topBits, TOP_BITS);
  store<i32>(place, blockLevel, BLOCK_LEVEL);
  store<i32>(place, halfBits, HALF_BITS);
  store<i32>(place, halves, HALVES);
  store<i32>(place, shift, SHIFT);
  store<i32>(place, highFrom, HIGH_FROM);
  store<i32>(place, highTo, HIGH_TO);
  store<i32>(place, 1 << min(pageShift, <i32>pageShiftOf()), GRANULE);
  tagAnew(place);
}

/**
 * Says that `start` … `last` of space `id` lie in physical memory in one piece, at address + `add` (mod 2^64). Asked only
 * where a walk ends at a page of the tables that is absent; what the tables say comes first. It holds for that id for
 * ever. Returns 0, or -1 when there are too many.
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

/** Why the last walk led nowhere (status.ts). */
export function walkFailure(): i32 {
  return failure;
}
/** Level (the top one's number down to 1) at which the last walk ended without a translation. */
export function walkLevel(): i32 {
  return failLevel;
}
/** The entry that ended the last failed walk. */
export function walkEntry(): u64 {
  return failEntry;
}
/** Bytes that lie together in every page of space `id`. */
@inline export function granuleOf(id: i32): u64 {
  return <u64>load<u32>(placeOf(id), GRANULE);
}

/** Physical address of `va` in `id`, or u64.MAX_VALUE; then `walkFailure` and the rest tell why. */
export function translate(id: i32, va: u64): u64 {
  const space = placeOf(id);
  if (load<i32>(space, ID) != id) {
    failure = SPACE_GONE;
    return u64.MAX_VALUE;
  }
  const shift = <u64>load<u32>(space, PAGE_SHIFT);
  const within = va & ((<u64>1 << shift) - 1);
  const key = (va ^ within) | load<u64>(space, TAG);
  const slot = tlb + ((<usize>((va >> shift) ^ (va >> (shift + 12))) & (ENTRIES - 1)) << 4);
  if (load<u64>(slot) == key) return load<u64>(slot, 8) | within;
  const pa = walkIn(space, va);
  if (pa != u64.MAX_VALUE) {
    store<u64>(slot, key);
    store<u64>(slot, pa ^ within, 8);
  }
  return pa;
}

/** The physical address in `entry`. */
@inline function addressIn(space: usize, entry: u64): u64 {
  const high = (entry >> <u64>load<u32>(space, HIGH_FROM)) & load<u64>(space, HIGH_MASK);
  const low = (entry & load<u64>(space, KEEP)) << <u64>load<u32>(space, SHIFT);
  return low | (high << <u64>load<u32>(space, HIGH_TO));
}

/** Whether `va` lies in a half that the space maps. */
@inline function canonical(space: usize, va: u64): bool {
  const above = <i64>va >> <i64>load<i32>(space, HALF_BITS);
  const halves = load<i32>(space, HALVES);
  return above == 0 ? (halves & 1) != 0 : above == -1 && (halves & 2) != 0;
}

/** log2 of the bytes around the address that the last `walk` says the same of: one mapping, or one entry without any. */
export function walkSpan(): u32 {
  return spanShift;
}

/** Like `translate`, through the tables each time; `walkSpan` says how far the answer reaches. */
export function walk(id: i32, va: u64): u64 {
  const space = placeOf(id);
  if (load<i32>(space, ID) == id) return walkIn(space, va);
  failure = SPACE_GONE;
  spanShift = 63;
  return u64.MAX_VALUE;
}

function walkIn(space: usize, va: u64): u64 {
  const levels = load<i32>(space, LEVELS);
  failLevel = levels;
  failEntry = 0;
  if (!canonical(space, va)) {
    failure = NON_CANONICAL;
    spanShift = load<i32>(space, HALF_BITS);
    return u64.MAX_VALUE;
  }
  const pageShift = load<i32>(space, PAGE_SHIFT);
  const valid = load<u64>(space, VALID);
  const indexBits = pageShift - 3;
  let table = load<u64>(space, ROOT);
  let bits = load<i32>(space, TOP_BITS);
  spanShift = 63;
  for (let level = levels; level > 0; level--) {
    const shift = <u64>(pageShift + indexBits * (level - 1));
    const at = table + (((va >> shift) & ((<u64>1 << bits) - 1)) << 3);
    bits = indexBits;
    const frame = page(at >> <u64>pageShiftOf());
    failLevel = level;
    if (frame == 0) {
      failure = TABLE_ABSENT;
      // Nothing is known of all that the absent table maps.
      return linear(space, va);
    }
    spanShift = <u32>shift;
    const entry = load<u64>(frame + <usize>(at & (<u64>pageSize() - 1)));
    let leads = (entry & valid) != 0;
    let leaf = level == 1;
    if (leaf) {
      leads = leads && (entry & load<u64>(space, PAGE_MASK)) == load<u64>(space, PAGE_VALUE);
    } else if ((entry & load<u64>(space, TABLE_MASK)) != load<u64>(space, TABLE_VALUE)) {
      leaf = true;
      leads = leads && level <= load<i32>(space, BLOCK_LEVEL);
    }
    if (!leads) {
      failure = NOT_MAPPED;
      failEntry = entry;
      return u64.MAX_VALUE;
    }
    table = addressIn(space, entry);
    if (leaf) {
      const within = (<u64>1 << shift) - 1;
      return (table & ~within) | (va & within);
    }
  }
  failure = NOT_MAPPED;
  return linear(space, va);
}

/** `va` by the linear ranges of the space, u64.MAX_VALUE outside them. */
function linear(space: usize, va: u64): u64 {
  const id = <u64>load<u32>(space, ID);
  for (let at = linears; at < linears + linearCount * 32; at += 32) {
    if (load<u64>(at) != id || va < load<u64>(at, 8) || va > load<u64>(at, 16)) continue;
    const pa = va + load<u64>(at, 24);
    if (page(pa >> pageShiftOf()) != 0) linearUses++;
    spanShift = load<u32>(space, PAGE_SHIFT);
    return pa;
  }
  return u64.MAX_VALUE;
}
