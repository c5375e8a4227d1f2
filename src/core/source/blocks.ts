import type { ByteSource } from './source.ts';

/**
 * A source that reads in large blocks and keeps the last ones. A read of the file costs milliseconds in
 * Chromium whatever its size (docs/performance.md), so nothing below asks for less than a block.
 */
export class BlockCache implements ByteSource {
  readonly name: string;
  readonly size: number;
  private readonly kept = new Map<number, Uint8Array>();
  /** Blocks read from the file so far. */
  reads = 0;
  private lastIndex = -1;
  private last: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly inner: ByteSource,
    private readonly blockSize = 256 * 1024,
    private readonly most = 64,
  ) {
    this.name = inner.name;
    this.size = inner.size;
  }

  read(offset: number, into: Uint8Array): number {
    let done = 0;
    while (done < into.length && offset + done < this.size) {
      const at = offset + done;
      const index = Math.floor(at / this.blockSize);
      const block = index === this.lastIndex ? this.last : this.block(index);
      const from = at - index * this.blockSize;
      if (from >= block.length) break;
      const part = Math.min(block.length - from, into.length - done);
      into.set(part === block.length ? block : block.subarray(from, from + part), done);
      done += part;
    }
    return done;
  }

  private block(index: number): Uint8Array {
    let block = this.kept.get(index);
    if (block) {
      this.kept.delete(index);
    } else {
      block = this.fetch(index);
      if (this.kept.size >= this.most) this.kept.delete(this.kept.keys().next().value as number);
    }
    this.kept.set(index, block);
    this.lastIndex = index;
    this.last = block;
    return block;
  }

  private fetch(index: number): Uint8Array {
    const start = index * this.blockSize;
    const block = new Uint8Array(Math.min(this.blockSize, this.size - start));
    this.reads++;
    const got = this.inner.read(start, block);
    return got === block.length ? block : block.subarray(0, got);
  }
}
