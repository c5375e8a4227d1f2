import { container } from '../catalogue/container.ts';
import { headerFacts } from '../catalogue/files.ts';
import { formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, Progress } from './container.ts';
import { ExtentPages, type Extent } from './extents.ts';
import { CHUNK, SNAPPY_BLOCK, snappyLength, STREAM_START, unpackSnappy } from './snappy-frames.ts';

/**
 * LiME version 1 (504ensicsLabs/LiME, doc/README: "lime" format) and AVML version 2 (microsoft/avml, src/image.rs): ranges of
 * memory, each after a header of 32 bytes: magic, version, first and last address (the last one included), 8 bytes
 * reserved. LiME's bytes follow as they are. AVML's are a Snappy stream, then its length in 8 bytes. One file may have both.
 */
const HEADER = 32;
const LIME = 0x4c694d45;
const AVML = 0x4c4d5641;
const PAGE = 4096;
/** Ranges and chunks that a file may have: 2 TB of memory in chunks of 64 KiB, ranges without end otherwise. */
const MAX_RANGES = 1 << 20;
const MAX_CHUNKS = 1 << 25;
const MAX_ADDRESS = 2 ** 52;
const REPORT = 64 * 1024 * 1024;

export const format: ContainerFormat = {
  id: 'lime',
  title: 'LiME, AVML',
  probe: (source) => headerAt(source, 0) !== undefined,
  open,
};

interface Header {
  readonly packed: boolean;
  readonly start: number;
  /** Bytes of memory. */
  readonly length: number;
}

function headerAt(source: ByteSource, at: number): Header | undefined {
  const head = readBytes(source, at, HEADER);
  if (!head) return undefined;
  const view = new DataView(head.buffer);
  const magic = view.getUint32(0, true);
  const version = view.getUint32(4, true);
  if (!(magic === LIME && version === 1) && !(magic === AVML && version === 2)) return undefined;
  const start = Number(view.getBigUint64(8, true));
  const length = Number(view.getBigUint64(16, true)) - start + 1;
  if (!(length > 0 && start + length <= MAX_ADDRESS)) return undefined;
  return { packed: magic === AVML, start, length };
}

function open(source: ByteSource, _more: readonly ByteSource[], progress: Progress): Container {
  const extents: Extent[] = [];
  const missing: Message[] = [];
  const chunks = new ChunkedSource(source);
  let at = 0;
  let told = 0;
  let packed = 0;
  while (at < source.size && extents.length < MAX_RANGES) {
    const header = headerAt(source, at);
    if (!header) {
      missing.push(say.rangeBroken({ offset: at }));
      break;
    }
    const offset = chunks.size;
    at += HEADER;
    if (header.packed) {
      packed++;
      at = chunks.addStream(at, header.length) + 8;
    } else {
      // Plain bytes are found where they are, however many.
      chunks.addPlain(at, header.length);
      at += header.length;
    }
    extents.push({ physical: header.start, memory: header.length, stored: header.length, offset });
    chunks.size = offset + header.length;
    if (at - told >= REPORT) progress(container.indexing({ done: (told = at), of: source.size }));
  }
  const lost = extents.reduce((sum, each) => sum + each.stored, 0) - chunks.there;
  const all = Math.ceil(chunks.size / PAGE);
  const cut =
    lost > 0
      ? { missingBytes: packed > 0 ? undefined : lost, missingPages: Math.ceil(lost / PAGE), pages: all }
      : undefined;
  if (cut) missing.push(container.cut({ ...cut }));
  return {
    format: packed > 0 ? 'AVML' : 'LiME',
    pages: new ExtentPages(chunks, extents, PAGE),
    notes: [],
    takenBy: packed > 0 ? 'AVML' : 'LiME',
    incomplete: false,
    cut,
    headerFacts: [[headerFacts.segments(), String(extents.length)]],
    missing,
  };
}

/** Chunks whose numbers a typed array holds until it is full. */
const FIRST_ROOM = 4096;

