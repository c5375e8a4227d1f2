import { step, type Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import { arrayLayout, freeArrays, freeIndexes } from './slab-arrays.ts';
import { freeChain } from './slab-freelist.ts';
import { isQuarantined } from './quarantine.ts';
import { slabCacheOf } from './slab-lookup.ts';
import { sheaves, type Sheaf } from './slab-sheaves.ts';
import { cpuSlabs, listedSlabs, nodeSlabs, slabAt, slabCacheAt, type Slab, type SlabCache } from './slab.ts';

/** Who has the objects of slabs: somebody, or one of the places where free ones wait. */

/** How many slabs and objects a cache has. */
export interface SlabCounts {
  readonly slabs: number;
  readonly objects: number;
  /** Objects that nobody has: on lists of slabs and CPUs, in sheaves. */
  readonly free: number;
  /** Of those, objects in sheaves. */
  readonly inSheaves: number;
}

/** How many slabs and objects `cache` has, and how many of these are free. */
export function slabCounts(kernel: Kernel, cache: SlabCache): SlabCounts {
  const kept = kernel.remember('slab counts', () => new Map<bigint, SlabCounts>());
  const known = kept.get(cache.address);
  if (known) return known;
  let slabs = 0;
  let objects = 0;
  let free = 0;
  for (const node of nodeSlabs(kernel, cache)) {
    slabs += node.slabs;
    objects += node.objects;
    // SLAB keeps count of what the slabs of a node have free.
    const counted = cache.perSlab === undefined ? undefined : node.object.find('free_objects')?.number();
    if (counted !== undefined) free += counted;
    else for (const slab of listedSlabs(kernel, node, 'partial')) free += slab.objects - slab.inuse;
  }
  for (const array of cache.perSlab === undefined ? [] : freeArrays(kernel, cache.object)) free += array.size;
  for (const own of cpuSlabs(kernel, cache)) {
    if (own.slab) free += own.slab.objects - own.slab.inuse;
    if (own.slab) free += freeChain(kernel, cache, own.freelist, own.slab.objects).length;
    for (const slab of own.partial) free += slab.objects - slab.inuse;
  }
  let inSheaves = 0;
  for (const sheaf of sheaves(kernel, cache)) inSheaves += sheaf.size;
  const counts = {
    slabs,
    objects,
    free: Math.min(objects, Math.max(0, free + inSheaves)),
    inSheaves,
  };
  kept.set(cache.address, counts);
  return counts;
}

/** How an object is: had by somebody, or free and where it waits. */
export type ObjectState =
  | { readonly kind: 'allocated' }
  | { readonly kind: 'free' }
  | { readonly kind: 'cpu'; readonly cpu: number }
  | { readonly kind: 'shared' | 'alien'; readonly node: number }
  | { readonly kind: 'sheaf'; readonly sheaf: Sheaf };

/** Objects that are free although their slab counts them as in use: on lists of CPUs, and in sheaves. */
export function keptObjects(kernel: Kernel, cache: SlabCache): ReadonlyMap<bigint, ObjectState> {
  const kept = kernel.remember('kept objects', () => new Map<bigint, ReadonlyMap<bigint, ObjectState>>());
  const known = kept.get(cache.address);
  if (known) return known;
  const found = new Map<bigint, ObjectState>();
  for (const { cpu, slab, freelist } of cpuSlabs(kernel, cache)) {
    if (!slab) continue;
    // What was given back to the slab by others is the CPU's as well: it takes it next.
    for (const first of [freelist, slab.freelist])
      for (const object of freeChain(kernel, cache, first, slab.objects))
        found.set(object, { kind: 'cpu', cpu });
  }
  for (const sheaf of sheaves(kernel, cache))
    for (const object of sheaf.objects()) found.set(object, { kind: 'sheaf', sheaf });
  // Entries of SLAB's arrays begin before what debugging puts in front of an object (obj_offset).
  for (const { kind, owner, objects } of cache.perSlab === undefined ? [] : freeArrays(kernel, cache.object))
    for (const object of objects())
      found.set(step(object, cache.pad), kind === 'cpu' ? { kind, cpu: owner } : { kind, node: owner });
  kept.set(cache.address, found);
  return found;
}

/** An object of a slab. */
export interface SlabItem {
  readonly address: Addr;
  readonly state: ObjectState;
}

const ALLOCATED: ObjectState = { kind: 'allocated' };
const FREE: ObjectState = { kind: 'free' };

/** The objects of `slab` in order, each with its state. */
export function slabObjects(kernel: Kernel, cache: SlabCache, slab: Slab): readonly SlabItem[] {
  const free = new Set<bigint>(ownFree(kernel, cache, slab));
  const kept = keptObjects(kernel, cache);
  return Array.from({ length: slab.objects }, (_, i) => {
    const address = step(slab.first, i * cache.stride + cache.pad);
    return { address, state: kept.get(address) ?? (free.has(address) ? FREE : ALLOCATED) };
  });
}

/** The object of a slab cache that an address lies in, and whether somebody has it. */
export interface ObjectAt {
  readonly object: Addr;
  readonly cache: string;
  readonly free: boolean;
  /** It is free, but KASAN keeps it from the allocator. */
  readonly quarantined?: true;
}

/** The slab object at `address`, by the allocator's own lists and KASAN's shadow; undefined where they cannot be read or it is no slab's. */
export function objectAt(kernel: Kernel, address: bigint): ObjectAt | undefined {
  const found = slabCacheOf(kernel, address);
  const cache = found && slabCacheAt(kernel, found.cacheAddress);
  const slab = cache && slabAt(kernel, found.slab);
  if (!slab || found.object === undefined) return undefined;
  const { object } = found;
  const item = slabObjects(kernel, cache, slab).find((each) => each.address === object);
  if (!item) return undefined;
  if (item.state.kind !== 'allocated') return { object, cache: found.cache, free: true };
  return isQuarantined(kernel, object)
    ? { object, cache: found.cache, free: true, quarantined: true }
    : { object, cache: found.cache, free: false };
}

/** Objects that `slab` itself has free. */
function ownFree(kernel: Kernel, cache: SlabCache, slab: Slab): readonly Addr[] {
  const arrays = arrayLayout(kernel);
  if (!arrays) return freeChain(kernel, cache, slab.freelist, slab.objects);
  return freeIndexes(kernel, arrays, slab.address, slab).map((index) =>
    step(slab.first, index * cache.stride + cache.pad),
  );
}
