import { hex, parseHex } from '../addr.ts';
import { PageStatus } from '../container/absence.ts';
import { countPages } from '../container/batch.ts';
import { walkTable } from '../kernel/page-table.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { halfOf, linearVirtual } from '../memory/tables.ts';
import type { MemoryMap } from './shapes.ts';

/** Frames of a stretch that are looked at to tell left out from never there. */
const LOOKS = 8;

/** Physical memory in `parts` stretches of equal size: how much of each the file has, and whether there is memory at all. */
export function memoryMap(kernel: Kernel, parts: number): MemoryMap {
  const { pages } = kernel.container;
  const frames = Math.max(1, Math.ceil(pages.endPfn / Math.max(1, Math.min(parts, 4096))));
  const share: number[] = [];
  for (let from = 0; from < pages.endPfn; from += frames) {
    const to = Math.min(from + frames, pages.endPfn);
    const count = countPages(pages, from, to);
    share.push(count > 0 || isMemory(kernel, from, to) ? count / (to - from) : -1);
  }
  return { bytes: pages.endPfn * pages.pageSize, part: frames * pages.pageSize, share };
}

function isMemory(kernel: Kernel, from: number, to: number): boolean {
  const step = Math.max(1, Math.floor((to - from) / LOOKS));
  for (let pfn = from; pfn < to; pfn += step)
    if (kernel.container.pages.status(pfn) !== PageStatus.hole) return true;
  return false;
}

/**
 * Where the byte at `address` of `space` is in the other one: through the page tables of the kernel, and back by the direct map.
 * Undefined where nothing leads there.
 */
export function otherAddress(
  kernel: Kernel,
  space: 'virtual' | 'physical',
  address: string,
): string | undefined {
  const at = parseHex(address);
  if (at === undefined) return undefined;
  if (space === 'virtual') {
    if (halfOf(kernel.space.format, at) === undefined) return undefined;
    const { physical } = walkTable(kernel, kernel.space, at);
    return physical === undefined ? undefined : hex(BigInt(physical), 16);
  }
  const direct = kernel.arch.paging.directMap(kernel);
  const virtual = direct && at < 1n << 52n ? linearVirtual(direct, Number(at)) : undefined;
  return virtual === undefined ? undefined : hex(virtual, 16);
}
