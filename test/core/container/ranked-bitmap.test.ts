import { describe, expect, it } from 'vitest';
import { RankedBitmap } from '../../../src/core/container/ranked-bitmap.ts';
import { memorySource } from '../../../src/core/source/source.ts';

describe('a bitmap with rank', () => {
  const length = 3 * 4096 - 5;
  const bytes = Uint8Array.from({ length }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) & 0xff);
  const set = (bit: number): boolean => (bytes[bit >> 3] & (1 << (bit & 7))) !== 0;
  const file = new Uint8Array(100 + length);
  file.set(bytes, 100);

  it.each([0, 5, 32768, 40000])('counts the bits from %i on', (first) => {
    const bitmap = new RankedBitmap(memorySource(file), 100, length, first);
    let count = 0;
    for (let bit = first; bit < length * 8; bit++) {
      if (bit % 997 === 0 || bit % 32768 < 2) expect([bit, bitmap.rank(bit)]).toEqual([bit, count]);
      if (set(bit)) count++;
    }
    expect(bitmap.rank(length * 8)).toBe(count);
  });

  it('finds the next bit that is set', () => {
    const sparse = new Uint8Array(100 + length);
    const there = [3, 4, 9000, 9007, 9008, 32768, 8 * length - 1];
    for (const bit of there) sparse[100 + (bit >> 3)] |= 1 << (bit & 7);
    const bitmap = new RankedBitmap(memorySource(sparse), 100, length, 0);
    const found: number[] = [];
    for (let bit = bitmap.next(0); bit !== undefined; bit = bitmap.next(bit + 1)) found.push(bit);
    expect(found).toEqual(there);
    expect([bitmap.next(9001), bitmap.next(8 * length), bitmap.next(-5)]).toEqual([9007, undefined, 3]);
  });

  it('knows each bit, and none beyond its end', () => {
    const bitmap = new RankedBitmap(memorySource(file), 100, length, 0);
    for (let bit = 0; bit < length * 8; bit += 7) expect(bitmap.has(bit)).toBe(set(bit));
    expect(bitmap.has(length * 8)).toBe(false);
    expect(bitmap.has(2 ** 40)).toBe(false);
  });
});
