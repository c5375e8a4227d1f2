import { worker as said } from '../src/core/catalogue/worker.ts';
import { OopscopeError } from '../src/core/errors.ts';
import type { ByteSource } from '../src/core/source/source.ts';

/** Most one read may ask for: Chromium cannot read 2 GiB at once, Firefox answers wrongly above 4 GiB. */
const MAX_READ = 64 * 1024 * 1024;

/** A file the user chose, read synchronously (workers only). */
export class BlobSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  private readonly reader = new FileReaderSync();
  /** Bytes read so far. */
  bytesRead = 0;

  constructor(private readonly file: File) {
    this.name = file.name;
    this.size = file.size;
  }

  read(offset: number, into: Uint8Array): number {
    let done = 0;
    const length = Math.min(into.length, Math.max(0, this.size - offset));
    while (done < length) {
      const part = Math.min(MAX_READ, length - done);
      into.set(this.part(offset + done, part), done);
      done += part;
    }
    this.bytesRead += done;
    return done;
  }

  private part(from: number, length: number): Uint8Array {
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(this.reader.readAsArrayBuffer(this.file.slice(from, from + length)));
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
