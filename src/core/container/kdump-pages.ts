import { readBytes, readPast, type ByteSource } from '../source/source.ts';
import { PageStatus } from './absence.ts';
import type { BatchRoom, Codec, CutFile, PageDecoder, PageReader } from './container.ts';
import type { RankedBitmap } from './ranked-bitmap.ts';

/** Bits of the header's status and of a descriptor's flags (makedumpfile's diskdump_mod.h). */
export const STATUS = {
  zlib: 1,
  lzo: 2,
  snappy: 4,
  incomplete: 8,
  excludedVmemmap: 0x10,
  zstd: 0x20,
} as const;
/** struct page_desc: offset s64, size u32, flags u32, page_flags u64. */
const DESCRIPTOR = 24;
/** Descriptors looked at together: pages of zeros share one place in the file, so that a few say nothing. */
const LAST = 512;

/** Where the tables of a kdump file lie, and what they speak of. */
export interface KdumpLayout {
  readonly pageSize: number;
  readonly endPfn: number;
  /** File offset of the page descriptors. */
  readonly descriptors: number;
  /** The page exists; it is in the file. */
  readonly exists: RankedBitmap;
  readonly stored: RankedBitmap;
  readonly part: Part;
  readonly incomplete: boolean;
}

/** The frames whose descriptors this file has: all of them, or those of its part of a split dump. */
export interface Part {
  readonly split: boolean;
  readonly start: number;
  readonly end: number;
}

interface Descriptor {
  readonly offset: number;
  readonly size: number;
  readonly flags: number;
}

/** The pages of a kdump file: each set bit of the second bitmap has a descriptor, in order of the frames. */
export class KdumpPages implements PageReader {
  readonly pageSize: number;
  readonly endPfn: number;
  private readonly descriptor = new Uint8Array(DESCRIPTOR);
  private readonly view = new DataView(this.descriptor.buffer);

  constructor(
    private readonly source: ByteSource,
    private readonly layout: KdumpLayout,
  ) {
    this.pageSize = layout.pageSize;
    this.endPfn = layout.endPfn;
  }

  status(pfn: number): PageStatus {
    const { exists, stored, part } = this.layout;
    if (pfn >= this.endPfn) return PageStatus.hole;
    // The bitmaps of a split dump speak of the whole: what other parts have is missing here.
    if (stored.has(pfn)) return pfn >= part.start && pfn < part.end ? PageStatus.present : PageStatus.lost;
    return exists.has(pfn) ? PageStatus.excluded : PageStatus.hole;
  }

  next(pfn: number): number | undefined {
    const { stored, part } = this.layout;
    const found = stored.next(Math.max(pfn, part.start));
    return found !== undefined && found < Math.min(part.end, this.endPfn) ? found : undefined;
  }

  load(pfn: number, slot: number, decoder: PageDecoder): PageStatus {
    const status = this.status(pfn);
    if (status !== PageStatus.present) return status;
    const at = this.layout.descriptors + this.layout.stored.rank(pfn) * DESCRIPTOR;
    if (this.source.read(at, this.descriptor) !== DESCRIPTOR) return PageStatus.lost;
    const { offset, size, flags } = descriptorIn(this.view, 0);
    if (offset <= 0) return this.layout.incomplete ? PageStatus.lost : PageStatus.damaged;
    if (offset + size > this.source.size) return PageStatus.lost;
    // A page that did not shrink is stored as it is; a compressed one is never longer than a page.
    if (size > this.pageSize) return PageStatus.damaged;
    const codec = codecOf(flags);
    if (codec === undefined) {
      if (size !== this.pageSize) return PageStatus.damaged;
      return this.source.read(offset, decoder.slot(slot)) === size ? PageStatus.present : PageStatus.lost;
    }
    if (this.source.read(offset, decoder.input(size)) !== size) return PageStatus.lost;
    return decoder.decode(codec, size, slot) ? PageStatus.present : PageStatus.damaged;
  }

  count(from: number, to: number): number {
    const [first, last] = this.within(from, to);
    return last > first ? this.layout.stored.rank(last) - this.layout.stored.rank(first) : 0;
  }

