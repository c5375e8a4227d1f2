/**
 * The page cache: decoded pages of physical memory in fixed slots, found by frame number.
 *
 *   memory:  | static data | frames: (slots + 1 + ASIDE) × pageSize | heads: buckets × 4 | next: (slots + 1) × 4 |
 *            | pfns: (slots + 1) × 8 | used: (slots + 1) × 1 | bounce buffer | arena (host's, grows) |
 *
 * A frame is looked up through a chained hash. One slot is always spare: a page is loaded into it first, and only when
 * it came does the clock hand give up the first page that was not read again since it last passed, whose slot is the spare
 * one from then on. So a page that is absent or damaged costs none that is there.
 *
 * Long work asks `aside`: what it misses goes into a few slots of its own, and what it hits counts as not used, so that
 * the cache is afterwards as it was. Nothing is allocated after `configure`.
 */

import { PAGE_PRESENT } from './status';

/** Asks the host to put frame `pfn` at `destination`; answers a page status. */
@external('host', 'load')
declare function hostLoad(pfn: f64, destination: usize): i32;

/** Bytes of the bounce buffer: the longest single read. */
export const BOUNCE: i32 = 1 << 20;
/** Slots of pages that are read aside. */
const ASIDE: i32 = 8;
const NONE: i32 = -1;

let shift: u32 = 12;
let pageBytes: usize = 4096;
let slots: i32 = 0;
let buckets: u32 = 0;
let frames: usize = 0;
let heads: usize = 0;
let nexts: usize = 0;
let pfns: usize = 0;
let used: usize = 0;
let bounce: usize = 0;
let arena: usize = 0;
let filled: i32 = 0;
let hand: i32 = 0;
let spare: i32 = 0;
let isAside: bool = false;
let asideNext: i32 = 0;
const asidePfns = memory.data(ASIDE * 8);
let misses: u64 = 0;
/** Status of the last page that could not be had. */
let status: i32 = PAGE_PRESENT;

@inline function align(value: usize, to: usize): usize {
  return (value + to - 1) & ~(to - 1);
}

/** Lays out the cache. `slotCount` frames of `1 << pageShift` bytes; to be called once. Returns 0, or -1 when memory cannot grow. */
export function configure(pageShift: i32, slotCount: i32): i32 {
  shift = pageShift;
  pageBytes = (<usize>1) << pageShift;
  slots = slotCount;
  buckets = 1;
  while (buckets < <u32>slotCount) buckets <<= 1;
  frames = align(__heap_base, pageBytes);
  const all = <usize>slotCount + 1;
  heads = frames + (all + ASIDE) * pageBytes;
  nexts = heads + <usize>buckets * 4;
  pfns = align(nexts + all * 4, 8);
  used = pfns + all * 8;
  bounce = align(used + all, 4096);
  arena = bounce + BOUNCE;
  if (reserve(arena + (GROWTH << 16)) != 0) return -1;
  memory.fill(heads, 0xff, <usize>buckets * 4);
  memory.fill(pfns, 0xff, all * 8);
  memory.fill(used, 0, all);
  memory.fill(asidePfns, 0xff, ASIDE * 8);
  filled = 1;
  hand = 0;
  spare = 0;
  isAside = false;
  return 0;
}

/**
 * Memory grows by 12 MiB at least, which is what types and symbols of a kernel are indexed in: the host's collector counts
 * each growth as a buffer of its own, as long as the whole memory, and runs when they come to 64 MiB (V8).
 */
const GROWTH: i32 = 12 << 4;

/** Makes memory at least `end` bytes long. Returns 0, or -1. */
export function reserve(end: usize): i32 {
  const have = <usize>memory.size() << 16;
  if (end <= have) return 0;
  const pages = <i32>((end - have + 0xffff) >> 16);
  if (pages < GROWTH && memory.grow(GROWTH) >= 0) return 0;
  return memory.grow(pages) < 0 ? -1 : 0;
}

