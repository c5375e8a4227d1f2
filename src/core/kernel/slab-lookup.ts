import { addr, hex, step, type Addr } from '../addr.ts';
import { ifKnown } from '../errors.ts';
import { linearPhysical, linearVirtual, type LinearMapping } from '../memory/tables.ts';
import type { Kernel } from './kernel.ts';
import { arrayLayout, arraySlab, type ArrayLayout } from './slab-arrays.ts';

/** What a slab allocator's memory belongs to. */
export interface SlabObject {
  /** Name of the kmem_cache. */
  readonly cache: string;
  /** Address of the kmem_cache. */
  readonly cacheAddress: Addr;
  /** First byte of the object; undefined when the address lies after the slab's last object. */
  readonly object?: Addr;
  /** Bytes from one object to the next, and of one object. */
  readonly stride: number;
  readonly size: number;
  /** The slab it lies in: address of its first struct page, which struct slab is laid over, and where its memory begins. */
  readonly slab: Addr;
  readonly start: Addr;
}

interface Cache {
  readonly address: Addr;
  readonly name: string;
  readonly stride: number;
  readonly size: number;
  readonly pad: number;
  /** Objects of a slab, where the cache tells. */
  readonly most: number;
}
interface SlabPage {
  readonly cache: Cache;
  /** Where the slab's memory begins, its first object, and its first struct page (or a struct slab of its own). */
  readonly start: Addr;
  readonly first: Addr;
  readonly slab: Addr;
}

/** Bytes of struct pages that a mask in page.compound_info may span; addresses of vmemmap lie far below. */
const MAX_MASK = 1n << 36n;
/** Pages whose answer is kept. */
const MAX_KEPT = 65536;

/** The slab cache, and the object in it, that `address` of the direct map belongs to; undefined for other memory. */
export function slabCacheOf(kernel: Kernel, address: bigint): SlabObject | undefined {
  const lookup = kernel.remember('slab look-up', () => new SlabLookup(kernel));
  const page = lookup.page(address);
  if (!page) return undefined;
  const { cache, start, first, slab } = page;
  const index = cache.stride > 0 ? Math.floor((Number(address - first) - cache.pad) / cache.stride) : 0;
  return {
    cache: cache.name,
    cacheAddress: cache.address,
    object: index >= 0 && index < cache.most ? step(first, index * cache.stride + cache.pad) : undefined,
    stride: cache.stride,
    size: cache.size,
    slab,
    start,
  };
}

class SlabLookup {
  private readonly pages = new Map<number, SlabPage | undefined>();
  private readonly caches = new Map<bigint, Cache | undefined>();
  /** Where struct page of frame 0 would be; undefined when that is not known. */
  private readonly vmemmap: bigint | undefined;
  private readonly direct: LinearMapping | undefined;
  /** Bytes of a page, and of its struct page. */
  private readonly pageBytes: number;
  private readonly pageSize: number;
  private readonly isSlab: (page: bigint) => boolean;
  private readonly head: number | undefined;
  private readonly cacheAt: number | undefined;
  private readonly arrays: ArrayLayout | undefined;

  constructor(private readonly kernel: Kernel) {
    const { types, vmcoreinfo } = kernel;
    this.vmemmap = kernel.arch.paging.vmemmap(kernel);
    this.direct = kernel.arch.paging.directMap(kernel);
    this.pageBytes = kernel.layout.pageSize;
    this.pageSize = types.sizeOf('struct page') ?? vmcoreinfo.size('page') ?? 64;
    this.isSlab = slabTest(kernel);
    this.head = offset(kernel, 'page', 'compound_head', 'compound_info');
    // struct slab is laid over struct page since 5.17 (d122019bf061).
    this.arrays = arrayLayout(kernel);
    this.cacheAt =
      this.arrays?.cacheAt ?? offset(kernel, 'slab', 'slab_cache') ?? offset(kernel, 'page', 'slab_cache');
  }

  page(address: bigint): SlabPage | undefined {
    const { container, memory } = this.kernel;
    const physical = this.direct && linearPhysical(this.direct, address);
    if (physical === undefined || physical >= container.pages.endPfn * memory.pageSize) return undefined;
    const pfn = Math.floor(physical / this.pageBytes);
    if (this.pages.has(pfn)) return this.pages.get(pfn);
    const found = this.read(pfn);
    if (this.pages.size < MAX_KEPT) this.pages.set(pfn, found);
    return found;
  }

