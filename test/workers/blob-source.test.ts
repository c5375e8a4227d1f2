import { describe, expect, it } from 'vitest';
import { readWhole } from '../../workers/blob-source.ts';
import { readBytes } from '../../src/core/source/source.ts';

const bytes = Uint8Array.from({ length: 9 * 1024 * 1024 + 5 }, (_, i) => (i * 31 + (i >>> 12)) & 255);

describe('a file read whole', () => {
  it('has the bytes of the file, and says where a scan worker finds them', async () => {
    const file = new Blob([bytes]);
    const source = (await readWhole(file, 'vmcore'))!;
    expect(source.name).toBe('vmcore');
    expect(source.size).toBe(bytes.length);
    expect(Buffer.compare(readBytes(source, 0, bytes.length)!, bytes)).toBe(0);
    expect(source.origin).toEqual({ from: file, name: 'vmcore', at: 0, size: bytes.length });
  });

  it('is left to the reader that says why, where a part of it cannot be read or was cut off', async () => {
    const broken = (part: () => Promise<ArrayBuffer>): Blob =>
      ({ size: bytes.length, slice: () => ({ arrayBuffer: part }) }) as unknown as Blob;
    const fails = broken(() => Promise.reject(new DOMException('gone', 'NotReadableError')));
    // Firefox answers with less, without an error.
    const cut = broken(() => Promise.resolve(new ArrayBuffer(7)));
    expect(await readWhole(fails, 'vmcore')).toBeUndefined();
    expect(await readWhole(cut, 'vmcore')).toBeUndefined();
  });
});
