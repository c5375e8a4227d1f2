import { describe, expect, it } from 'vitest';
import { decode } from '../../../../../src/core/arch/x86_64/disassembler/decode.ts';
import { format } from '../../../../../src/core/arch/x86_64/disassembler/format.ts';

/** xorshift32: the same bytes on every run. */
function* randomBytes(seed: number): Generator<number> {
  let x = seed >>> 0;
  for (;;) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    x >>>= 0;
    yield x & 0xff;
  }
}

function fill(bytes: Uint8Array, seed: number): Uint8Array {
  const source = randomBytes(seed);
  for (let i = 0; i < bytes.length; i++) bytes[i] = source.next().value as number;
  return bytes;
}

/** Escapes and prefixes in front of random bytes, so that each table is met. */
const OPENINGS = [
  '',
  '0f',
  '0f38',
  '0f3a',
  '660f',
  'f30f',
  'c5',
  'c4e2',
  'c4e3',
  '62f1',
  '62f2',
  '62f3',
  '8fe8',
  '8fe9',
  '66f2',
  '9b',
  '48',
  '6567',
];

describe('decode of random bytes', () => {
  it('never throws, and each instruction has 1 to 15 bytes that lie in the input', () => {
    const wrong: string[] = [];
    for (const [n, opening] of OPENINGS.entries()) {
      const head = Buffer.from(opening, 'hex');
      const source = fill(new Uint8Array(20 * 2000), 7919 * (n + 1));
      for (let i = 0; i < 2000; i++) {
        const bytes = source.subarray(20 * i, 20 * i + 20);
        bytes.set(head);
        const instruction = decode(bytes, 0, 0xffffffff81000000n);
        const { length } = instruction;
        const text = format(instruction);
        if (
          length < 1 ||
          length > 15 ||
          instruction.bytes.length !== length ||
          /undefined|NaN|^$/.test(text)
        ) {
          wrong.push(`${Buffer.from(bytes).toString('hex')}: ${text}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('walks a random buffer to its end, also where the end cuts an instruction', () => {
    const bytes = fill(new Uint8Array(4096), 99);
    let offset = 0;
    while (offset < bytes.length) {
      const { length } = decode(bytes, offset, BigInt(offset));
      expect(length).toBeGreaterThan(0);
      expect(offset + length).toBeLessThanOrEqual(bytes.length);
      offset += length;
    }
    expect(decode(bytes, bytes.length, 0n)).toMatchObject({ mnemonic: '(bad)' });
  });
});
