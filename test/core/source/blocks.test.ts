import { describe, expect, it } from 'vitest';
import { BlockCache } from '../../../src/core/source/blocks.ts';
import { memorySource, type ByteSource } from '../../../src/core/source/source.ts';
import { seededRandom } from '../../build/random.ts';

const bytes = Uint8Array.from({ length: 10_007 }, (_, i) => (i * 31 + (i >> 8)) & 0xff);

describe('a source that keeps blocks', () => {
  it.each([1, 2, 7, 1000])('reads the same bytes with %i blocks, wherever and however much', (most) => {
    const source = new BlockCache(memorySource(bytes), 512, most);
    const random = seededRandom(most);
    for (let i = 0; i < 3000; i++) {
      const offset = random(bytes.length + 100);
      const into = new Uint8Array(random(1500));
      const got = source.read(offset, into);
      expect(got).toBe(Math.max(0, Math.min(into.length, bytes.length - offset)));
      expect(Buffer.compare(into.subarray(0, got), bytes.subarray(offset, offset + got))).toBe(0);
    }
  });

  it('reads a block once while it is kept, and the longest unused one goes first', () => {
    const source = new BlockCache(memorySource(bytes), 512, 2);
    const touch = (block: number): number => {
      source.read(block * 512, new Uint8Array(1));
      return source.reads;
    };
    expect([0, 1, 0, 0, 2, 0, 1].map(touch)).toEqual([1, 2, 2, 2, 3, 3, 4]);
  });

  it('gives what there is when the file became shorter, and passes errors on without keeping anything', () => {
    let broken = false;
    const inner: ByteSource = {
      name: 'torn',
      size: 4096,
      read(offset, into) {
        if (broken) throw new Error('gone');
        return memorySource(bytes.subarray(0, 700)).read(offset, into);
      },
    };
    const source = new BlockCache(inner, 512, 2);
    expect(source.read(600, new Uint8Array(300))).toBe(100);
    broken = true;
    expect(() => source.read(2048, new Uint8Array(10))).toThrow('gone');
    broken = false;
    const at = (offset: number): number => {
      const into = new Uint8Array(1);
      source.read(offset, into);
      return into[0];
    };
    expect([0, 600, 1, 601].map(at)).toEqual([bytes[0], bytes[600], bytes[1], bytes[601]]);
  });
});
