import type { Kernel } from './kernel.ts';
import { nodes } from './memory-size.ts';
import { pageOf, type PageState } from './pages.ts';
import { xarrayEntries } from './xarray.ts';

/** Most pages of one file that are listed. */
const MAX_PAGES = 1 << 24;

/**
 * The pages that the address_space at `mapping` holds, in order of index; of a folio of several pages its first. What
 * only remembers a page that was reclaimed (a shadow entry), or one in swap, is passed over.
 */
export function* cachedPages(kernel: Kernel, mapping: bigint): Generator<PageState, void, void> {
  const size = kernel.types.sizeOf('struct page');
  const base = kernel.arch.paging.vmemmap(kernel);
  if (mapping === 0n || base === undefined || size === undefined) return;
  // i_pages since 4.17 (b93b016313b3), page_tree before.
  const tree = kernel.at('struct address_space', mapping).first('i_pages', 'page_tree');
  let count = 0;
  for (const { entry, value } of xarrayEntries(kernel, tree)) {
    if (value || entry < base) continue;
    const pfn = Number((entry - base) / BigInt(size));
    const page = Number.isSafeInteger(pfn) ? pageOf(kernel, pfn * kernel.layout.pageSize) : undefined;
    if (page) yield page;
    if (++count >= MAX_PAGES) return;
  }
}

/** The NUMA node that the frame at `physical` lies in, by the frames that struct pglist_data says of each; undefined in none. */
export function nodeOf(kernel: Kernel, physical: number): number | undefined {
  const pfn = Math.floor(physical / kernel.layout.pageSize);
  return ranges(kernel).find(({ start, end }) => pfn >= start && pfn < end)?.node;
}

function ranges(kernel: Kernel): readonly { node: number; start: number; end: number }[] {
  return kernel.remember('frames of nodes', () =>
    nodes(kernel).flatMap((at) => {
      const found = kernel.at('struct pglist_data', at).try((each) => {
        const start = each.get('node_start_pfn').number();
        return {
          node: each.get('node_id').number(),
          start,
          end: start + each.get('node_spanned_pages').number(),
        };
      });
      return found ? [found] : [];
    }),
  );
}
