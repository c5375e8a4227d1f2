import { step, type Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import type { PageState } from './pages.ts';
import { slabCacheOf } from './slab-lookup.ts';
import { linearVirtual } from '../memory/tables.ts';
import { freeBlockOf, type FreeBlock } from './zones.ts';

/** What a page of memory is used for, as its struct page tells. */
export type PageUse =
  | { readonly kind: 'slab'; readonly cache: string; readonly cacheAddress: Addr; readonly start: Addr }
  | { readonly kind: 'free'; readonly block: FreeBlock }
  | { readonly kind: 'reserved' }
  | { readonly kind: 'anonymous'; readonly anonVma: Addr }
  /** Of a file's page cache, at byte `offset`; `inode` is that of its address_space. */
  | { readonly kind: 'file'; readonly inode: Addr; readonly offset: bigint }
  | { readonly kind: 'typed'; readonly name: string }
  | { readonly kind: 'unused' }
  | { readonly kind: 'other' };

/** page.mapping: bit 0 marks anonymous memory, bit 1 movable pages of drivers (include/linux/page-flags.h). */
const MAPPING_FLAGS = 3n;

/** What `page` is used for. */
export function pageUse(kernel: Kernel, page: PageState): PageUse {
  const pfn = Math.floor(page.physical / kernel.layout.pageSize);
  const direct = kernel.arch.paging.directMap(kernel);
  const linear = direct && linearVirtual(direct, page.physical);
  const slab = linear === undefined ? undefined : slabCacheOf(kernel, linear);
  if (slab) return { kind: 'slab', cache: slab.cache, cacheAddress: slab.cacheAddress, start: slab.start };
  const block = page.count === 0 ? freeBlockOf(kernel, pfn) : undefined;
  if (block) return { kind: 'free', block };
  const reserved = kernel.types.enumerator('pageflags', 'PG_reserved');
  if (reserved !== undefined && (page.flags >> reserved) & 1n) return { kind: 'reserved' };
  const typed = typeName(kernel, page.address);
  if (typed !== undefined) return { kind: 'typed', name: typed };
  if (page.count <= 0) return { kind: 'unused' };
  const mapping = page.mapping & ~MAPPING_FLAGS;
  // Pages of the kernel have other things in that word; one of a file or of anonymous memory is on an LRU list.
  const lru = kernel.types.enumerator('pageflags', 'PG_lru');
  if (mapping === 0n || lru === undefined || ((page.flags >> lru) & 1n) === 0n) return { kind: 'other' };
  if ((page.mapping & 1n) === 1n) return { kind: 'anonymous', anonVma: mapping as Addr };
  const host = kernel.types.has('address_space', 'host')
    ? kernel.space.tryU64(step(mapping, kernel.types.offsetOf('address_space', 'host')))
    : undefined;
  return host
    ? { kind: 'file', inode: host, offset: page.index * BigInt(kernel.layout.pageSize) }
    : { kind: 'other' };
}

/**
 * "table", "hugetlb" …: page.page_type, of which each type clears a bit (4.18 to 6.11, PG_table …) or has a number in the top
 * byte (6.12 on, PGTY_table …).
 */
function typeName(kernel: Kernel, page: bigint): string | undefined {
  const { types, space } = kernel;
  if (!types.has('page', 'page_type')) return undefined;
  const word = space.tryU32(step(page, types.offsetOf('page', 'page_type')));
  if (word === undefined) return undefined;
  const top = word >>> 24;
  const named = types
    .enumeration('pagetype')
    ?.values.find(({ name, value }) => name.startsWith('PGTY_') && value === BigInt(top));
  // The topmost value is that of pages without a type, whose word counts mappings from -1 on.
  if (named?.name === 'PGTY_mapcount_underflow') return undefined;
  if (named) return named.name.replace(/^PGTY_/, '');
  if (
    word >>> 28 !== 15 ||
    types.enumeration('pagetype')?.values.some(({ name }) => name.startsWith('PGTY_'))
  )
    return undefined;
  const cleared = OLD_TYPES.find(([bit]) => (word & bit) === 0);
  return cleared?.[1];
}

/** PG_buddy, PG_offline, PG_table, PG_guard (include/linux/page-flags.h of 5.10 and 6.1). */
const OLD_TYPES: readonly (readonly [bit: number, name: string])[] = [
  [0x100, 'offline'],
  [0x200, 'table'],
  [0x400, 'guard'],
];