  private read(pfn: number): SlabPage | undefined {
    const { vmemmap, direct } = this;
    if (this.cacheAt === undefined || vmemmap === undefined || !direct) return undefined;
    const own = step(vmemmap, pfn * this.pageSize);
    // Pages of the oldest SLAB are no compound: each names its slab.
    const page = this.arrays?.apart ? own : this.headOf(own);
    if (page === undefined || !this.isSlab(page)) return undefined;
    const address = this.kernel.space.tryU64(step(page, this.cacheAt));
    const cache = address && this.cache(address);
    if (!cache) return undefined;
    const headPfn = Number(page - vmemmap) / this.pageSize;
    const linear = linearVirtual(direct, headPfn * this.pageBytes);
    if (linear === undefined) return undefined;
    const { arrays } = this;
    if (!arrays) return { cache, start: addr(linear), first: addr(linear), slab: addr(page) };
    const slab = arrays.slabAt === undefined ? page : this.kernel.space.tryU64(step(page, arrays.slabAt));
    const told = slab === undefined ? undefined : arraySlab(this.kernel, arrays, slab);
    if (!told || slab === undefined) return undefined;
    return { cache, start: told.start ?? addr(linear), first: told.first, slab: addr(slab) };
  }

  /** The first page of the compound that `page` is part of: tail pages point at it, with bit 0 set. */
  private headOf(page: bigint): bigint | undefined {
    if (this.head === undefined) return page;
    const link = this.kernel.space.tryU64(step(page, this.head));
    if (link === undefined) return undefined;
    if ((link & 1n) === 0n) return page;
    // Since 7.0 it may be a mask that leaves the head's address of the tail's (page.compound_info).
    if (BigInt.asIntN(64, link) > -MAX_MASK) return page & (link - 1n);
    const head = link - 1n;
    return head >= (this.vmemmap ?? 0n) && head <= page ? head : undefined;
  }

  private cache(address: Addr): Cache | undefined {
    if (this.caches.has(address)) return this.caches.get(address);
    const found = this.readCache(address);
    if (this.caches.size < MAX_KEPT) this.caches.set(address, found);
    return found;
  }

  private readCache(address: Addr): Cache | undefined {
    return ifKnown(() => {
      const cache = this.kernel.at('struct kmem_cache', address);
      const name = cache.get('name').string(128);
      const stride = cache.first('size', 'buffer_size').number();
      const size = (cache.find('object_size') ?? cache.find('obj_size'))?.number() ?? stride;
      if (name === '' || stride < size || stride > 1 << 24) return undefined;
      const pad = cache.find('red_left_pad')?.number() ?? cache.find('obj_offset')?.number() ?? 0;
      const most = this.arrays ? cache.get('num').number() : Infinity;
      return { address, name, stride, size, pad, most };
    });
  }
}

/**
 * How a page says that it is a slab's: a flag until 6.9 (enum pageflags), then a page type: a bit that is cleared
 * (46df8e73a4a3), since 6.12 a number in the top byte (4ffca5a96678). VMCOREINFO tells the type's value.
 */
export function slabTest(kernel: Kernel): (page: bigint) => boolean {
  const { types, vmcoreinfo, space } = kernel;
  const flag = types.enumerator('pageflags', 'PG_slab') ?? vmcoreinfo.number('PG_slab');
  if (flag !== undefined) {
    const at = offset(kernel, 'page', 'flags') ?? 0;
    return (page) => (((space.tryU64(step(page, at)) ?? 0n) >> flag) & 1n) === 1n;
  }
  const type = types.enumerator('pagetype', 'PGTY_slab');
  const told =
    vmcoreinfo.number('PAGE_SLAB_MAPCOUNT_VALUE') ?? (type === undefined ? undefined : type << 24n);
  const at = offset(kernel, 'page', 'page_type', '_mapcount');
  if (told === undefined || at === undefined) return () => false;
  const value = Number(BigInt.asUintN(32, told));
  if ((value & 0xffffff) === 0) return (page) => (space.tryU32(step(page, at)) ?? 0) >>> 24 === value >>> 24;
  return (page) => {
    const word = space.tryU32(step(page, at)) ?? 0;
    return word >>> 28 === 15 && (word & ~value) >>> 0 === 0;
  };
}

function offset(kernel: Kernel, struct: string, ...members: string[]): number | undefined {
  const member = members.find((name) => kernel.types.has(struct, name));
  return member === undefined ? undefined : kernel.types.offsetOf(struct, member);
}

/** A word as `bt -F` and `rd -S` print it: "[task_struct]", or with `full` "[ffff8d2c5a39c200:task_struct]"; undefined for no slab's. */
export function slabText(kernel: Kernel, value: bigint, full: boolean): string | undefined {
  const found = slabCacheOf(kernel, value);
  return found && (full ? `[${hex(value)}:${found.cache}]` : `[${found.cache}]`);
}
