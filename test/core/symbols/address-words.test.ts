import { describe, expect, it } from 'vitest';
import { addressesFrom, compareAt, wordsOf } from '../../../src/core/symbols/address-words.ts';

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);

describe('addresses as words', () => {
  it.each([0n, 0xffffffff81000000n, 0xffffffffffffffffn, 0xffff0000n])(
    'are placed from %s as bigints would be',
    (base) => {
      const distances = [0, 1, -1, 0x7fffffff, -0x80000000, 0xffffffff, 2 ** 40, -(2 ** 40)];
      const found = addressesFrom(distances.length, base, (i) => distances[i]);
      expect([...found]).toEqual(distances.map((by) => wrap(base + BigInt(by))));
    },
  );

  it('compare as unsigned 64-bit numbers', () => {
    const values = [
      0n,
      1n,
      0xffffffffn,
      0x100000000n,
      0x7fffffffffffffffn,
      0x8000000000000000n,
      0xffffffffffffffffn,
    ];
    const words = wordsOf(BigUint64Array.from(values));
    for (let a = 0; a < values.length; a++)
      for (let b = 0; b < values.length; b++)
        expect(Math.sign(compareAt(words, a, b))).toBe(Math.sign(a - b));
  });
});
