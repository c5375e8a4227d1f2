import { readPast, type ByteSource } from '../source/source.ts';
import { PageStatus } from './absence.ts';
import type { BatchRoom } from './batch.ts';
import type { PageDecoder, PageReader } from './container.ts';

/** A range of physical memory and where its bytes lie in the file. */
export interface Extent {
  /** Physical address of the first byte. */
  readonly physical: number;
  /** Bytes of memory. */
  readonly memory: number;
  /** The first so many of them are stored; the others were left out. */
  readonly stored: number;
  /** File offset of the first. */
  readonly offset: number;
}

/**
 * Pages of a file that stores memory as it is, in ranges. Ranges may overlap (in /proc/vmcore that of the kernel
 * image lies inside that of the RAM around it: kernel/crash_core.c) and need not begin or end on a page; what a page
 * has outside of them reads as zeros.
 */
export class ExtentPages implements PageReader {
  readonly endPfn: number;
  /** Stored bytes, in order of address, none twice. */
  private readonly stored: readonly Extent[];
  /** Memory that is known to be there, stored or not. */
  private readonly memory: readonly Extent[];
  private last = 0;

  constructor(
    private readonly source: ByteSource,
    extents: readonly Extent[],
    readonly pageSize: number,
  ) {
    const inOrder = extents.filter((each) => each.memory > 0).sort((a, b) => a.physical - b.physical);
    this.stored = disjoint(inOrder.map((each) => ({ ...each, memory: each.stored })));
    this.memory = disjoint(inOrder);
    const end = inOrder.reduce((most, each) => Math.max(most, each.physical + each.memory), 0);
    this.endPfn = Math.ceil(end / pageSize);
  }

  status(pfn: number): PageStatus {
    const start = pfn * this.pageSize;
    const end = start + this.pageSize;
    let any = false;
    for (let i = this.from(start); i < this.stored.length && this.stored[i].physical < end; i++) {
      const { physical, memory, offset } = this.stored[i];
      if (offset + Math.min(memory, end - physical) > this.source.size) return PageStatus.lost;
      any = true;
    }
    return any ? PageStatus.present : this.absence(start, end);
  }

  next(pfn: number): number | undefined {
    const start = pfn * this.pageSize;
    const extent = this.stored[firstEndingAfter(this.stored, start)];
    return extent && Math.max(pfn, Math.floor(extent.physical / this.pageSize));
  }

  load(pfn: number, slot: number, decoder: PageDecoder): PageStatus {
    const start = pfn * this.pageSize;
    const end = start + this.pageSize;
    const page = decoder.slot(slot);
    let filled = start;
    for (let i = this.from(start); i < this.stored.length && this.stored[i].physical < end; i++) {
      const { physical, memory, offset } = this.stored[i];
      const from = Math.max(physical, start);
      const to = Math.min(physical + memory, end);
      if (from > filled) page.fill(0, filled - start, from - start);
      if (this.source.read(offset + from - physical, page.subarray(from - start, to - start)) !== to - from)
        return PageStatus.lost;
      filled = to;
    }
    if (filled === start) return this.absence(start, end);
    page.fill(0, filled - start);
    return PageStatus.present;
  }

  count(from: number, to: number): number {
    const { pageSize } = this;
    let count = 0;
    let next = from;
    for (let i = firstEndingAfter(this.stored, from * pageSize); i < this.stored.length; i++) {
      const { physical, memory } = this.stored[i];
      const first = Math.max(next, Math.floor(physical / pageSize));
      if (first >= to) break;
      next = Math.max(next, Math.min(to, Math.ceil((physical + memory) / pageSize)));
      count += Math.max(0, next - first);
    }
    return count;
  }

  batch(from: number, to: number, room: BatchRoom): number {
    const { pageSize } = this;
    let count = 0;
    for (
      let pfn = this.next(from);
      pfn !== undefined && pfn < to && count < room.pages;
      pfn = this.next(pfn)
    ) {
      const { physical, memory, offset } = this.stored[this.from(pfn * pageSize)];
      // Whole pages of one range are read as they lie, what its ends have of a page by itself.
      const whole = physical <= pfn * pageSize ? Math.floor((physical + memory) / pageSize) - pfn : 0;
      const pages = Math.min(whole, to - pfn, room.pages - count);
      if (pages > 0) {
        const into = room.view(room.at(count), pages * pageSize);
        const got = readPast(this.source, offset + pfn * pageSize - physical, into);
        // A file that was cut ends within: what is not there is lost.
        for (let i = 0; i < Math.floor(got / pageSize); i++) room.pfns[count++] = pfn + i;
        pfn += pages;
      } else {
        if (this.load(pfn, room.at(count), room) === PageStatus.present) room.pfns[count++] = pfn;
        pfn++;
      }
    }
    return count;
  }

  private absence(start: number, end: number): PageStatus {
    const at = firstEndingAfter(this.memory, start);
    return at < this.memory.length && this.memory[at].physical < end ? PageStatus.excluded : PageStatus.hole;
  }

  /** Index of the first stored extent that ends after `address`. */
  private from(address: number): number {
    const guess = this.stored[this.last];
    if (guess && address >= guess.physical && address < guess.physical + guess.memory) return this.last;
    const found = firstEndingAfter(this.stored, address);
    if (found < this.stored.length) this.last = found;
    return found;
  }
}

function firstEndingAfter(extents: readonly Extent[], address: number): number {
  let low = 0;
  let high = extents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (extents[middle].physical + extents[middle].memory <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `extents` (in order of address) without what an earlier one has already. */
function disjoint(extents: readonly Extent[]): Extent[] {
  const found: Extent[] = [];
  let covered = 0;
  for (const each of extents) {
    const end = each.physical + each.memory;
    const cut = Math.max(0, covered - each.physical);
    if (end <= covered || each.memory === 0) continue;
    found.push({
      ...each,
      physical: each.physical + cut,
      memory: each.memory - cut,
      offset: each.offset + cut,
    });
    covered = end;
  }
  return found;
}
