/**
 * The page cache: decoded pages of physical memory in fixed slots, found by frame number.
 *
 *   memory:  | static data | frames: slots × pageSize | heads: buckets × 4 | next: slots × 4 |
 *            | pfns: slots × 8 | used: slots × 1 | bounce buffer | arena (host's, grows) |
 *
 * A frame is looked up through a chained hash; when none is free the clock hand takes the first one
 * that was not used since it last passed. Nothing is allocated after `configure`.
 */

import { PAGE_PRESENT } from './status';

/** Asks the host to put frame `pfn` at `destination`; answers a page status. */
@external('host', 'load')
declare function hostLoad(pfn: f64, destination: usize): i32;

/** Bytes of the bounce buffer: the longest single read. */
export const BOUNCE: i32 = 1 << 20;
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
let hits: u64 = 0;
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
  heads = frames + <usize>slotCount * pageBytes;
  nexts = heads + <usize>buckets * 4;
  pfns = align(nexts + <usize>slotCount * 4, 8);
  used = pfns + <usize>slotCount * 8;
  bounce = align(used + <usize>slotCount, 4096);
  arena = bounce + BOUNCE;
  if (reserve(arena) != 0) return -1;
  memory.fill(heads, 0xff, <usize>buckets * 4);
  memory.fill(pfns, 0xff, <usize>slotCount * 8);
  memory.fill(used, 0, <usize>slotCount);
  filled = 0;
  hand = 0;
  return 0;
}

/** Makes memory at least `end` bytes long. Returns 0, or -1. */
export function reserve(end: usize): i32 {
  const have = <usize>memory.size() << 16;
  if (end <= have) return 0;
  const pages = <i32>((end - have + 0xffff) >> 16);
  return memory.grow(pages) < 0 ? -1 : 0;
}

export function bounceAddress(): usize {
  return bounce;
}
/** First byte after everything the engine owns: the host's to use, after `reserve`. */
export function arenaAddress(): usize {
  return arena;
}
export function pageStatus(): i32 {
  return status;
}
export function cacheHits(): f64 {
  return <f64>hits;
}
export function cacheMisses(): f64 {
  return <f64>misses;
}
@inline export function pageSize(): usize {
  return pageBytes;
}
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

function victim(): i32 {
  if (filled < slots) return filled++;
  // After one round every slot is unused, so this ends.
  while (true) {
    const slot = hand;
    hand = hand + 1 == slots ? 0 : hand + 1;
    if (load<u8>(used + slot) == 0) return slot;
    store<u8>(used + slot, 0);
  }
  return 0;
}

/** Address of the frame `pfn` in wasm memory, or 0 (then `pageStatus` says why). Valid until the next miss. */
export function page(pfn: u64): usize {
  const at = bucketOf(pfn);
  for (let slot = load<i32>(at); slot != NONE; slot = load<i32>(nexts + (<usize>slot << 2))) {
    if (load<u64>(pfns + (<usize>slot << 3)) == pfn) {
      store<u8>(used + slot, 1);
      hits++;
      return frames + (<usize>slot << shift);
    }
  }
  misses++;
  const slot = victim();
  if (load<u64>(pfns + (<usize>slot << 3)) != u64.MAX_VALUE) unlink(slot);
  store<u64>(pfns + (<usize>slot << 3), u64.MAX_VALUE);
  store<u8>(used + slot, 0);
  const destination = frames + (<usize>slot << shift);
  const answer = hostLoad(<f64>pfn, destination);
  if (answer != PAGE_PRESENT) {
    status = answer;
    return 0;
  }
  store<u64>(pfns + (<usize>slot << 3), pfn);
  store<i32>(nexts + (<usize>slot << 2), load<i32>(at));
  store<i32>(at, slot);
  store<u8>(used + slot, 1);
  return destination;
}
