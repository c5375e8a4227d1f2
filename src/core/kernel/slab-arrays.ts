import { addr, step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { nodes } from './zones.ts';

/**
 * The SLAB allocator (mm/slab.c, CONFIG_SLAB; gone since 6.8). Its caches say how many objects a slab has (kmem_cache.num). Free objects wait
 * in arrays: of each CPU, of each node (shared), and of those that other nodes own (alien); their slabs count them as in use. What a
 * slab itself has free it lists by index. Three layouts, told by the members:
 *
 *   5.17 to 6.7       struct slab over the first struct page: s_mem, active, and freelist, an array of indexes, free from `active` on
 *   3.13 to 5.16      the same members in struct page
 *   before            a struct slab of its own, in the slab or outside: s_mem, colouroff, inuse, free, the first of a chain in an
 *                     array of 32-bit numbers after it; every struct page names cache and slab, before 3.7 in page.lru
 */
export interface ArrayLayout {
  /** The struct that the lists of a node have, and its list_head. */
  readonly struct: 'struct slab' | 'struct page';
  readonly list: string;
  /** Offsets in it. */
  readonly first: number;
  readonly inuse: number;
  readonly free: number;
  /** Bytes of an index of a free object. */
  readonly indexBytes: 1 | 2 | 4;
  /** Of the oldest layout: offset of the colour, of the node, and of the chain. */
  readonly apart?: { readonly colour: number; readonly node: number | undefined; readonly chain: number };
  /** Offsets in struct page: of the cache, and where it is another than the page itself, of the slab. */
  readonly cacheAt: number;
  readonly slabAt?: number;
}

/** Objects of a slab, entries of an array: more are taken for damage. */
const MAX_OBJECTS = 65535;
const MAX_ENTRIES = 65536;
/** BUFCTL_END: the chain ends. */
const CHAIN_END = 0xffffffff;

/** How the allocator lays out its slabs; undefined where it is another one. */
export function arrayLayout(kernel: Kernel): ArrayLayout | undefined {
  return kernel.remember('layout of SLAB', () => {
    const { types } = kernel;
    if (!types.has('kmem_cache', 'num') || !types.has('kmem_cache', 'gfporder')) return undefined;
    const at = (struct: string, member: string): number => types.offsetOf(struct, member);
    const over = ['slab', 'page'].find((name) => types.has(name, 's_mem') && types.has(name, 'active'));
    if (over)
      return {
        struct: over === 'slab' ? 'struct slab' : 'struct page',
        list: types.has(over, 'slab_list') ? 'slab_list' : 'lru',
        first: at(over, 's_mem'),
        inuse: at(over, 'active'),
        free: at(over, 'freelist'),
        indexBytes: indexBytes(kernel),
        cacheAt: at(over, 'slab_cache'),
      };
    if (!types.has('slab', 's_mem') || !types.has('slab', 'free')) return undefined;
    const named = types.has('page', 'slab_cache') && types.has('page', 'slab_page');
    const lru = named ? 0 : at('page', 'lru');
    return {
      struct: 'struct slab',
      list: 'list',
      first: at('slab', 's_mem'),
      inuse: at('slab', 'inuse'),
      free: at('slab', 'free'),
      indexBytes: 4,
      apart: {
        colour: at('slab', 'colouroff'),
        node: types.has('slab', 'nodeid') ? at('slab', 'nodeid') : undefined,
        chain: types.sizeOf('struct slab') ?? 0,
      },
      cacheAt: named ? at('page', 'slab_cache') : lru,
      slabAt: named ? at('page', 'slab_page') : lru + 8,
    };
  });
}

/** freelist_idx_t since 3.15: a byte where a page has at most 256 objects of the least size (16 bytes), else two; before it an int. */
function indexBytes({ types, layout }: Kernel): 1 | 2 | 4 {
  const size = types.sizeOf('freelist_idx_t');
  if (size === 1 || size === 2) return size;
  return types.has('array_cache', 'lock') ? 4 : layout.pageSize / 256 <= 16 ? 1 : 2;
}

/** What of a slab is not the same for all of its cache. */
interface ArraySlab {
  /** Where its memory and its first object begin. */
  readonly start: Addr | undefined;
  readonly first: Addr;
  readonly inuse: number;
  /** Where the layout tells. */
  readonly node: number | undefined;
}

/** The slab at `address` (what lists and struct pages name); undefined when it cannot be read. */
export function arraySlab(kernel: Kernel, layout: ArrayLayout, address: bigint): ArraySlab | undefined {
  const { space } = kernel;
  const first = space.tryU64(step(address, layout.first));
  const inuse = space.tryU32(step(address, layout.inuse));
  if (!first || inuse === undefined) return undefined;
  const { apart } = layout;
  if (!apart) return { start: undefined, first, inuse, node: undefined };
  const colour = space.tryU64(step(address, apart.colour)) ?? 0n;
  const node = apart.node === undefined ? undefined : space.tryU32(step(address, apart.node));
  return { start: addr(first - colour), first, inuse, node: node === undefined ? undefined : node & 0xffff };
}

/** Numbers of the objects of the slab at `address` that the slab itself has free; `objects`: how many it has, `inuse` of them in use. */
export function freeIndexes(
  kernel: Kernel,
  layout: ArrayLayout,
  address: bigint,
  { objects, inuse }: { readonly objects: number; readonly inuse: number },
): number[] {
  const { space } = kernel;
  const found: number[] = [];
  if (objects > MAX_OBJECTS || inuse > objects) return found;
  if (layout.apart) {
    const seen = new Set<number>();
    let here = space.tryU32(step(address, layout.free)) ?? CHAIN_END;
    while (here < objects && !seen.has(here) && found.length < objects - inuse) {
      seen.add(here);
      found.push(here);
      here = space.tryU32(step(address, layout.apart.chain + here * 4)) ?? CHAIN_END;
    }
    return found;
  }
  const list = space.tryU64(step(address, layout.free)) ?? 0n;
  const bytes = list === 0n ? undefined : space.tryRead(list, objects * layout.indexBytes);
  if (!bytes) return found;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = inuse; i < objects; i++) {
    const at = i * layout.indexBytes;
    const index =
      layout.indexBytes === 1
        ? view.getUint8(at)
        : layout.indexBytes === 2
          ? view.getUint16(at, true)
          : view.getUint32(at, true);
    if (index < objects) found.push(index);
  }
  return found;
}

