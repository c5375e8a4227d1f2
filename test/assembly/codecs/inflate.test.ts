import { constants, deflateRawSync, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { samplePages, zooDump } from '../../build/codec-pages.ts';
import { CodecRoom } from '../../build/codec-room.ts';
import { openKdumpPages } from '../../build/kdump-pages.ts';
import { noise, prose } from '../../build/prose.ts';

const TRUNCATED = -1;
const CORRUPT = -2;
const FULL = -3;
const UNSUPPORTED = -4;
const room = new CodecRoom();
const PAGES = [
  ...samplePages()
    .filter(({ codec }) => codec === 'zlib')
    .map(({ page }) => page),
  prose(11, 65536),
  noise(12, 4096),
  new Uint8Array(65536),
  new Uint8Array(0),
];

const check = (stored: Uint8Array, page: Uint8Array): void => room.mustDecode('zlib', stored, page);

describe('inflate', () => {
  it('decodes pages as makedumpfile stored them', () => {
    for (const { codec, stored, page } of samplePages()) if (codec === 'zlib') check(stored, page);
  });

  for (const level of [0, 1, 6, 9]) {
    it(`decodes level ${level}, wrapped and bare`, () => {
      for (const page of PAGES) {
        check(deflateSync(page, { level }), page);
        check(deflateRawSync(page, { level }), page);
      }
    });
  }

  for (const name of ['Z_FIXED', 'Z_HUFFMAN_ONLY', 'Z_RLE', 'Z_FILTERED'] as const) {
    it(`decodes strategy ${name}`, () => {
      for (const page of PAGES) check(deflateSync(page, { strategy: constants[name] }), page);
    });
  }

  it('decodes many small blocks', () => {
    const page = prose(13, 30000);
    check(deflateSync(page, { memLevel: 1, level: 9 }), page);
  });

  it('says what is wrong', () => {
    const page = prose(14, 4096);
    const stored = deflateSync(page);
    expect(room.probe('zlib', new Uint8Array(0), 10, 'input')).toBe(TRUNCATED);
    expect(room.probe('zlib', stored.subarray(0, stored.length - 20), 4096, 'input')).toBe(TRUNCATED);
    expect(room.probe('zlib', stored, 4095, 'output')).toBe(FULL);
    expect(room.probe('zlib', Uint8Array.of(7), 100, 'input')).toBe(CORRUPT);
    const dictionary = deflateSync(page, { dictionary: Buffer.from('kernel panic') });
    expect(room.probe('zlib', dictionary, 4096, 'input')).toBe(UNSUPPORTED);
  });

  it('notices by the checksum that a page is not what it was', () => {
    const stored = deflateSync(prose(15, 4096), { level: 0 });
    stored[1000] ^= 1;
    expect(room.probe('zlib', stored, 4096, 'input')).toBe(CORRUPT);
  });

  const dump = zooDump('6.12-arm64-null_pointer');
  it.skipIf(dump === undefined)(
    'agrees with zlib on every eighth block of a real dump (needs the zoo)',
    () => {
      const { pages, pageSize } = openKdumpPages(dump!);
      let seen = 0;
      for (const { pfn, codec, bytes } of pages()) {
        if (codec !== 'zlib' || seen++ % 8 !== 0) continue;
        const written = room.decode('zlib', bytes, pageSize);
        if (written !== pageSize || Buffer.compare(room.page(written), inflateSync(bytes)) !== 0)
          throw new Error(`Page ${pfn} differs (${written}).`);
      }
      expect(seen).toBeGreaterThan(1000);
    },
  );
});
