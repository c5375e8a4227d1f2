import { readPast, type ByteSource, type Origin } from './source.ts';

/** A block of the file: which one, and how many bytes of it there are. */
interface Block {
  readonly index: number;
  /** The first byte of its room in the pool. */
  readonly at: number;
  readonly length: number;
}

const NONE: Block = { index: -1, at: 0, length: 0 };

/**
 * A source that reads in large blocks and keeps the last ones. A read of the file costs milliseconds in
 * Chromium whatever its size (docs/performance.md), so nothing below asks for less than a block. The blocks share
 * one room that is made once: memory that is not used yet costs nothing, and no block leaves garbage behind.
 */
export class BlockCache implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly origin?: Origin;
  /** Blocks by number, the longest unused first. */
  private readonly kept = new Map<number, Block>();
  private readonly pool: Uint8Array;
  /** Blocks read from the file so far. */
  reads = 0;
  private last = NONE;
  /** Places whose block could not be read. */
  private readonly free: number[] = [];

  constructor(
    private readonly inner: ByteSource,
    private readonly blockSize = 256 * 1024,
    private readonly most = 64,
  ) {
    this.name = inner.name;
    this.size = inner.size;
    this.origin = inner.origin;
    this.pool = new Uint8Array(Math.min(Math.ceil(inner.size / blockSize), most) * blockSize);
  }

  read(offset: number, into: Uint8Array): number {
    let done = 0;
    while (done < into.length && offset + done < this.size) {
      const at = offset + done;
      const index = Math.floor(at / this.blockSize);
      const block = index === this.last.index ? this.last : this.block(index);
      const from = at - index * this.blockSize;
      if (from >= block.length) break;
      const part = Math.min(block.length - from, into.length - done);
      into.set(this.pool.subarray(block.at + from, block.at + from + part), done);
      done += part;
    }
    return done;
  }

  readPast(offset: number, into: Uint8Array): number {
    return offset < this.size ? readPast(this.inner, offset, into) : 0;
  }

  private block(index: number): Block {
    const known = this.kept.get(index);
    this.kept.delete(index);
    const block = known ?? this.fetch(index);
    this.kept.set(index, block);
    this.last = block;
    return block;
  }

  private fetch(index: number): Block {
    const start = index * this.blockSize;
    const wanted = Math.min(this.blockSize, this.size - start);
    const at = this.room();
    this.reads++;
    this.last = NONE;
    try {
      return { index, at, length: this.inner.read(start, this.pool.subarray(at, at + wanted)) };
    } catch (error) {
      this.free.push(at);
      throw error;
    }
  }

  /** A place in the pool: one that became free, a new one, or that of the block that was not used for the longest time. */
  private room(): number {
    const free = this.free.pop();
    if (free !== undefined) return free;
    if (this.kept.size < this.most) return this.kept.size * this.blockSize;
    const oldest = this.kept.values().next().value ?? NONE;
    this.kept.delete(oldest.index);
    return oldest.at;
  }
}