/** An array of free objects: struct array_cache. */
interface FreeArray {
  readonly kind: 'cpu' | 'shared' | 'alien';
  /** The CPU, or the node that keeps it; of aliens the objects' own node is another. */
  readonly owner: number;
  readonly address: Addr;
  readonly size: number;
  /** Addresses of the objects that can be read. */
  objects(): readonly Addr[];
}

/** The arrays of `cache` (a struct kmem_cache of SLAB): CPU by CPU, then those of the nodes. None twice; together no larger than memory. */
export function* freeArrays(kernel: Kernel, cache: CObject): Generator<FreeArray, void, void> {
  const met = new Set<bigint>();
  const { pages } = kernel.container;
  let left = (pages.endPfn * kernel.memory.pageSize) / 8;
  for (const array of namedArrays(kernel, cache)) {
    if (met.has(array.address)) continue;
    met.add(array.address);
    left -= array.size;
    if (left < 0) return;
    yield array;
  }
}

function* namedArrays(kernel: Kernel, cache: CObject): Generator<FreeArray, void, void> {
  for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
    // A per-CPU pointer since 3.19 (bf0dea23a9c0), an array of pointers before.
    const shared = cache.find('cpu_cache')?.try((each) => each.pointer());
    const offset = shared ? kernel.tryPerCpuOffset(cpu) : undefined;
    const at =
      shared && offset !== undefined
        ? step(shared, offset)
        : cache.find('array')?.try((each) => (cpu < each.count ? each.at(cpu).pointer() : 0n));
    const found = at ? read(kernel, at, 'cpu', cpu) : undefined;
    if (found) yield found;
  }
  const ids = nodes(kernel).map(({ id }) => id);
  for (const id of ids) {
    const node = arrayNode(kernel, cache, id);
    if (!node) continue;
    const shared = node.find('shared')?.try((each) => each.pointer());
    const found = shared ? read(kernel, shared, 'shared', id) : undefined;
    if (found) yield found;
    const aliens = node.find('alien')?.try((each) => each.pointer()) ?? 0n;
    for (const other of aliens === 0n ? [] : ids) {
      const alien = kernel.space.tryU64(step(aliens, other * 8));
      // A lock stands before it since 3.18 (49dfc304ba24).
      const inner = kernel.types.has('alien_cache', 'ac') ? kernel.types.offsetOf('alien_cache', 'ac') : 0;
      const each = alien ? read(kernel, step(alien, inner), 'alien', id) : undefined;
      if (each) yield each;
    }
  }
}

/** What node `id` keeps of a cache: struct kmem_cache_node, kmem_list3 before 3.11. */
export function arrayNode(kernel: Kernel, cache: CObject, id: number): CObject | undefined {
  return cache.try((each) => {
    const table = each.find('node') ?? each.find('nodelists');
    if (!table) return undefined;
    const at =
      table.bare.kind === 'pointer'
        ? kernel.space.tryU64(step(table.pointer(), id * 8))
        : table.at(id).pointer();
    const type = kernel.types.struct('kmem_cache_node') ? 'struct kmem_cache_node' : 'struct kmem_list3';
    return at ? kernel.at(type, at) : undefined;
  });
}

function read(kernel: Kernel, at: bigint, kind: FreeArray['kind'], owner: number): FreeArray | undefined {
  const object = kernel.at('struct array_cache', at);
  const size = object.try((each) => each.get('avail').number());
  if (size === undefined || size > MAX_ENTRIES) return undefined;
  return {
    kind,
    owner,
    address: object.address,
    size,
    objects() {
      const from = object.get('entry').address;
      const found: Addr[] = [];
      for (let i = 0; i < size; i++) {
        const word = kernel.space.tryU64(step(from, i * 8));
        // The lowest bit marks objects of emergency reserves (SLAB_OBJ_PFMEMALLOC, 3.6 to 4.1).
        if (word) found.push(addr(word & ~1n));
      }
      return found;
    },
  };
}
