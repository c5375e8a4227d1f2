import type { Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import { slabAt, slabCacheAt, slabObjects } from './slab.ts';
import { slabCacheOf } from './slab-lookup.ts';

/** The object of a slab cache that an address lies in, and whether somebody has it. */
export interface ObjectAt {
  readonly object: Addr;
  readonly cache: string;
  readonly free: boolean;
}

/** The slab object at `address`, by the allocator's own lists; undefined where they cannot be read or it is no slab's. */
export function objectAt(kernel: Kernel, address: bigint): ObjectAt | undefined {
  const found = slabCacheOf(kernel, address);
  const cache = found && slabCacheAt(kernel, found.cacheAddress);
  const slab = cache && slabAt(kernel, found.slab);
  if (!slab || found.object === undefined) return undefined;
  const { object } = found;
  const item = slabObjects(kernel, cache, slab).find((each) => each.address === object);
  return item && { object, cache: found.cache, free: item.state.kind !== 'allocated' };
}