/** Where a read that spans pages is put together; BOUNCE bytes, good until the next one. */
export function bounceAddress(): usize {
  return bounce;
}
/** First byte after everything the engine owns: the host's to use, after `reserve`. */
export function arenaAddress(): usize {
  return arena;
}

/** Why the page that was asked for last is there or not (status.ts). */
export function pageStatus(): i32 {
  return status;
}

/** Pages that the host was asked to load. */
export function cacheMisses(): f64 {
  return <f64>misses;
}

/** Bytes of a page of the dump's memory. */
@inline export function pageSize(): usize {
  return pageBytes;
}

/** The logarithm of `pageSize`. */
@inline export function pageShiftOf(): u32 {
  return shift;
}

@inline function bucketOf(pfn: u64): usize {
  return heads + (((<u32>(pfn ^ (pfn >> 29)) * 0x9e3779b1) >> 7) & (buckets - 1)) * 4;
}

function unlink(slot: i32): void {
  const at = bucketOf(load<u64>(pfns + (<usize>slot << 3)));
  let link = at;
  // A chain is at most `slots` long: every slot is in one chain only.
  for (let current = load<i32>(at); current != NONE; current = load<i32>(link)) {
    if (current == slot) {
      store<i32>(link, load<i32>(nexts + (<usize>slot << 2)));
      return;
    }
    link = nexts + (<usize>current << 2);
  }
}

/** A slot that holds nothing any more: one that never did, or that of the page which is given up for it. */
function makeSpare(): void {
  if (filled <= slots) {
    spare = filled++;
    return;
  }
  // After one round every slot is unused, so this ends; the page that just came is never given up.
  const fresh = spare;
  while (true) {
    const slot = hand;
    hand = hand == slots ? 0 : hand + 1;
    if (slot == fresh) continue;
    if (load<u8>(used + slot) == 0) {
      unlink(slot);
      store<u64>(pfns + (<usize>slot << 3), u64.MAX_VALUE);
      spare = slot;
      return;
    }
    store<u8>(used + slot, 0);
  }
}

/** From now on pages are read aside (1), or kept again (0). */
export function aside(on: i32): void {
  isAside = on != 0;
}

/** A page that is not in the cache, into a slot beside it. The last few are found again. */
function pageAside(pfn: u64): usize {
  for (let i: i32 = 0; i < ASIDE; i++) {
    if (load<u64>(asidePfns + (<usize>i << 3)) == pfn) return frames + (<usize>(slots + 1 + i) << shift);
  }
  const slot = asideNext;
  asideNext = (slot + 1) % ASIDE;
  const tag = asidePfns + (<usize>slot << 3);
  const destination = frames + (<usize>(slots + 1 + slot) << shift);
  store<u64>(tag, u64.MAX_VALUE);
  const answer = hostLoad(<f64>pfn, destination);
  if (answer != PAGE_PRESENT) {
    status = answer;
    return 0;
  }
  store<u64>(tag, pfn);
  return destination;
}

/** Address of the frame `pfn` in wasm memory, or 0 (then `pageStatus` says why). Valid until the next miss. */
export function page(pfn: u64): usize {
  const at = bucketOf(pfn);
  for (let slot = load<i32>(at); slot != NONE; slot = load<i32>(nexts + (<usize>slot << 2))) {
    if (load<u64>(pfns + (<usize>slot << 3)) == pfn) {
      if (!isAside) store<u8>(used + slot, 1);
      return frames + (<usize>slot << shift);
    }
  }
  if (isAside) return pageAside(pfn);
  misses++;
  const slot = spare;
  const destination = frames + (<usize>slot << shift);
  const answer = hostLoad(<f64>pfn, destination);
  if (answer != PAGE_PRESENT) {
    status = answer;
    return 0;
  }
  store<u64>(pfns + (<usize>slot << 3), pfn);
  store<i32>(nexts + (<usize>slot << 2), load<i32>(at));
  store<i32>(at, slot);
  // A page that is read only once is the first to go.
  store<u8>(used + slot, 0);
  makeSpare();
  return destination;
}
