import { ZSTDDecoder } from 'zstddec';
import { describe, expect, it } from 'vitest';
import { sampleFrames, samplePages, zooDump } from '../../build/codec-pages.ts';
import { CodecRoom, difference } from '../../build/codec-room.ts';
import { openKdumpPages } from '../../build/kdump-pages.ts';

const CORRUPT = -2;
const TRUNCATED = -1;
const FULL = -3;
const UNSUPPORTED = -4;
const room = new CodecRoom();

/** A frame around blocks: no content size, a window of 1 KiB. */
function frame(...blocks: number[][]): Uint8Array {
  return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, ...blocks.flat()]);
}
function block(type: number, last: number, size: number, content: number[]): number[] {
  const head = (size << 3) | (type << 1) | last;
  return [head & 0xff, (head >> 8) & 0xff, head >> 16, ...content];
}

describe('zstd', () => {
  for (const sample of [...samplePages(), ...sampleFrames()].filter(({ codec }) => codec === 'zstd')) {
    it(`decodes ${sample.name}`, () => {
      for (const flush of ['input', 'output'] as const) {
        expect(difference(room.probe('zstd', sample.stored, sample.page.length, flush), sample.page)).toBe(
          '',
        );
        expect(
          difference(room.probe('zstd', sample.stored, sample.page.length + 100, flush), sample.page),
        ).toBe('');
      }
    });
  }

  it('decodes raw and RLE blocks', () => {
    const stored = frame(block(0, 0, 3, [1, 2, 3]), block(1, 0, 40, [9]), block(0, 1, 0, []));
    expect(
      difference(
        room.probe('zstd', stored, 43, 'output'),
        Uint8Array.from([1, 2, 3, ...new Array<number>(40).fill(9)]),
      ),
    ).toBe('');
  });

  it('decodes RLE literals without sequences', () => {
    const stored = frame(block(2, 1, 3, [(20 << 3) | 1, 5, 0]));
    expect(difference(room.probe('zstd', stored, 20, 'output'), new Uint8Array(20).fill(5))).toBe('');
  });

  it('says what is wrong', () => {
    const sample = sampleFrames()[0];
    expect(room.probe('zstd', new Uint8Array(0), 10, 'input')).toBe(TRUNCATED);
    expect(room.probe('zstd', sample.stored.subarray(0, 700), sample.page.length, 'input')).toBe(TRUNCATED);
    expect(room.probe('zstd', sample.stored, sample.page.length - 1, 'output')).toBe(FULL);
    expect(room.probe('zstd', new Uint8Array(20), 100, 'input')).toBe(CORRUPT);
    expect(room.probe('zstd', frame(block(3, 1, 0, [])), 10, 'input')).toBe(CORRUPT);
    const dictionary = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 1, 0, 77, 1, 0, 0]);
    expect(room.probe('zstd', dictionary, 10, 'input')).toBe(UNSUPPORTED);
  });

  const dump = zooDump('6.12-cloud-sysrq');
  it.skipIf(dump === undefined)(
    'agrees with zstddec on every page of a real dump (needs the zoo)',
    async () => {
      const other = new ZSTDDecoder();
      await other.init();
      const { pages, pageSize } = openKdumpPages(dump!);
      let compared = 0;
      for (const { pfn, codec, bytes } of pages()) {
        if (codec !== 'zstd') continue;
        const written = room.decode('zstd', bytes, pageSize);
        const expected = other.decode(bytes, pageSize);
        if (written !== pageSize || Buffer.compare(room.page(written), expected) !== 0)
          throw new Error(`Page ${pfn} differs (${written}).`);
        compared++;
      }
      expect(compared).toBeGreaterThan(10_000);
    },
  );
});
