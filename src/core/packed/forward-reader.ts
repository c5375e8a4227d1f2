import { packed as say } from '../catalogue/packed.ts';
import { CorruptError } from '../errors.ts';
import { readPast, type ByteSource } from '../source/source.ts';

/** A packed stream ends before its own end. */
export class EndedError extends CorruptError {
  constructor(name: string) {
    super(say.ended({ file: name }));
  }
}

/** Bytes read at once. */
const BUFFER = 1 << 20;

/** A file read from its beginning to its end, in large pieces. */
export class ForwardReader {
  private readonly buffer = new Uint8Array(BUFFER);
  /** Offset in the file of the buffer's first byte. */
  private start = 0;
  private at = 0;
  private end = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly progress: (done: number, of: number) => void = () => undefined,
  ) {}

  get name(): string {
    return this.source.name;
  }
  get size(): number {
    return this.source.size;
  }
  /** Offset of the next byte. */
  get position(): number {
    return this.start + this.at;
  }
  get ended(): boolean {
    return this.at >= this.end && !this.fill();
  }

  /** Goes on at `position`, wherever that lies from where it is. */
  seek(position: number): void {
    if (position >= this.start && position <= this.start + this.end) this.at = position - this.start;
    else {
      this.start = position;
      this.at = this.end = 0;
    }
  }

  byte(): number {
    if (this.at >= this.end && !this.fill()) throw new EndedError(this.name);
    return this.buffer[this.at++];
  }

  u32(): number {
    return (this.byte() | (this.byte() << 8) | (this.byte() << 16) | (this.byte() << 24)) >>> 0;
  }

  /** Fills `into`; answers how many bytes there were. */
  read(into: Uint8Array): number {
    let done = 0;
    while (done < into.length && (this.at < this.end || this.fill())) {
      const part = Math.min(into.length - done, this.end - this.at);
      into.set(this.buffer.subarray(this.at, this.at + part), done);
      this.at += part;
      done += part;
    }
    return done;
  }

  /** Fills `into`. Throws EndedError when the file ends before. */
  readAll(into: Uint8Array): Uint8Array {
    if (this.read(into) < into.length) throw new EndedError(this.name);
    return into;
  }

  skip(length: number): void {
    this.seek(this.position + length);
  }

  private fill(): boolean {
    this.start += this.end;
    this.at = 0;
    this.end = this.start < this.source.size ? readPast(this.source, this.start, this.buffer) : 0;
    this.progress(this.start, this.source.size);
    return this.end > 0;
  }
}
