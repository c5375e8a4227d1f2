import { compress } from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { samplePages } from '../../build/codec-pages.ts';
import { CodecRoom } from '../../build/codec-room.ts';
import { noise, prose } from '../../build/prose.ts';

const TRUNCATED = -1;
const CORRUPT = -2;
const FULL = -3;
const room = new CodecRoom();

const check = (stored: Uint8Array, page: Uint8Array): void => room.mustDecode('snappy', stored, page);

describe('snappy', () => {
  it('decodes pages as makedumpfile stored them', () => {
    for (const { codec, stored, page } of samplePages()) if (codec === 'snappy') check(stored, page);
  });

  it('decodes what snappyjs compresses', () => {
    for (const page of [
      prose(31, 4096),
      prose(32, 100000),
      noise(33, 70000),
      new Uint8Array(65536),
      new Uint8Array(1),
    ])
      check(compress(page), page);
  });

  it('decodes runs of every short period', () => {
    for (let period = 1; period <= 40; period++) {
      const unit = noise(period, period);
      const page = Uint8Array.from({ length: 1000 + period }, (_, i) => unit[i % period]);
      check(compress(page), page);
    }
  });

  it('decodes copies with offsets of four bytes', () => {
    check(
      Uint8Array.of(8, 12, 1, 2, 3, 4, ((4 - 1) << 2) | 3, 4, 0, 0, 0),
      Uint8Array.of(1, 2, 3, 4, 1, 2, 3, 4),
    );
  });

  it('says what is wrong', () => {
    const stored = compress(prose(34, 4096));
    expect(room.probe('snappy', new Uint8Array(0), 10, 'input')).toBe(TRUNCATED);
    expect(room.probe('snappy', stored.subarray(0, 500), 4096, 'input')).toBe(TRUNCATED);
    expect(room.probe('snappy', stored, 4095, 'output')).toBe(FULL);
    expect(room.probe('snappy', Uint8Array.of(4, 1, 9), 10, 'input')).toBe(CORRUPT);
  });
});
