import { addr, step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { listEntries, type BrokenList } from './lists.ts';
import { freeChain } from './slab-freelist.ts';
import { slabCacheOf } from './slab-lookup.ts';
import { sheaves, type Sheaf } from './slab-sheaves.ts';
import { nodes } from './zones.ts';

/** A cache of objects of one size: struct kmem_cache (mm/slab.h, SLUB). */
export interface SlabCache {
  readonly object: CObject;
  readonly address: Addr;
  readonly name: string;
  /** Bytes of an object, and from one to the next. */
  readonly objectSize: number;
  readonly stride: number;
  /** Bytes before the first object's data (SLAB_RED_ZONE). */
  readonly pad: number;
  readonly flags: bigint;
  /** Bytes of a slab as they are made when memory is not short. */
  readonly slabBytes: number;
  /** Where in a free object the pointer to the next one stands, from its start on. */
  readonly pointerAt: number;
  /** What those pointers are mixed with; undefined when they are plain (CONFIG_SLAB_FREELIST_HARDENED). */
  readonly random: bigint | undefined;
}

/** Pages that a cache's objects lie in: struct slab, laid over their first struct page. */
export interface Slab {
  /** Of struct slab. */
  readonly address: Addr;
  /** Where its memory begins. */
  readonly start: Addr;
  readonly node: number;
  readonly objects: number;
  /** Objects that the slab's own list does not have: in use, or on a CPU's list. */
  readonly inuse: number;
  /** First object of the slab's own list; 0: none. */
  readonly freelist: Addr;
}

/** What a CPU keeps of a cache: struct kmem_cache_cpu (up to 6.x, before sheaves). */
export interface CpuSlabs {
  readonly cpu: number;
  readonly address: Addr;
  /** The slab that it takes objects from, and the first object of the CPU's own list. */
  readonly slab?: Slab;
  readonly freelist: Addr;
  readonly partial: readonly Slab[];
}

/** What a node keeps of a cache: struct kmem_cache_node. */
export interface NodeSlabs {
  readonly node: number;
  readonly object: CObject;
  readonly slabs: number;
  readonly objects: number;
  readonly partialCount: number;
}

export interface SlabCounts {
  readonly slabs: number;
  readonly objects: number;
  /** Objects that nobody has: on lists of slabs and CPUs, in sheaves. */
  readonly free: number;
  /** Of those, objects in sheaves. */
  readonly inSheaves: number;
}

/** Caches, slabs of a list: more are taken for damage. */
const MAX_CACHES = 20_000;
const MAX_SLABS = 4_000_000;
const MAX_CPU_SLABS = 4096;

/** The caches, newest first, as slab_caches lists them (mm/slab_common.c). */
export function slabCaches(kernel: Kernel, broken?: BrokenList): readonly SlabCache[] {
  return kernel.remember('slab caches', () => {
    const symbol = kernel.symbols.image.byName('slab_caches');
    if (!symbol || !kernel.types.has('kmem_cache', 'list')) return [];
    const found: SlabCache[] = [];
    const head = kernel.at('struct list_head', symbol.address);
    for (const object of listEntries(head, 'struct kmem_cache', 'list', broken)) {
      if (found.length >= MAX_CACHES) break;
      const cache = readCache(kernel, object);
      if (cache) found.push(cache);
    }
    return found;
  });
}

/** The cache whose kmem_cache lies at `address`; undefined when no cache does. */
export function slabCacheAt(kernel: Kernel, address: bigint): SlabCache | undefined {
  const all = kernel.remember(
    'slab caches by address',
    () => new Map(slabCaches(kernel).map((cache) => [cache.address as bigint, cache])),
  );
  return all.get(address) ?? readCache(kernel, kernel.at('struct kmem_cache', address));
}

function readCache(kernel: Kernel, object: CObject): SlabCache | undefined {
  return object.try((each) => {
    const objectSize = each.get('object_size').number();
    const stride = each.get('size').number();
    // kmem_cache_order_objects: order in the upper half (oo_order, mm/slub.c).
    const order = each.get('oo.x').number() >>> 16;
    if (stride < objectSize || stride > 1 << 24 || stride === 0 || order > 16) return undefined;
    return {
      object: each,
      address: each.address,
      name: each.get('name').string(128),
      objectSize,
      stride,
      pad: each.find('red_left_pad')?.number() ?? 0,
      flags: each.get('flags').pointer(),
      slabBytes: kernel.layout.pageSize * 2 ** order,
      pointerAt: each.get('offset').number(),
      random: each.find('random')?.pointer(),
    };
  });
}

/** Offsets of what is read of every slab. */
interface SlabLayout {
  readonly struct: string;
  readonly freelist: number;
  readonly counters: number;
  readonly flags: number;
  readonly next: number | undefined;
  readonly list: string;
  readonly base: bigint;
  readonly pageSize: number;
  readonly nodeShift: number;
  readonly nodeMask: bigint;
}

function layoutOf(kernel: Kernel): SlabLayout | undefined {
  return kernel.remember('layout of slabs', () => {
    const { types } = kernel;
    // struct slab since 5.17 (d122019bf061).
    const struct = types.has('slab', 'slab_cache') ? 'slab' : 'page';
    const at = (...members: string[]): number | undefined => {
      const member = members.find((name) => types.has(struct, name));
      return member === undefined ? undefined : types.offsetOf(struct, member);
    };
    const base = kernel.arch.paging.vmemmap(kernel);
    const pageSize = types.sizeOf('struct page');
    const freelist = at('freelist');
    const counters = at('counters');
    if (base === undefined || !pageSize || freelist === undefined || counters === undefined) return undefined;
    const { shift, mask } = nodeBits(kernel);
    return {
      struct: `struct ${struct}`,
      freelist,
      counters,
      flags: types.has('page', 'flags') ? types.offsetOf('page', 'flags') : 0,
      next: at('next'),
      list: at('slab_list') === undefined ? 'lru' : 'slab_list',
      base,
      pageSize,
      nodeShift: shift,
      nodeMask: mask,
    };
  });
}

/**
 * Where page.flags tells the node: below the zone's bits at the top (include/linux/page-flags-layout.h). How many bits it
 * takes depends on the configuration; with one node none of it matters.
 */
function nodeBits(kernel: Kernel): { readonly shift: number; readonly mask: bigint } {
  const count = nodes(kernel).length;
  if (count <= 1) return { shift: 0, mask: 0n };
  // NODES_SHIFT is the width of MAX_NUMNODES; kmem_cache.node[] has as many.
  const table = kernel.types.has('kmem_cache', 'node')
    ? kernel.at('struct kmem_cache', 0n).get('node').count
    : kernel.types.has('kmem_cache', 'per_node')
      ? kernel.at('struct kmem_cache', 0n).get('per_node').count
      : 64;
  const width = Math.max(1, Math.ceil(Math.log2(table)));
  return { shift: 64 - width, mask: (1n << BigInt(width)) - 1n };
}

/** The slab whose first struct page lies at `address`; undefined when it cannot be read. */
export function slabAt(kernel: Kernel, address: bigint): Slab | undefined {
  const layout = layoutOf(kernel);
  const direct = kernel.arch.paging.directMap(kernel);
  if (!layout || !direct || address < layout.base) return undefined;
  const { space } = kernel;
  const freelist = space.tryU64(step(address, layout.freelist));
  const counters = space.tryU32(step(address, layout.counters));
  const flags = space.tryU64(step(address, layout.flags));
  if (freelist === undefined || counters === undefined || flags === undefined) return undefined;
  const frame = (address - layout.base) / BigInt(layout.pageSize);
  return {
    address: addr(address),
    start: addr(direct.offset + frame * BigInt(kernel.layout.pageSize)),
    node: Number((flags >> BigInt(layout.nodeShift)) & layout.nodeMask),
    // inuse: 16 bits, objects: 15, frozen: 1.
    inuse: counters & 0xffff,
    objects: (counters >>> 16) & 0x7fff,
    freelist,
  };
}

/** What each CPU keeps of `cache`; none where CPUs have sheaves instead. */
export function* cpuSlabs(kernel: Kernel, cache: SlabCache): Generator<CpuSlabs, void, void> {
  const base = cache.object.find('cpu_slab')?.pointer();
  if (!base || !kernel.types.struct('kmem_cache_cpu')) return;
  for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
    const offset = kernel.tryPerCpuOffset(cpu);
    if (offset === undefined) continue;
    const found = kernel.at('struct kmem_cache_cpu', step(base, offset)).try((own): CpuSlabs => {
      const active = own.first('slab', 'page').pointer();
      return {
        cpu,
        address: own.address,
        freelist: own.get('freelist').pointer(),
        slab: active === 0n ? undefined : slabAt(kernel, active),
        partial: [...chained(kernel, own.find('partial')?.pointer() ?? 0n)],
      };
    });
    if (found) yield found;
  }
}

