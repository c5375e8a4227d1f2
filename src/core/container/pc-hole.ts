import type { PageReader } from './container.ts';
import { movedPages } from './moved-pages.ts';

const FOUR_GIB = 2 ** 32;

/**
 * `pages` of a PC's memory stored without a gap: what lies at `below` and after is, on that machine, at 4 GiB and after, beyond
 * the room for devices.
 */
export function withHole(pages: PageReader, below: number): PageReader {
  const { pageSize } = pages;
  const first = below / pageSize;
  const high = FOUR_GIB / pageSize;
  const moved = high - first;
  if (pages.endPfn <= first) return pages;
  /** The stored frame of a real one. */
  const stored = (pfn: number): number | undefined =>
    pfn < first ? pfn : pfn < high ? undefined : pfn - moved;
  const real = (pfn: number): number => (pfn < first ? pfn : pfn + moved);
  return {
    pageSize,
    endPfn: pages.endPfn + moved,
    ...movedPages(pages, stored),
    next(pfn) {
      const found = pages.next(pfn < first ? pfn : Math.max(first, pfn - moved));
      return found === undefined ? undefined : real(found);
    },
  };
}
