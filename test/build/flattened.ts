import type { Pieces } from './pieces.ts';

/** A flattened file to be written. */
export interface FlattenedPlan {
  /** Records in the order in which they are written; a later one overwrites an earlier one. */
  readonly records: readonly (readonly [offset: number, bytes: Uint8Array])[];
  /** Without the end marker, as a broken pipe leaves it. */
  readonly endless?: boolean;
}

/** Writes what makedumpfile -F writes: a header of 4096 bytes, records of big-endian offset and size, an end marker. */
export function buildFlattened({ records, endless }: FlattenedPlan): Uint8Array {
  const length = records.reduce((sum, [, bytes]) => sum + 16 + bytes.length, 4096);
  const file = new Uint8Array(length + (endless ? 0 : 16));
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode('makedumpfile'));
  view.setBigInt64(16, 1n);
  view.setBigInt64(24, 1n);
  let at = 4096;
  for (const [offset, bytes] of records) {
    view.setBigInt64(at, BigInt(offset));
    view.setBigInt64(at + 8, BigInt(bytes.length));
    file.set(bytes, at + 16);
    at += 16 + bytes.length;
  }
  if (!endless) file.fill(0xff, at);
  return file;
}

/** `file` in records of `size` bytes; like makedumpfile, the header is written once empty and once more at the end. */
export function flattened(file: Uint8Array, size = 65536): Uint8Array {
  const records: [number, Uint8Array][] = [[0, new Uint8Array(Math.min(4096, file.length))]];
  for (let at = 0; at < file.length; at += size) records.push([at, file.subarray(at, at + size)]);
  records.push([0, file.subarray(0, 4096)]);
  return buildFlattened({ records });
}

/** `pieces` as the records of a flattened file: what lies between stays a hole. */
export function flattenedPieces({ pieces, size }: Pieces): Uint8Array {
  const last: readonly [number, Uint8Array] = [size - 1, new Uint8Array(1)];
  const toTheEnd = pieces.some(([at, bytes]) => at + bytes.length === size);
  return buildFlattened({ records: toTheEnd ? pieces : [...pieces, last] });
}
