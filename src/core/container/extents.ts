import { readPast, type ByteSource } from '../source/source.ts';
import { PageStatus } from './absence.ts';
import type { BatchRoom, PageDecoder, PageReader } from './container.ts';

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
  private readonly stored: Ranges;
  /** Memory that is known to be there, stored or not. */
  private readonly memory: Ranges;
  private last = 0;

  constructor(
    private readonly source: ByteSource,
    extents: Iterable<Extent>,
    readonly pageSize: number,
  ) {
    const all = new Columns(4);
    let whole = true;
    for (const { physical, memory, stored, offset } of extents) {
      if (memory <= 0) continue;
      all.add(physical, memory, stored, offset);
      if (stored < memory) whole = false;
    }
    const order = orderOf(all);
    const [physical, memory, stored, offset] = all.columns;
    this.stored = new Ranges(physical, stored, offset, order);
    this.memory = whole ? this.stored : new Ranges(physical, memory, undefined, order);
    this.endPfn = Math.ceil(this.memory.end / pageSize);
  }

  status(pfn: number): PageStatus {
    const start = pfn * this.pageSize;
    const end = start + this.pageSize;
    let any = false;
    const { starts, ends, offsets, count } = this.stored;
    for (let i = this.from(start); i < count && starts[i] < end; i++) {
      if (offsets[i] + Math.min(ends[i], end) - starts[i] > this.source.size) return PageStatus.lost;
      any = true;
    }
    return any ? PageStatus.present : this.absence(start, end);
  }

  next(pfn: number): number | undefined {
    const start = pfn * this.pageSize;
    const { starts, count } = this.stored;
    const i = this.stored.firstEndingAfter(start);
    return i < count ? Math.max(pfn, Math.floor(starts[i] / this.pageSize)) : undefined;
  }

  load(pfn: number, slot: number, decoder: PageDecoder): PageStatus {
    const start = pfn * this.pageSize;
    const end = start + this.pageSize;
    const page = decoder.slot(slot);
    let filled = start;
    const { starts, ends, offsets, count } = this.stored;
    for (let i = this.from(start); i < count && starts[i] < end; i++) {
      const from = Math.max(starts[i], start);
      const to = Math.min(ends[i], end);
      if (from > filled) page.fill(0, filled - start, from - start);
      const part = page.subarray(from - start, to - start);
      if (this.source.read(offsets[i] + from - starts[i], part) !== to - from) return PageStatus.lost;
      filled = to;
    }
    if (filled === start) return this.absence(start, end);
    page.fill(0, filled - start);
    return PageStatus.present;
  }

  count(from: number, to: number): number {
    const { pageSize } = this;
    const { starts, ends } = this.stored;
    let count = 0;
    let next = from;
    for (let i = this.stored.firstEndingAfter(from * pageSize); i < this.stored.count; i++) {
      const first = Math.max(next, Math.floor(starts[i] / pageSize));
      if (first >= to) break;
      next = Math.max(next, Math.min(to, Math.ceil(ends[i] / pageSize)));
      count += Math.max(0, next - first);
    }
    return count;
  }

  batch(from: number, to: number, room: BatchRoom): number {
    const { pageSize } = this;
    const { starts, ends, offsets } = this.stored;
    let count = 0;
    for (
      let pfn = this.next(from);
      pfn !== undefined && pfn < to && count < room.pages;
      pfn = this.next(pfn)
    ) {
      const i = this.from(pfn * pageSize);
      const start = starts[i];
      // Whole pages of one range are read as they lie, what its ends have of a page by itself.
      const whole = start <= pfn * pageSize ? Math.floor(ends[i] / pageSize) - pfn : 0;
      const pages = Math.min(whole, to - pfn, room.pages - count);
      if (pages > 0) {
        const into = room.view(room.at(count), pages * pageSize);
        const got = readPast(this.source, offsets[i] + pfn * pageSize - start, into);
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
    const at = this.memory.firstEndingAfter(start);
    return at < this.memory.count && this.memory.starts[at] < end ? PageStatus.excluded : PageStatus.hole;
  }

  /** Index of the first stored range that ends after `address`. */
  private from(address: number): number {
    const { starts, ends, count } = this.stored;
    if (this.last < count && address >= starts[this.last] && address < ends[this.last]) return this.last;
    const found = this.stored.firstEndingAfter(address);
    if (found < count) this.last = found;
    return found;
  }
}

/** Rows of numbers, a typed array each column: a file may have a million ranges. */
class Columns {
  count = 0;
  private readonly all: Float64Array[];

  /** `room`: rows that there will be, as far as known; growing leaves the columns that were too short to the collector. */
  constructor(
    width: number,
    private room = 64,
  ) {
    this.all = Array.from({ length: width }, () => new Float64Array(this.room));
  }

  get columns(): readonly Float64Array[] {
    return this.all.map((column) => column.subarray(0, this.count));
  }

  add(...row: readonly number[]): void {
    if (this.count === this.room) {
      this.room *= 2;
      this.all.forEach((old, i) => (this.all[i] = new Float64Array(this.room)).set(old));
    }
    for (let i = 0; i < row.length; i++) this.all[i][this.count] = row[i];
    this.count++;
  }
}

/** The rows in order of their first column; undefined where they stand so. */
function orderOf({ columns: [first], count }: Columns): Uint32Array | undefined {
  let sorted = true;
  for (let i = 1; sorted && i < count; i++) sorted = first[i - 1] <= first[i];
  if (sorted) return undefined;
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  return order.sort((a, b) => first[a] - first[b] || a - b);
}

/** Ranges in order of address that share no byte, without what an earlier one has already; what goes on is joined. */
class Ranges {
  readonly count: number;
  readonly starts: Float64Array;
  /** Where each ends: the first address that is not in it. */
  readonly ends: Float64Array;
  /** File offsets; all 0 where none were given. */
  readonly offsets: Float64Array;

  constructor(
    physical: Float64Array,
    sizes: Float64Array,
    offsets: Float64Array | undefined,
    order: Uint32Array | undefined,
  ) {
    const found = new Columns(3, Math.max(1, physical.length));
    let [start, end, offset] = [0, 0, 0];
    for (let n = 0; n < physical.length; n++) {
      const i = order ? order[n] : n;
      const last = physical[i] + sizes[i];
      if (sizes[i] === 0 || last <= end) continue;
      const first = Math.max(end, physical[i]);
      const at = offsets ? offsets[i] + first - physical[i] : 0;
      if (first === end && end > start && (!offsets || at === offset + end - start)) end = last;
      else {
        if (end > start) found.add(start, end, offset);
        [start, end, offset] = [first, last, at];
      }
    }
    if (end > start) found.add(start, end, offset);
    this.count = found.count;
    [this.starts, this.ends, this.offsets] = found.columns;
  }

  /** The first address after all of them. */
  get end(): number {
    return this.count === 0 ? 0 : this.ends[this.count - 1];
  }

  /** Index of the first that ends after `address`; `count` where none does. */
  firstEndingAfter(address: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
