import { describe, expect, it } from 'vitest';
import { samplePages } from '../../build/codec-pages.ts';
import { CodecRoom } from '../../build/codec-room.ts';
import { compressLzo } from '../../build/lzo1x.ts';
import { noise, prose } from '../../build/prose.ts';

const TRUNCATED = -1;
const CORRUPT = -2;
const FULL = -3;
const room = new CodecRoom();

const check = (stored: Uint8Array, page: Uint8Array): void => room.mustDecode('lzo', stored, page);

describe('lzo', () => {
  it('decodes pages as makedumpfile stored them', () => {
    for (const { codec, stored, page } of samplePages()) if (codec === 'lzo') check(stored, page);
  });

  it('decodes every instruction', () => {
    const far = prose(21, 90000); // distances beyond 16 KiB and 32 KiB
    far.copyWithin(60000, 20000, 29000);
    for (const page of [
      far,
      prose(22, 4096),
      noise(23, 4096),
      new Uint8Array(65536),
      new Uint8Array(1),
      new Uint8Array(0),
    ])
      check(compressLzo(page), page);
  });

  it('decodes runs of every short period', () => {
    for (let period = 1; period <= 40; period++) {
      const unit = noise(period, period);
      const page = Uint8Array.from({ length: 1000 + period }, (_, i) => unit[i % period]);
      check(compressLzo(page), page);
    }
  });

  it('says what is wrong', () => {
    const page = prose(24, 4096);
    const stored = compressLzo(page);
    expect(room.probe('lzo', new Uint8Array(0), 10, 'input')).toBe(TRUNCATED);
    expect(room.probe('lzo', stored.subarray(0, stored.length - 4), 4096, 'input')).toBe(TRUNCATED);
    expect(room.probe('lzo', stored, 4095, 'output')).toBe(FULL);
    expect(room.probe('lzo', Uint8Array.of(18, 1, 64, 9, 17, 0, 0), 10, 'input')).toBe(CORRUPT);
  });
});
