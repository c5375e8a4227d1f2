import { worker as said } from '../src/core/catalogue/worker.ts';
import { OopscopeError } from '../src/core/errors.ts';
import type { Room } from '../src/core/session.ts';
import { memorySource, type ByteSource, type Origin } from '../src/core/source/source.ts';

/** Most one read may ask for: Chromium cannot read 2 GiB at once, Firefox answers wrongly above 4 GiB. */
const MAX_READ = 64 * 1024 * 1024;

/** A file the user chose, read synchronously (workers only). */
export class BlobSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  private readonly reader = new FileReaderSync();
  readonly origin: Origin;

  constructor(
    private readonly file: Blob,
    name: string,
    private readonly at = 0,
    size = file.size - at,
  ) {
    this.name = name;
    this.size = size;
    this.origin = { from: file, name, at, size };
  }

  read(offset: number, into: Uint8Array): number {
    let done = 0;
    const length = Math.min(into.length, Math.max(0, this.size - offset));
    while (done < length) {
      const part = Math.min(MAX_READ, length - done);
      into.set(this.part(offset + done, part), done);
      done += part;
    }
    return done;
  }

  private part(from: number, length: number): Uint8Array {
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(
        this.reader.readAsArrayBuffer(this.file.slice(this.at + from, this.at + from + length)),
      );
    } catch (error) {
      throw this.trouble(from, length, error);
    }
    // Firefox gives what is left of a file that was cut, without an error.
    if (bytes.length !== length) throw this.trouble(from, length);
    return bytes;
  }

  private trouble(offset: number, length: number, cause?: unknown): OopscopeError {
    return new OopscopeError(said.unreadable({ name: this.name, length, offset }), { cause });
  }
}

/** How much of a file is read at a time where several reads are under way. */
const IN_FLIGHT = 4 * 1024 * 1024;

/**
 * All of a file in memory, read in parts that are under way at once: in Chromium that takes less than half of what the
 * same bytes take one block after another. Undefined where a part cannot be read: reading it again, synchronously, says why.
 */
export async function readWhole(file: Blob, name: string): Promise<ByteSource | undefined> {
  const bytes = new Uint8Array(file.size);
  const parts = Array.from({ length: Math.ceil(file.size / IN_FLIGHT) }, async (_, i) => {
    const from = i * IN_FLIGHT;
    const to = Math.min(file.size, from + IN_FLIGHT);
    const part = new Uint8Array(await file.slice(from, to).arrayBuffer());
    if (part.length === to - from) bytes.set(part, from);
    return part.length === to - from;
  });
  const whole = await Promise.all(parts).catch(() => [false]);
  if (whole.includes(false)) return undefined;
  return { ...memorySource(bytes, name), origin: { from: file, name, at: 0, size: file.size } };
}

/** Bytes of unpacked data that become a Blob at a time; the browser may put Blobs on the disk. */
const PIECE = 16 * 1024 * 1024;
const MOST = 1024 ** 3;

/** Room for unpacked files, as Blobs of up to 1 GiB that scan workers can read too. `cached` puts a cache before one. */
export function blobRoom(cached: (source: ByteSource) => ByteSource): Room {
  return {
    most: MOST,
    take(name) {
      const whole: Blob[] = [];
      let piece = new Uint8Array(PIECE);
      let filled = 0;
      const close = (): void => {
        if (filled > 0) whole.push(new Blob([piece.subarray(0, filled)]));
        filled = 0;
      };
      return {
        write(part) {
          for (let done = 0; done < part.length;) {
            const length = Math.min(PIECE - filled, part.length - done);
            piece.set(part.subarray(done, done + length), filled);
            filled += length;
            done += length;
            if (filled === PIECE) close();
          }
        },
        finish() {
          close();
          piece = new Uint8Array();
          return cached(new BlobSource(new Blob(whole), name));
        },
        drop() {
          whole.length = 0;
          piece = new Uint8Array();
        },
      };
    },
  };
}
