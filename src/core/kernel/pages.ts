import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/** Where the array of struct page lies without CONFIG_DYNAMIC_MEMORY_LAYOUT (Documentation/arch/x86/x86_64/mm.rst). */
const VMEMMAP = 0xffffea0000000000n;

/** What struct page says of a page frame (include/linux/mm_types.h). */
export interface PageState {
  readonly object: CObject;
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
  const pfn = Math.floor(physical / kernel.memory.pageSize);
  const size = kernel.types.sizeOf('struct page');
  if (size === undefined || pfn >= kernel.container.pages.endPfn) return undefined;
  return pageAt(kernel, step(vmemmap(kernel), pfn * size));
}

/** The struct page at `address`. */
function pageAt(kernel: Kernel, address: Addr): PageState | undefined {
  const size = kernel.types.sizeOf('struct page');
  if (size === undefined) return undefined;
  const object = kernel.at('struct page', address);
  const pfn = Number(address - vmemmap(kernel)) / size;
  return object.try((page) => ({
    object,
    address,
    physical: Math.floor(pfn) * kernel.memory.pageSize,
    mapping: page.get('mapping').pointer(),
    // 6.16 on: __folio_index (acc53a0b4c156877).
    index: page.first('index', '__folio_index').pointer(),
    count: page.get('_refcount.counter').number(),
    // 6.18 on: memdesc_flags_t flags.f.
    flags: (page.find('flags.f') ?? page.get('flags')).pointer(),
  }));
}

function vmemmap(kernel: Kernel): bigint {
  return kernel.remember('vmemmap', () => {
    const symbol = kernel.symbols.image.byName('vmemmap_base');
    return (symbol && kernel.space.tryU64(symbol.address)) ?? VMEMMAP;
  });
}

/** "referenced,uptodate": names of the set bits by enum pageflags (include/linux/page-flags.h), the first of each bit. */
export function pageFlagNames(kernel: Kernel, flags: bigint): string {
  const names = kernel.remember('page flags', () => {
    const found: string[] = [];
    for (const { name, value } of kernel.types.enumeration('pageflags')?.values ?? []) {
      if (name === '__NR_PAGEFLAGS') break;
      if (value >= 0n && value < 64n) found[Number(value)] ??= name.replace(/^PG_/, '');
    }
    return found;
  });
  return names.filter((name, bit) => name && (flags >> BigInt(bit)) & 1n).join(',');
}