  batch(from: number, to: number, room: BatchRoom): number {
    const [first, last] = this.within(from, to);
    if (last <= first) return 0;
    const { stored, descriptors } = this.layout;
    const rank = stored.rank(first);
    const bytes = new Uint8Array((stored.rank(last) - rank) * DESCRIPTOR);
    const had = Math.floor(readPast(this.source, descriptors + rank * DESCRIPTOR, bytes) / DESCRIPTOR);
    const view = new DataView(bytes.buffer);
    let count = 0;
    // The piece of the file that is in the room, and how far the data has come.
    let start = 0;
    let end = 0;
    let reached = 0;
    let twin = -1;
    let twinAt = 0;
    let pfn = stored.next(first);
    for (let i = 0; i < had && pfn !== undefined && pfn < last; i++, pfn = stored.next(pfn + 1)) {
      const { offset, size, flags } = descriptorIn(view, i * DESCRIPTOR);
      if (count === room.pages || offset <= 0 || size > this.pageSize) continue;
      const slot = room.at(count);
      if (offset >= reached && (offset < start || offset + size > end)) {
        const length = runLength(view, i, had, this.pageSize, room.storedBytes);
        start = offset;
        end = offset + readPast(this.source, offset, room.view(room.stored, length));
      }
      reached = Math.max(reached, offset + size);
      if (offset >= start && offset + size <= end) {
        if (!this.unpack(room, room.stored + offset - start, size, flags, slot)) continue;
      } else if (offset === twin) {
        // Pages of zeros share one place in the file, which lies before the others.
        room.view(slot, this.pageSize).set(room.view(twinAt, this.pageSize));
      } else {
        const apart = room.stored + room.storedBytes;
        if (readPast(this.source, offset, room.view(apart, size)) !== size) continue;
        if (!this.unpack(room, apart, size, flags, slot)) continue;
        twin = offset;
        twinAt = slot;
      }
      room.pfns[count++] = pfn;
    }
    return count;
  }

  /** The frames of `from` … `to` whose descriptors this file has. */
  private within(from: number, to: number): [first: number, last: number] {
    const { part } = this.layout;
    return [Math.max(from, part.start), Math.min(to, part.end, this.endPfn)];
  }

  private unpack(room: BatchRoom, at: number, size: number, flags: number, slot: number): boolean {
    const codec = codecOf(flags);
    if (codec !== undefined) return room.decodeAt(codec, at, size, slot);
    if (size !== this.pageSize) return false;
    room.view(slot, size).set(room.view(at, size));
    return true;
  }

  /** How much of the file was cut off: told by where the last pages end. Undefined when it is whole. */
  cut(): CutFile | undefined {
    const { stored, part, descriptors } = this.layout;
    const pages = Math.max(0, stored.rank(Math.min(part.end, this.endPfn)));
    const room = Math.floor((this.source.size - descriptors) / DESCRIPTOR);
    if (pages > room) return { missingBytes: undefined, missingPages: pages, pages };
    const end = this.dataEnd(Math.max(0, pages - LAST), pages);
    if (end <= this.source.size) return undefined;
    // Pages lie in the order of their descriptors: the first group that ends after the file is found by halves.
    let low = 0;
    let high = Math.ceil(pages / LAST);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.dataEnd(middle * LAST, Math.min(pages, (middle + 1) * LAST)) <= this.source.size)
        low = middle + 1;
      else high = middle;
    }
    const from = low * LAST;
    const here = this.descriptorsOf(from, Math.min(pages, from + LAST)).filter((each) => this.holds(each));
    return { missingBytes: end - this.source.size, missingPages: pages - from - here.length, pages };
  }

  private holds({ offset, size }: Descriptor): boolean {
    return offset + size <= this.source.size;
  }

  /** Where the data of descriptors `from` … `to` ends; descriptors that make no sense are left out. */
  private dataEnd(from: number, to: number): number {
    // All data together is not longer than all pages, notes aside.
    const most = this.source.size + to * this.pageSize;
    return this.descriptorsOf(from, to).reduce((last, { offset, size }) => {
      const end = offset + size;
      return size <= this.pageSize && offset > 0 && end <= most ? Math.max(last, end) : last;
    }, 0);
  }

  private descriptorsOf(from: number, to: number): Descriptor[] {
    const at = this.layout.descriptors + from * DESCRIPTOR;
    const bytes = readBytes(this.source, at, Math.max(0, to - from) * DESCRIPTOR);
    const view = bytes && new DataView(bytes.buffer);
    return Array.from({ length: view ? to - from : 0 }, (_, i) =>
      descriptorIn(view as DataView, i * DESCRIPTOR),
    );
  }
}

/** A gap of more bytes between two pages ends a read. */
const MAX_GAP = 64 * 1024;

/**
 * Bytes from the data of descriptor `first` on that are read at once: up to the last that follows without a gap and is
 * within `most` bytes. Those that point back are left out.
 */
function runLength(view: DataView, first: number, count: number, pageSize: number, most: number): number {
  const { offset: start, size } = descriptorIn(view, first * DESCRIPTOR);
  let end = start + size;
  for (let i = first + 1; i < count; i++) {
    const next = descriptorIn(view, i * DESCRIPTOR);
    if (next.offset < end || next.size > pageSize) continue;
    if (next.offset - end > MAX_GAP || next.offset + next.size - start > most) break;
    end = next.offset + next.size;
  }
  return end - start;
}

function descriptorIn(view: DataView, at: number): Descriptor {
  return {
    offset: Number(view.getBigInt64(at, true)),
    size: view.getUint32(at + 8, true),
    flags: view.getUint32(at + 12, true),
  };
}

function codecOf(flags: number): Codec | undefined {
  if (flags & STATUS.zlib) return 'zlib';
  if (flags & STATUS.lzo) return 'lzo';
  if (flags & STATUS.snappy) return 'snappy';
  return flags & STATUS.zstd ? 'zstd' : undefined;
}
