import { addr, step, type Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import type { SlabCache } from './slab.ts';

/**
 * Free objects are linked by a pointer within each of them (mm/slub.c, freelist_ptr_decode). With
 * CONFIG_SLAB_FREELIST_HARDENED it is mixed with a number of the cache and its own address: the address as it is from 4.14
 * on, with its bytes turned round since 5.7 (1ad53d9fa3f6). Which of the two it is, the first chain tells that ends as it must.
 */
type Mixing = 'turned' | 'plain';

/** The free objects from `first` on, at most `most`; a link that leads out of the slab's memory ends it. */
export function freeChain(kernel: Kernel, cache: SlabCache, first: bigint, most: number): Addr[] {
  if (first === 0n) return [];
  if (cache.random === undefined) return walk(kernel, cache, first, most, undefined).found;
  const known = kernel.remember('mixing of free pointers', () => ({ way: undefined as Mixing | undefined }));
  if (known.way) return walk(kernel, cache, first, most, known.way).found;
  for (const way of ['turned', 'plain'] as const) {
    const { found, ended } = walk(kernel, cache, first, most, way);
    if (!ended) continue;
    // One object alone may end by chance.
    if (found.length > 1) known.way = way;
    return found;
  }
  return walk(kernel, cache, first, most, 'turned').found;
}

function walk(
  kernel: Kernel,
  cache: SlabCache,
  first: bigint,
  most: number,
  way: Mixing | undefined,
): { readonly found: Addr[]; readonly ended: boolean } {
  const found: Addr[] = [];
  const seen = new Set<bigint>();
  const low = first - BigInt(cache.slabBytes);
  const high = first + BigInt(cache.slabBytes);
  let here = first;
  while (here !== 0n) {
    if (found.length >= most || seen.has(here) || here < low || here > high) return { found, ended: false };
    seen.add(here);
    found.push(addr(here));
    const at = step(here, cache.pointerAt);
    const stored = kernel.space.tryU64(at);
    if (stored === undefined) return { found, ended: false };
    here = way === undefined ? stored : stored ^ (cache.random ?? 0n) ^ (way === 'turned' ? turned(at) : at);
  }
  return { found, ended: true };
}

/** The bytes of a word the other way round. */
function turned(word: bigint): bigint {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setBigUint64(0, word, true);
  return bytes.getBigUint64(0, false);
}