/** Slabs linked by `next`: those a CPU has put aside. */
function* chained(kernel: Kernel, first: bigint): Generator<Slab> {
  const next = layoutOf(kernel)?.next;
  const seen = new Set<bigint>();
  for (let here = first; here !== 0n && next !== undefined && seen.size < MAX_CPU_SLABS;) {
    const slab = seen.has(here) ? undefined : slabAt(kernel, here);
    if (!slab) return;
    seen.add(here);
    yield slab;
    here = kernel.space.tryU64(step(here, next)) ?? 0n;
  }
}

/** What each node keeps of `cache`. */
export function* nodeSlabs(kernel: Kernel, cache: SlabCache): Generator<NodeSlabs, void, void> {
  for (const { id } of nodes(kernel)) {
    const { object } = cache;
    // per_node since 7.1.
    const at =
      object.find('per_node')?.at(id).find('node')?.pointer() ?? object.find('node')?.at(id).pointer() ?? 0n;
    if (at === 0n) continue;
    const found = kernel.at('struct kmem_cache_node', at).try((own) => ({
      node: id,
      object: own,
      slabs: own.find('nr_slabs.counter')?.number() ?? 0,
      objects: own.find('total_objects.counter')?.number() ?? 0,
      partialCount: own.get('nr_partial').number(),
    }));
    if (found) yield found;
  }
}

/** The slabs on the list `which` of a node, bounded. */
export function* listedSlabs(
  kernel: Kernel,
  node: NodeSlabs,
  which: 'partial' | 'full',
): Generator<Slab, void, void> {
  const layout = layoutOf(kernel);
  const head = node.object.find(which);
  if (!layout || !head) return;
  let count = 0;
  for (const page of listEntries(head, layout.struct, layout.list)) {
    if (++count > MAX_SLABS) return;
    const slab = slabAt(kernel, page.address);
    if (slab) yield slab;
  }
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
    for (const slab of listedSlabs(kernel, node, 'partial')) free += slab.objects - slab.inuse;
  }
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
  const free = new Set<bigint>(freeChain(kernel, cache, slab.freelist, slab.objects));
  const kept = keptObjects(kernel, cache);
  return Array.from({ length: slab.objects }, (_, i) => {
    const address = step(slab.start, i * cache.stride + cache.pad);
    return { address, state: kept.get(address) ?? (free.has(address) ? FREE : ALLOCATED) };
  });
}

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
