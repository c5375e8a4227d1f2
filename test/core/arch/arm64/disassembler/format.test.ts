import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../../../src/core/arch/arm64/disassembler/decode.ts';
import { format } from '../../../../../src/core/arch/arm64/disassembler/format.ts';
import { seededRandom } from '../../../../build/random.ts';

/**
 * One instruction of every form that the tables have, with random fields, and its text by objdump of binutils 2.40, which
 * is what gdb prints: the word, tab, text without symbols, remarks after // and the 0x of addresses; line n (from 0) stands
 * at the address 0xffff800080000000 + 4 n.
 */
const fixture = new URL('../../../../fixtures/a64_instructions.txt', import.meta.url);
const START = 0xffff800080000000n;

const at = (word: number, address = START) => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, word, true);
  return decode(bytes, 0, address);
};

describe('format', () => {
  it('prints every form of the fixture as binutils does', () => {
    const lines = readFileSync(fixture, 'latin1').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1000);
    const wrong: string[] = [];
    lines.forEach((line, i) => {
      const [hex, text] = line.split('\t');
      const mine = format(at(parseInt(hex, 16), START + 4n * BigInt(i)))
        .replace(/\t/, ' ')
        .replace(/0x(?=[0-9a-f]{9,})/, '');
      if (mine !== text.replace(/0x(?=[0-9a-f]{9,})/, '')) wrong.push(`${hex}: ${mine} | ${text}`);
    });
    expect(wrong).toEqual([]);
  });

  it('puts symbols after addresses', () => {
    const named = (address: bigint): string => `f+${address - START}`;
    expect(format(at(0x94000002), named)).toBe('bl\t0xffff800080000008 <f+8>');
    expect(format(at(0x58000040), named)).toBe('ldr\tx0, 0xffff800080000008 <f+8>');
    expect(format(at(0xb0000000), named)).toBe('adrp\tx0, 0xffff800080001000 <f+4096>');
  });

  it('says what is no instruction', () => {
    expect(format(at(0xffffffff))).toBe('.inst\t0xffffffff ; undefined');
    expect(format(decode(Uint8Array.of(1, 2), 0, START))).toBe('.byte\t0x01');
    expect(decode(Uint8Array.of(1, 2), 0, START).length).toBe(1);
  });

  it('reads any word', () => {
    const random = seededRandom(11);
    for (let i = 0; i < 100_000; i++) {
      const each = at(((random(65536) << 16) | random(65536)) >>> 0);
      expect(each.length).toBe(4);
      expect(format(each).length).toBeGreaterThan(0);
    }
  });
});
