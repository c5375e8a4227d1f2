import { scanWords } from '../catalogue/scan.ts';
import { RequestError } from '../errors.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { Frames } from './scan.ts';
import { joined } from './scanner.ts';

/** A range of virtual addresses; `end` is the first after it. */
export interface Area {
  readonly start: bigint;
  readonly end: bigint;
}

/** Where a physical address is mapped: number of the area, and bytes after its start. */
export interface Place {
  readonly area: number;
  readonly offset: number;
}

/** Pieces of mapped memory that are kept at most, and those that one call of the engine gives. */
const MAX_PIECES = 4_000_000;
const ROOM = 4096;
const PIECE = 24;
/** Longer pieces are few and looked through; shorter ones are found by the place of their start. */
const LONG = 2 * 1024 * 1024;

/**
 * What page tables map of some areas, both ways: which frames are to be read, and where in the areas a physical address
 * appears. The tables are read aside: the page cache stays as it is.
 */
export class MappedMemory {
  private count = 0;
  private areas = new Uint32Array(1024);
  private offsets = new Float64Array(1024);
  private starts = new Float64Array(1024);
  private lengths = new Float64Array(1024);
  private readonly long: number[] = [];
  /** Short pieces in order of physical address. */
  private short = new Uint32Array();

  constructor(
    private readonly space: AddressSpace,
    areas: readonly Area[],
  ) {
    for (const [number, area] of areas.entries()) this.read(number, area);
    this.order();
  }

  /** The frames to be read, small gaps between them included. */
  frames(pageSize: number): Frames {
    const order = this.sorted([...Array(this.count).keys()]);
    const found: number[] = [];
    for (const piece of order) {
      const from = Math.floor(this.starts[piece] / pageSize);
      const to = Math.ceil((this.starts[piece] + this.lengths[piece]) / pageSize);
      const last = found.length - 1;
      if (last > 0 && from <= found[last]) found[last] = Math.max(found[last], to);
      else found.push(from, to);
    }
    return joined(Float64Array.from(found));
  }

  /** Whether the pieces of area `number` lie in physical memory in the order of their addresses. */
  ascending(number: number): boolean {
    let last = -1;
    for (let i = 0; i < this.count; i++) {
      if (this.areas[i] !== number) continue;
      if (this.starts[i] < last) return false;
      last = this.starts[i] + this.lengths[i];
    }
    return true;
  }

  /** Where `physical` appears, in order of area and address. */
  places(physical: number): Place[] {
    const found: Place[] = [];
    const note = (piece: number): void => {
      const within = physical - this.starts[piece];
      if (within >= 0 && within < this.lengths[piece])
        found.push({ area: this.areas[piece], offset: this.offsets[piece] + within });
    };
    for (const piece of this.long) note(piece);
    for (let i = this.firstAfter(physical) - 1; i >= 0; i--) {
      if (this.starts[this.short[i]] <= physical - LONG) break;
      note(this.short[i]);
    }
    return found.length > 1 ? found.sort((a, b) => a.area - b.area || a.offset - b.offset) : found;
  }

  private read(number: number, { start, end }: Area): void {
    const { engine } = this.space.memory;
    const { wasm } = engine;
    for (let from = start, done = end <= start; !done;) {
      engine.borrow(ROOM * PIECE, (out) => {
        const count = engine.aside(() =>
          wasm.mappedPieces(this.space.installed(), from, end - 1n, out, ROOM, 1 << 20),
        );
        const { view } = engine;
        for (let i = 0, at = out; i < count; i++, at += PIECE)
          this.noteOwn(
            number,
            Number(view.getBigUint64(at, true) - start),
            Number(view.getBigUint64(at + 8, true)),
            Number(view.getBigUint64(at + 16, true)),
          );
      });
      done = wasm.mappedFinished() !== 0;
      from = BigInt.asUintN(64, wasm.mappedNext());
    }
  }

  /** `note`, page by page where the tables hold frames of a host, which lie in another order. */
  private noteOwn(area: number, offset: number, physical: number, length: number): void {
    const { memory } = this.space;
    if (!memory.container.host) {
      this.note(area, offset, physical, length);
      return;
    }
    for (let done = 0; done < length;) {
      const part = Math.min(length - done, memory.pageSize - ((physical + done) % memory.pageSize));
      this.note(area, offset + done, memory.own(physical + done), part);
      done += part;
    }
  }

  private note(area: number, offset: number, physical: number, length: number): void {
    const last = this.count - 1;
    if (
      last >= 0 &&
      this.areas[last] === area &&
      this.offsets[last] + this.lengths[last] === offset &&
      this.starts[last] + this.lengths[last] === physical
    ) {
      this.lengths[last] += length;
      return;
    }
    if (this.count === MAX_PIECES) throw new RequestError(scanWords.tooScattered({ most: MAX_PIECES }));
    if (this.count === this.areas.length) this.grow();
    this.areas[this.count] = area;
    this.offsets[this.count] = offset;
    this.starts[this.count] = physical;
    this.lengths[this.count++] = length;
  }

  private grow(): void {
    const size = this.count * 2;
    const areas = new Uint32Array(size);
    areas.set(this.areas);
    this.areas = areas;
    const wider = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(size);
      to.set(from);
      return to;
    };
    this.offsets = wider(this.offsets);
    this.starts = wider(this.starts);
    this.lengths = wider(this.lengths);
  }

  private order(): void {
    const short: number[] = [];
    for (let i = 0; i < this.count; i++) (this.lengths[i] > LONG ? this.long : short).push(i);
    this.short = Uint32Array.from(this.sorted(short));
  }

  private sorted(pieces: number[]): number[] {
    return pieces.sort((a, b) => this.starts[a] - this.starts[b]);
  }

  /** Index of the first short piece that begins after `physical`. */
  private firstAfter(physical: number): number {
    let low = 0;
    let high = this.short.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[this.short[middle]] <= physical) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
