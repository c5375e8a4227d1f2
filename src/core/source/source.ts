/** Bytes at an offset: what every file, Blob and buffer looks like to the core. Reads are synchronous. */
export interface ByteSource {
  /** The file's name as its owner knows it; shown, never interpreted. */
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
  /**
   * Copies bytes from `offset` on into `into`; answers how many there were (less than asked only at the end).
   * Throws when the file can no longer be read.
   */
  read(offset: number, into: Uint8Array): number;
  /** Like `read`, past what is kept of the file: for reads of everything. Absent where nothing is kept. */
  readPast?(offset: number, into: Uint8Array): number;
  /** Where another thread finds the same bytes; absent where it cannot. */
  readonly origin?: Origin;
}

/** Bytes that another thread may read: `size` from `at` on of `from`, which is the edge's own (a descriptor, a Blob) and can be sent. */
export interface Origin {
  readonly from: unknown;
  readonly name: string;
  readonly at: number;
  readonly size: number;
}

/** Reads past whatever a source keeps, so that nothing of it is given up. */
export function readPast(source: ByteSource, offset: number, into: Uint8Array): number {
  return source.readPast ? source.readPast(offset, into) : source.read(offset, into);
}

/** `length` bytes at `offset`, or undefined when the source ends before. */
export function readBytes(source: ByteSource, offset: number, length: number): Uint8Array | undefined {
  if (!(offset >= 0) || !(length >= 0) || offset + length > source.size) return undefined;
  const bytes = new Uint8Array(length);
  return source.read(offset, bytes) === length ? bytes : undefined;
}

/** The characters whose numbers are `bytes`: UTF-8 in it stays in bytes until somebody reads it (rows/readable.ts). */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  // An argument a byte: engines bound how many there may be.
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

/** A source over bytes in memory. */
export function memorySource(bytes: Uint8Array, name = 'memory'): ByteSource {
  return {
    name,
    size: bytes.length,
    read(offset, into) {
      if (offset >= bytes.length) return 0;
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
  };
}
