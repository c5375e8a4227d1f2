import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** A file as pieces at their offsets; what lies between is zeros. */
export interface Pieces {
  readonly size: number;
  readonly pieces: readonly (readonly [offset: number, bytes: Uint8Array])[];
}

/** All of it in memory: for files that are small. */
export function joined({ size, pieces }: Pieces): Uint8Array {
  const bytes = new Uint8Array(size);
  for (const [offset, piece] of pieces) bytes.set(piece, offset);
  return bytes;
}

/** Writes a sparse file: holes take no room on the disk. */
export function writeSparse(path: string, { size, pieces }: Pieces): void {
  const fd = openSync(path, 'w');
  ftruncateSync(fd, size);
  for (const [offset, piece] of pieces) writeSync(fd, piece, 0, piece.length, offset);
  closeSync(fd);
}

/** A page that says which frame it is, with a pattern that compresses. */
export function pageOf(pfn: number, size = 4096): Uint8Array {
  const page = new Uint8Array(size);
  const words = new Uint32Array(page.buffer);
  for (let i = 0; i < words.length; i++) words[i] = i % 8 === 0 ? Math.imul(pfn + 1, 2654435761) + i : i >> 5;
  return page;
}
