import { readPast, type ByteSource } from '../source/source.ts';
import { PageStatus } from './absence.ts';
import type { BatchRoom, Codec, PageDecoder, PageReader } from './container.ts';
import { latest, pieceAt, type Piece, type Written } from './latest.ts';

/** Pages whose places in the file follow from the first: `from` up to but not including `to` are frames. */
interface Run extends Written {
  /** File offset of the first, and how far the next one lies; unused where the pages are filled. */
  readonly at: number;
  readonly stride: number;
  /** Bytes stored for each. */
  readonly size: number;
  readonly stored: Codec | 'raw' | Filled | Unpack;
}

/** Makes `page` of what is stored of it; true when it became a whole one. */
type Unpack = (stored: Uint8Array, page: Uint8Array) => boolean;

/** All bytes of the page are this one. */
interface Filled {
  readonly fill: number;
}

/**
 * Collects pages as they come in a file that stores them one after the other, in whatever order; one that comes again
 * counts as it came last. Pages that follow each other with one distance are kept as one: at most `most` of those.
 */
export class RunBuilder {
  private readonly runs: Run[] = [];
  private last:
    { from: number; to: number; at: number; stride: number; size: number; stored: Run['stored'] } | undefined;

  constructor(private readonly most = 1 << 22) {}

  /** Whether there were more than could be kept. */
  full = false;

  add(pfn: number, at: number, size: number, stored: Codec | 'raw' | Unpack): void {
    const { last } = this;
    if (last?.stored === stored && last.to === pfn && last.size === size && stored === 'raw') {
      if (last.to === last.from + 1) last.stride = at - last.at;
      if (last.stride > 0 && at === last.at + last.stride * (last.to - last.from)) {
        last.to++;
        return;
      }
    }
    this.push({ from: pfn, to: pfn + 1, at, stride: 0, size, stored });
  }

  addFilled(pfn: number, fill: number): void {
    const { last } = this;
    if (last && typeof last.stored === 'object' && last.stored.fill === fill && last.to === pfn) last.to++;
    else this.push({ from: pfn, to: pfn + 1, at: 0, stride: 0, size: 0, stored: { fill } });
  }

  private push(run: NonNullable<RunBuilder['last']>): void {
    if (this.runs.length >= this.most) this.full = true;
    else this.runs.push((this.last = run));
  }

  /** The pages; of those from `endPfn` on nothing is known. */
  pages(source: ByteSource, pageSize: number, endPfn?: number): PageReader {
    return new RunPages(source, latest(this.runs), pageSize, endPfn);
  }
}

class RunPages implements PageReader {
  readonly endPfn: number;
  private last = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly pieces: readonly Piece<Run>[],
    readonly pageSize: number,
    endPfn?: number,
  ) {
    this.endPfn = endPfn ?? pieces.at(-1)?.to ?? 0;
  }

  status(pfn: number): PageStatus {
    const run = this.run(pfn);
    if (!run) return PageStatus.hole;
    return this.offset(run, pfn) + run.size > this.source.size ? PageStatus.lost : PageStatus.present;
  }

  next(pfn: number): number | undefined {
    const piece = this.pieces.at(pieceAt(this.pieces, pfn));
    return piece && Math.max(pfn, piece.from);
  }

  load(pfn: number, slot: number, decoder: PageDecoder): PageStatus {
    const run = this.run(pfn);
    if (!run) return PageStatus.hole;
    const { stored, size } = run;
    if (typeof stored === 'object') {
      decoder.slot(slot).fill(stored.fill);
      return PageStatus.present;
    }
    if (size > this.pageSize) return PageStatus.damaged;
    const at = this.offset(run, pfn);
    if (stored === 'raw') {
      const page = decoder.slot(slot);
      if (this.source.read(at, page.subarray(0, size)) !== size) return PageStatus.lost;
      page.fill(0, size);
      return PageStatus.present;
    }
    const input = decoder.input(size);
    if (this.source.read(at, input) !== size) return PageStatus.lost;
    if (typeof stored === 'function')
      return stored(input, decoder.slot(slot)) ? PageStatus.present : PageStatus.damaged;
    return decoder.decode(stored, size, slot) ? PageStatus.present : PageStatus.damaged;
  }

  count(from: number, to: number): number {
    let count = 0;
    for (let i = pieceAt(this.pieces, from); i < this.pieces.length && this.pieces[i].from < to; i++)
      count += Math.min(to, this.pieces[i].to) - Math.max(from, this.pieces[i].from);
    return count;
  }

  batch(from: number, to: number, room: BatchRoom): number {
    let count = 0;
    for (
      let pfn = this.next(from);
      pfn !== undefined && pfn < to && count < room.pages;
      pfn = this.next(pfn + 1)
    ) {
      const run = this.run(pfn);
      const raw = run?.stored === 'raw' && run.size === this.pageSize;
      const page = raw ? room.view(room.at(count), this.pageSize) : undefined;
      const there = page
        ? readPast(this.source, this.offset(run as Run, pfn), page) === this.pageSize
        : this.load(pfn, room.at(count), room) === PageStatus.present;
      if (there) room.pfns[count++] = pfn;
    }
    return count;
  }

  private offset(run: Run, pfn: number): number {
    return run.at + run.stride * (pfn - run.from);
  }

  private run(pfn: number): Run | undefined {
    const guess = this.pieces.at(this.last);
    if (!guess || pfn < guess.from || pfn >= guess.to) this.last = pieceAt(this.pieces, pfn);
    const piece = this.pieces.at(this.last);
    return piece && pfn >= piece.from ? piece.of : undefined;
  }
}
