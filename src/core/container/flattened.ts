import { container as say } from '../catalogue/container.ts';
import { readBytes, readPast, type ByteSource } from '../source/source.ts';
import type { Progress, Wrapper } from './container.ts';
import { latest, pieceAt, type Piece } from './latest.ts';

/**
 * A file as makedumpfile -F writes it to a pipe (makedumpfile's IMPLEMENTATION and makedumpfile.h, "flattened"): a header
 * of 4096 bytes ("makedumpfile", then type 1 and version 1 as big-endian 64-bit numbers), then records: big-endian
 * offset and size, 16 bytes, and so many bytes that belong at that offset of the real file. A later record overwrites an
 * earlier one. A record of offset -1 and size -1 is the last.
 */
const MAGIC = 'makedumpfile\0\0\0\0';
const HEADER = 4096;
const RECORD = 16;
/**
 * Pieces of the real file that an index may have: 24 bytes each. Records that follow each other with one size are one
 * piece, so that real files of any size stay far below.
 */
const MAX_PIECES = 1 << 22;
/** Bytes between two calls of `progress`. */
const REPORT = 64 * 1024 * 1024;
/** Nothing that a real file says lies beyond. */
const MAX_OFFSET = 2 ** 52;

/** Records of one size that follow each other, in the flattened file as in the real one. */
interface Run {
  /** Offset in the real file of the first, and after the last. */
  readonly from: number;
  readonly to: number;
  /** Offset in the flattened file of the data of the first. */
  readonly at: number;
  /** Bytes of each, and how many. */
  readonly size: number;
  readonly count: number;
}

/** A dump as a stream of records, each with its place in the file. */
export const wrapper: Wrapper = {
  id: 'flattened',
  title: 'makedumpfile -F',
  probe(source) {
    const head = readBytes(source, 0, MAGIC.length);
    return head !== undefined && String.fromCharCode(...head) === MAGIC;
  },
  unwrap(source, progress) {
    const { runs, whole, broken } = readRecords(source, progress);
    return {
      source: new FlattenedSource(source, latest(runs), whole),
      missing: broken !== undefined ? [say.flatBroken({ offset: broken })] : whole ? [] : [say.flatCut()],
    };
  },
};

interface Records {
  readonly runs: readonly Run[];
  /** Whether the end marker was there. */
  readonly whole: boolean;
  /** Where a record begins that makes no sense, or is one too many. */
  readonly broken?: number;
}

/** One pass over the heads of the records. */
function readRecords(inner: ByteSource, progress: Progress): Records {
  const runs: Run[] = [];
  const head = new Uint8Array(RECORD);
  const view = new DataView(head.buffer);
  let at = HEADER;
  let told = 0;
  let last: { from: number; to: number; at: number; size: number; count: number } | undefined;
  while (at + RECORD <= inner.size && inner.read(at, head) === RECORD) {
    const offset = Number(view.getBigInt64(0, false));
    const size = Number(view.getBigInt64(8, false));
    if (offset === -1 && size === -1) return { runs, whole: true };
    // Where the next record begins is not known any more.
    if (offset < 0 || size <= 0 || offset + size > MAX_OFFSET) return { runs, whole: false, broken: at };
    const data = at + RECORD;
    const there = Math.min(size, inner.size - data);
    if (
      last &&
      there === last.size &&
      offset === last.to &&
      data === last.at + (last.size + RECORD) * last.count
    ) {
      last.count++;
      last.to += there;
    } else if (there > 0) {
      if (runs.length >= MAX_PIECES) return { runs, whole: false, broken: at };
      runs.push((last = { from: offset, to: offset + there, at: data, size: there, count: 1 }));
    }
    at = data + size;
    if (at - told >= REPORT) progress(say.indexing({ done: (told = at), of: inner.size }));
  }
  return { runs, whole: false };
}

/** The real file: what no record has reads as zeros, or ends the read where the flattened file was cut off. */
class FlattenedSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  private last = 0;

  constructor(
    private readonly inner: ByteSource,
    private readonly pieces: readonly Piece<Run>[],
    private readonly whole: boolean,
  ) {
    this.name = inner.name;
    this.size = pieces.at(-1)?.to ?? 0;
  }

  read(offset: number, into: Uint8Array): number {
    return this.copy(offset, into, (at, part) => this.inner.read(at, part));
  }

  readPast(offset: number, into: Uint8Array): number {
    return this.copy(offset, into, (at, part) => readPast(this.inner, at, part));
  }

  private copy(offset: number, into: Uint8Array, read: (at: number, part: Uint8Array) => number): number {
    const length = Math.max(0, Math.min(into.length, this.size - offset));
    let done = 0;
    let index = this.find(offset);
    while (done < length) {
      const at = offset + done;
      const piece = this.pieces.at(index);
      if (!piece || at < piece.from) {
        if (!this.whole) return done;
        const gap = Math.min(length, (piece?.from ?? this.size) - offset);
        into.fill(0, done, gap);
        done = gap;
        continue;
      }
      if (at >= piece.to) {
        index++;
        continue;
      }
      const run = piece.of;
      const within = at - run.from;
      const record = Math.floor(within / run.size);
      const part = within - record * run.size;
      const wanted = Math.min(length - done, run.size - part, piece.to - at);
      const got = read(run.at + record * (run.size + RECORD) + part, into.subarray(done, done + wanted));
      done += got;
      if (got < wanted) break;
    }
    this.last = index;
    return done;
  }

  /** Index of the piece that holds `offset`, or of the first after it. */
  private find(offset: number): number {
    const { pieces } = this;
    const guess = pieces.at(this.last);
    if (guess && offset >= guess.from && offset < guess.to) return this.last;
    return pieceAt(pieces, offset);
  }
}
