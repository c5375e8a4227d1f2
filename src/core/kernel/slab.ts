import { addr, step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { listEntries, type BrokenList } from './lists.ts';
import { arrayLayout, arrayNode, arraySlab } from './slab-arrays.ts';
import { slabCacheOf } from './slab-lookup.ts';
import { nodes } from './zones.ts';

/** A cache of objects of one size: struct kmem_cache, of SLUB or SLAB (slab-arrays.ts). */
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
  /** Objects of a slab, where the cache says it (SLAB). */
  readonly perSlab: number | undefined;
}

/** Pages that a cache's objects lie in: struct slab, laid over their first struct page. */
export interface Slab {
  /** Of struct slab. */
  readonly address: Addr;
  /** Where its memory begins, and its first object with what stands before it. */
  readonly start: Addr;
  readonly first: Addr;
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

/** Caches, slabs of a list: more are taken for damage. */
const MAX_CACHES = 20_000;
const MAX_SLABS = 4_000_000;
const MAX_CPU_SLABS = 4096;

/** The caches, newest first, as slab_caches lists them (mm/slab_common.c). */
export function slabCaches(kernel: Kernel, broken?: BrokenList): readonly SlabCache[] {
  return kernel.remember('slab caches', () => {
    // cache_chain and kmem_cache.next of SLAB before 3.6 (18004c5d4084).
    const [name, link] = kernel.types.has('kmem_cache', 'list')
      ? ['slab_caches', 'list']
      : ['cache_chain', 'next'];
    const symbol = kernel.symbols.image.byName(name);
    if (!symbol || !kernel.types.has('kmem_cache', link)) return [];
    const found: SlabCache[] = [];
    const head = kernel.at('struct list_head', symbol.address);
    for (const object of listEntries(head, 'struct kmem_cache', link, broken)) {
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
    // SLAB before 3.6 (3b0efdfa1e71): buffer_size, and obj_size with CONFIG_DEBUG_SLAB only.
    const stride = each.first('size', 'buffer_size').number();
    const objectSize = (each.find('object_size') ?? each.find('obj_size'))?.number() ?? stride;
    const perSlab = arrayLayout(kernel) ? each.get('num').number() : undefined;
    // kmem_cache_order_objects: order in the upper half (oo_order, mm/slub.c).
    const order = perSlab === undefined ? each.get('oo.x').number() >>> 16 : each.get('gfporder').number();
    if (stride < objectSize || stride > 1 << 24 || stride === 0 || order > 16) return undefined;
    if (perSlab !== undefined && (perSlab > 1 << 16 || perSlab * stride > kernel.layout.pageSize << order))
      return undefined;
    return {
      perSlab,
      object: each,
      address: each.address,
      name: each.get('name').string(128),
      objectSize,
      stride,
      pad: each.find('red_left_pad')?.number() ?? each.find('obj_offset')?.number() ?? 0,
      flags: each.get('flags').bigint(),
      slabBytes: kernel.layout.pageSize * 2 ** order,
      pointerAt: each.find('offset')?.number() ?? 0,
      random: each.find('random')?.pointer(),
    };
  });
}

/** Offsets of what is read of every slab. */
interface SlabLayout {
  readonly struct: string;
  /** Of SLUB. */
  readonly freelist: number | undefined;
  readonly counters: number | undefined;
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
    const arrays = arrayLayout(kernel);
    if (base === undefined || !pageSize) return undefined;
    const { shift, mask } = nodeBits(kernel);
    return {
      struct: arrays?.struct ?? `struct ${struct}`,
      freelist: at('freelist'),
      counters: at('counters'),
      flags: types.has('page', 'flags') ? types.offsetOf('page', 'flags') : 0,
      next: at('next'),
      list: arrays?.list ?? (at('slab_list') === undefined ? 'lru' : 'slab_list'),
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

/** The slab whose first struct page lies at `address`, of the oldest SLAB its struct slab; undefined when it cannot be read. */
export function slabAt(kernel: Kernel, address: bigint): Slab | undefined {
  const layout = layoutOf(kernel);
  if (!layout) return undefined;
  if (arrayLayout(kernel)) return slabOfArrays(kernel, layout, address);
  const { space } = kernel;
  const memory = pageOfSlab(kernel, layout, address);
  const { freelist: freelistAt, counters: countersAt } = layout;
  if (!memory || freelistAt === undefined || countersAt === undefined) return undefined;
  const freelist = space.tryU64(step(address, freelistAt));
  const counters = space.tryU32(step(address, countersAt));
  if (freelist === undefined || counters === undefined) return undefined;
  return {
    address: addr(address),
    ...memory,
    first: memory.start,
    // inuse: 16 bits, objects: 15, frozen: 1.
    inuse: counters & 0xffff,
    objects: (counters >>> 16) & 0x7fff,
    freelist,
  };
}

/** Where the memory of the struct page at `address` lies, and its node. */
function pageOfSlab(
  kernel: Kernel,
  layout: SlabLayout,
  address: bigint,
): { readonly start: Addr; readonly node: number } | undefined {
  const direct = kernel.arch.paging.directMap(kernel);
  const flags = address < layout.base ? undefined : kernel.space.tryU64(step(address, layout.flags));
  if (!direct || flags === undefined) return undefined;
  const frame = (address - layout.base) / BigInt(layout.pageSize);
  return {
    start: addr(direct.offset + frame * BigInt(kernel.layout.pageSize)),
    node: Number((flags >> BigInt(layout.nodeShift)) & layout.nodeMask),
  };
}

/** A slab of SLAB: how many objects it has its cache says, which its memory leads to. */
function slabOfArrays(kernel: Kernel, layout: SlabLayout, address: bigint): Slab | undefined {
  const arrays = arrayLayout(kernel);
  const own = arrays && arraySlab(kernel, arrays, address);
  const memory =
    own?.start === undefined
      ? pageOfSlab(kernel, layout, address)
      : { start: own.start, node: own.node ?? 0 };
  const cacheAddress = own && slabCacheOf(kernel, own.first)?.cacheAddress;
  const objects = cacheAddress && slabCacheAt(kernel, cacheAddress)?.perSlab;
  if (!own || !memory || objects === undefined || own.inuse > objects) return undefined;
  return {
    address: addr(address),
    ...memory,
    first: own.first,
    inuse: own.inuse,
    objects,
    freelist: addr(0n),
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
    if (cache.perSlab !== undefined) {
      const own = arrayNode(kernel, object, id);
      const found = own?.try((each) => nodeOfArrays(kernel, cache, id, each));
      if (found) yield found;
      continue;
    }
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

/** Of SLAB: total_slabs since 4.10 (bf00bd345804), num_slabs in 4.9; the lists are counted before. */
function nodeOfArrays(kernel: Kernel, cache: SlabCache, node: number, object: CObject): NodeSlabs {
  const told = object.find('total_slabs') ?? object.find('num_slabs');
  const count = (which: SlabList): number => [...listedSlabs(kernel, { object }, which)].length;
  const partialCount = count('partial');
  const slabs = told?.number() ?? partialCount + count('full') + count('free');
  return { node, object, slabs, objects: slabs * (cache.perSlab ?? 0), partialCount };
}

/** The lists that a node has: SLUB those of partial and, with user tracking, of full slabs, SLAB all three. */
export type SlabList = 'partial' | 'full' | 'free';

/** The slabs on the list `which` of a node, bounded. */
export function* listedSlabs(
  kernel: Kernel,
  node: Pick<NodeSlabs, 'object'>,
  which: SlabList,
): Generator<Slab, void, void> {
  const layout = layoutOf(kernel);
  const head = node.object.find(arrayLayout(kernel) ? `slabs_${which}` : which);
  if (!layout || !head) return;
  let count = 0;
  for (const page of listEntries(head, layout.struct, layout.list)) {
    if (++count > MAX_SLABS) return;
    const slab = slabAt(kernel, page.address);
    if (slab) yield slab;
  }
}
