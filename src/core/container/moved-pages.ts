import { PageStatus } from './absence.ts';
import type { PageReader } from './container.ts';

/** How pages are asked for that lie in `pages` under other numbers: `stored` says which; undefined where none is stored. */
export function movedPages(
  pages: PageReader,
  stored: (pfn: number) => number | undefined,
): Pick<PageReader, 'status' | 'load'> {
  return {
    status(pfn) {
      const at = stored(pfn);
      return at === undefined ? PageStatus.hole : pages.status(at);
    },
    load(pfn, slot, decoder) {
      const at = stored(pfn);
      return at === undefined ? PageStatus.hole : pages.load(at, slot, decoder);
    },
  };
}
