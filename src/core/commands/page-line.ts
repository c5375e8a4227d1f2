import { hex } from '../addr.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { pageFlagNames, type PageState } from '../kernel/pages.ts';
import { refTo } from '../rows/ref.ts';
import { LazyLine, type Line } from '../rows/value.ts';

/** What stands above lines of struct pages. */
export const PAGE_HEADING: Line = { text: '      PAGE       PHYSICAL      MAPPING       INDEX CNT FLAGS' };

/** A struct page as crash prints it; row and links are made when they are asked for, for there may be millions. */
export function pageLine(kernel: Kernel, page: PageState): Line {
  const { address, mapping, index, count, flags } = page;
  const names = pageFlagNames(kernel, flags);
  const at = hex(address);
  const columns = `${hex(page.physical).padStart(8)} ${hex(mapping).padStart(16)} ${hex(index).padStart(8)} ${String(count).padStart(2)}`;
  return new LazyLine(
    `${at} ${columns} ${hex(flags)}${names === '' ? '' : ' ' + names}`,
    () => ({ page: address, physical: BigInt(page.physical), mapping, index, count, flags, names }),
    () => [{ start: 0, end: at.length, ref: refTo.instance('page', address) }],
  );
}
