import { PageStatus } from './absence.ts';
import type { Codec, PageDecoder, PageReader } from './container.ts';

/**
 * Many pages at once, for scans: frames in order, read past every cache in as few reads of the file as it takes, into
 * a room in wasm memory. A container that knows how its pages lie in the file has a `batch` of its own.
 */
export interface BatchRoom extends PageDecoder {
  /** Pages that fit. */
  readonly pages: number;
  /** The frame at each place that was filled. */
  readonly pfns: Float64Array;
  /** Address in wasm memory of place `index`; places follow each other. */
  at(index: number): number;
  /** `length` bytes of wasm memory from `address` on. */
  view(address: number, length: number): Uint8Array;
  /** Where stored bytes are put before they are decoded, and how many fit: as many as the pages have; after them one page more. */
  readonly stored: number;
  readonly storedBytes: number;
  /** Decodes `length` stored bytes at `from` into the page at `slot`; true when exactly a page came out. */
  decodeAt(codec: Codec, from: number, length: number, slot: number): boolean;
}

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
