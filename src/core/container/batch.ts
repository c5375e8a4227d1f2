import { PageStatus } from './absence.ts';
import type { BatchRoom, PageReader } from './container.ts';

/** Reads those of the frames `from` … `to` (no more than the room holds) that are there; answers how many. */
export function readBatch(pages: PageReader, from: number, to: number, room: BatchRoom): number {
  return pages.batch ? pages.batch(from, to, room) : onePageEach(pages, from, to, room);
}

/** How many of the frames `from` … `to` there are to be read. */
export function countPages(pages: PageReader, from: number, to: number): number {
  if (pages.count) return pages.count(from, to);
  let count = 0;
  for (let pfn = pages.next(from); pfn !== undefined && pfn < to; pfn = pages.next(pfn + 1)) count++;
  return count;
}

function onePageEach(pages: PageReader, from: number, to: number, room: BatchRoom): number {
  let count = 0;
  for (let pfn = pages.next(from); pfn !== undefined && pfn < to; pfn = pages.next(pfn + 1)) {
    if (pages.load(pfn, room.at(count), room) !== PageStatus.present) continue;
    room.pfns[count++] = pfn;
  }
  return count;
}
