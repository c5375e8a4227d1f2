import { step } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import { memmap } from './memmap.ts';
import { arrayLayout } from './slab-arrays.ts';
import { slabTest } from './slab-lookup.ts';
import { slabAt, slabCaches, type Slab, type SlabCache } from './slab.ts';

/**
 * Every slab in memory, in order of address, with the cache whose address its struct page has: also those that are on no
 * list because they are full. Pages whose cache is not on slab_caches are left out.
 */
export function* slabsInMemory(
  kernel: Kernel,
): Generator<{ readonly cache: SlabCache; readonly slab: Slab }, void, void> {
  const { types } = kernel;
  const caches = new Map(slabCaches(kernel).map((cache) => [cache.address as bigint, cache]));
  if (caches.size === 0) return;
  const arrays = arrayLayout(kernel);
  const struct = types.has('slab', 'slab_cache') ? 'slab' : 'page';
  if (!arrays && !types.has(struct, 'slab_cache')) return;
  const cacheAt = arrays?.cacheAt ?? types.offsetOf(struct, 'slab_cache');
  let last = 0n;
  const isSlab = slabTest(kernel);
  for (const { address, view, count, size } of memmap(kernel))
    for (let i = 0; i < count; i++) {
      // Tail pages have other things there; a head's word is the address of a cache, which decides nearly always.
      const cache = caches.get(view.getBigUint64(i * size + cacheAt, true));
      if (!cache) continue;
      const page = step(address, i * size);
      if (!isSlab(page)) continue;
      const at = arrays?.slabAt === undefined ? page : view.getBigUint64(i * size + arrays.slabAt, true);
      const slab = at === last ? undefined : slabAt(kernel, at);
      // Of the oldest SLAB all pages of a slab name it.
      last = at;
      if (slab && slab.objects > 0) yield { cache, slab };
    }
}