/** The memory of all ranges one after the other, unpacked a chunk at a time; the last chunks are kept. */
class ChunkedSource implements ByteSource {
  readonly name: string;
  size = 0;
  /** Bytes that are there. */
  there = 0;
  /** For each chunk: where it begins unpacked, where its bytes are in the file, how many those are (negative: as they are). */
  private starts = new Float64Array(FIRST_ROOM);
  private offsets = new Float64Array(FIRST_ROOM);
  private sizes = new Float64Array(FIRST_ROOM);
  private count = 0;
  private readonly kept = new Map<number, Uint8Array>();

  constructor(private readonly inner: ByteSource) {
    this.name = inner.name;
  }

  addPlain(at: number, length: number): void {
    const here = Math.max(0, Math.min(length, this.inner.size - at));
    if (here > 0) this.add(this.size, at, -here);
    this.there += here;
  }

  /** The chunks of a stream at `at` until they make `length` bytes; answers where the stream ends. */
  addStream(from: number, length: number): number {
    let at = from;
    let done = 0;
    const head = new Uint8Array(16);
    while (done < length && this.count < MAX_CHUNKS) {
      const had = this.inner.read(at, head);
      const size = head[1] | (head[2] << 8) | (head[3] << 16);
      if (had < 4 || at + 4 + size > this.inner.size) return this.inner.size;
      // After the chunk's head come four bytes of checksum.
      const kind = head[0];
      if (kind === CHUNK.compressed || kind === CHUNK.plain) {
        const plain = kind === CHUNK.plain ? size - 4 : snappyLength(head.subarray(8, had));
        if (plain === undefined || plain <= 0 || plain > SNAPPY_BLOCK || size < 5) return this.inner.size;
        this.add(this.size + done, at + 8, kind === CHUNK.plain ? 4 - size : size - 4);
        done += plain;
        this.there += Math.min(plain, length - done + plain);
      } else if (kind === CHUNK.start) {
        if (!STREAM_START.every((byte, i) => head[i] === byte)) return this.inner.size;
      } else if (kind < 0x80) return this.inner.size;
      at += 4 + size;
    }
    return at;
  }

  private add(start: number, at: number, size: number): void {
    if (this.count === this.starts.length) {
      const grown = (old: Float64Array): Float64Array<ArrayBuffer> => {
        const made = new Float64Array(old.length * 2);
        made.set(old);
        return made;
      };
      [this.starts, this.offsets, this.sizes] = [grown(this.starts), grown(this.offsets), grown(this.sizes)];
    }
    this.starts[this.count] = start;
    this.offsets[this.count] = at;
    this.sizes[this.count++] = size;
  }

  read(offset: number, into: Uint8Array): number {
    let done = 0;
    while (done < into.length) {
      const at = offset + done;
      const index = this.find(at);
      if (index < 0) break;
      const within = at - this.starts[index];
      const size = this.sizes[index];
      const rest = into.subarray(done);
      if (size < 0) {
        const part = rest.subarray(0, Math.max(0, Math.min(rest.length, -size - within)));
        const got = part.length > 0 ? this.inner.read(this.offsets[index] + within, part) : 0;
        if (got === 0) break;
        done += got;
        continue;
      }
      const chunk = this.chunk(index);
      const part = chunk.subarray(within, within + rest.length);
      if (part.length === 0) break;
      rest.set(part);
      done += part.length;
    }
    return done;
  }

  /** Index of the chunk that begins at or before `at`. */
  private find(at: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** A chunk unpacked; empty when it is damaged. */
  private chunk(index: number): Uint8Array {
    const known = this.kept.get(index);
    if (known) {
      this.kept.delete(index);
      this.kept.set(index, known);
      return known;
    }
    const stored = new Uint8Array(this.sizes[index]);
    const got = this.inner.read(this.offsets[index], stored);
    const length = snappyLength(stored) ?? 0;
    let out: Uint8Array = new Uint8Array(Math.min(length, SNAPPY_BLOCK));
    if (got !== stored.length || !unpackSnappy(stored, out)) out = new Uint8Array();
    this.kept.set(index, out);
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value ?? -1);
    return out;
  }
}
const KEPT = 32;
