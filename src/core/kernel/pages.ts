import { step, type Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';

/** What struct page says of a page frame (include/linux/mm_types.h). */
export interface PageState {
  /** Address of the struct page. */
  readonly address: Addr;
  /** Physical address of the page. */
  readonly physical: number;
  readonly mapping: bigint;
  readonly index: bigint;
  readonly count: number;
  readonly flags: bigint;
}

/** The struct page of the frame that holds `physical`; undefined where there is no memory, or it is not in the dump. */
export function pageOf(kernel: Kernel, physical: number): PageState | undefined {
  const size = kernel.types.sizeOf('struct page');
  const base = kernel.arch.paging.vmemmap(kernel);
  const end = kernel.container.pages.endPfn * kernel.memory.pageSize;
  if (size === undefined || base === undefined || physical >= end) return undefined;
  const pfn = Math.floor(physical / kernel.layout.pageSize);
  return pageAt(kernel, step(base, pfn * size), pfn);
}

/** The struct page at `address`, which need not be the start of one; undefined where there are none. */
export function pageAtStruct(kernel: Kernel, address: bigint): PageState | undefined {
  const size = kernel.types.sizeOf('struct page');
  if (size === undefined) return undefined;
  const base = kernel.arch.paging.vmemmap(kernel);
  if (base === undefined || address < base) return undefined;
  const end = (kernel.container.pages.endPfn * kernel.memory.pageSize) / kernel.layout.pageSize;
  const pfn = Number((address - base) / BigInt(size));
  return pfn < end ? pageAt(kernel, step(base, pfn * size), pfn) : undefined;
}

/** The struct page of frame `pfn`, at `address`. */
function pageAt(kernel: Kernel, address: Addr, pfn: number): PageState | undefined {
  return kernel.at('struct page', address).try((page) => ({
    address,
    physical: pfn * kernel.layout.pageSize,
    mapping: page.get('mapping').pointer(),
    // 6.16 on: __folio_index (acc53a0b4c156877).
    index: page.first('index', '__folio_index').pointer(),
    count: page.get('_refcount.counter').number(),
    // 6.18 on: memdesc_flags_t flags.f.
    flags: (page.find('flags.f') ?? page.get('flags')).pointer(),
  }));
}

/** A bit of page.flags by its name, "PG_locked"; several names may stand for one bit. */
export interface PageFlag {
  readonly name: string;
  readonly bit: number;
}

/** enum pageflags (include/linux/page-flags.h) in its order, the names that stand for other bits after them. */
export function pageFlags(kernel: Kernel): readonly PageFlag[] {
  return (kernel.types.enumeration('pageflags')?.values ?? [])
    .filter(({ name, value }) => name.startsWith('PG_') && value >= 0n && value < 64n)
    .map(({ name, value }) => ({ name, bit: Number(value) }));
}

/** "referenced,uptodate": names of the set bits by enum pageflags (include/linux/page-flags.h), the first of each bit. */
export function pageFlagNames(kernel: Kernel, flags: bigint): string {
  const { names, known } = kernel.remember('page flags', () => {
    const found: string[] = [];
    for (const { name, value } of kernel.types.enumeration('pageflags')?.values ?? []) {
      if (name === '__NR_PAGEFLAGS') break;
      if (value >= 0n && value < 64n) found[Number(value)] ??= name.replace(/^PG_/, '');
    }
    // Few combinations are met, millions of times.
    return { names: found, known: new Map<bigint, string>() };
  });
  const kept = known.get(flags);
  if (kept !== undefined) return kept;
  const text = names.filter((name, bit) => name && (flags >> BigInt(bit)) & 1n).join(',');
  if (known.size < MAX_KEPT) known.set(flags, text);
  return text;
}

/** Combinations of flags whose names are kept. */
const MAX_KEPT = 4096;
