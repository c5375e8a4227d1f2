import { describe, expect, it } from 'vitest';
import { sbitmapOf, setBits, weights } from '../../../src/core/kernel/sbitmap.ts';
import { BtfWriter } from '../../build/btf.ts';
import { typedMemory } from '../../build/typed-memory.ts';

/** struct sbitmap as include/linux/sbitmap.h has it, words 128 bytes apart. */
function bitmap(depth: number, shift: number, words: number, map: readonly (readonly [bigint, bigint])[]) {
  const w = new BtfWriter();
  const u32 = w.int('unsigned int', 4);
  const u64 = w.int('long unsigned int', 8);
  const pointer = w.pointer(0);
  w.struct('sbitmap', 32, [
    { name: 'depth', type: u32, bits: 0 },
    { name: 'shift', type: u32, bits: 32 },
    { name: 'map_nr', type: u32, bits: 64 },
    { name: 'map', type: pointer, bits: 128 },
  ]);
  w.struct('sbitmap_word', 128, [
    { name: 'word', type: u64, bits: 0 },
    { name: 'cleared', type: u64, bits: 512 },
  ]);
  const memory = typedMemory(w);
  const at = memory.alloc(32);
  const array = memory.alloc(128 * map.length);
  memory.u32(at, depth);
  memory.u32(at + 4n, shift);
  memory.u32(at + 8n, words);
  memory.u64(at + 16n, array);
  for (const [i, [word, cleared]] of map.entries()) {
    memory.u64(array + BigInt(i * 128), word);
    memory.u64(array + BigInt(i * 128 + 64), cleared);
  }
  return sbitmapOf(memory.kernel, memory.kernel.at('struct sbitmap', at));
}

describe('a sbitmap', () => {
  it('has the bits that are set and were not given back', () => {
    const found = bitmap(100, 6, 2, [
      [0x8000_0000_0000_0007n, 0x2n],
      [0b1001n, 0n],
    ])!;
    expect([...setBits(found)]).toEqual([0, 2, 63, 64, 67]);
    expect(weights(found)).toEqual({ set: 6, cleared: 1 });
  });

  it('has no bits beyond its depth', () => {
    expect([...setBits(bitmap(2, 3, 1, [[0xffn, 0n]])!)]).toEqual([0, 1]);
  });

  it('is none when its numbers contradict each other', () => {
    expect(bitmap(100, 6, 1, [[1n, 0n]])).toBeUndefined();
    expect(bitmap(2, 40, 1, [[1n, 0n]])).toBeUndefined();
    expect(bitmap(0x7fffffff, 6, 0x7fffffff, [])).toBeUndefined();
  });
});
