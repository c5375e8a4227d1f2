import { describe, expect, it } from 'vitest';
import { bpfInstructions } from '../../../src/core/kernel/bpf-instructions.ts';

/** Encodings of the instruction set (Documentation/bpf/standardization/instruction-set.rst), and what they say. */
const MAP = 0xffff8d4bbfeb1000n;
const names = {
  helper: (imm: number) => (imm === 291648 ? '__htab_map_lookup_elem#291648' : undefined),
  constant: (value: bigint) => (value === MAP ? 'map[id:1]' : undefined),
};

function texts(hex: string): string[] {
  const bytes = Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (two) => parseInt(two, 16));
  return [...bpfInstructions(bytes, names)].map(({ index, text }) => `${index}: ${text}`);
}

describe('the instructions of eBPF', () => {
  it.each([
    ['62 0a fc ff 00 00 00 00', '(62) *(u32 *)(r10 -4) = 0'],
    ['bf a2 00 00 00 00 00 00', '(bf) r2 = r10'],
    ['07 02 00 00 fc ff ff ff', '(07) r2 += -4'],
    ['85 00 00 00 40 73 04 00', '(85) call __htab_map_lookup_elem#291648'],
    ['85 10 00 00 07 00 00 00', '(85) call pc+7'],
    ['15 00 01 00 00 00 00 00', '(15) if r0 == 0x0 goto pc+1'],
    ['a5 01 fd ff ff ff ff ff', '(a5) if r1 < -1 goto pc-3'],
    ['1e 21 02 00 00 00 00 00', '(1e) if w1 == w2 goto pc+2'],
    ['7b 10 08 00 00 00 00 00', '(7b) *(u64 *)(r0 +8) = r1'],
    ['71 12 01 00 00 00 00 00', '(71) r2 = *(u8 *)(r1 +1)'],
    ['91 12 01 00 00 00 00 00', '(91) r2 = *(s8 *)(r1 +1)'],
    ['db 21 00 00 00 00 00 00', '(db) lock *(u64 *)(r1 +0) += r2'],
    ['db 21 00 00 01 00 00 00', '(db) r2 = atomic_fetch(*(u64 *)(r1 +0) += r2)'],
    ['db 21 00 00 f1 00 00 00', '(db) r0 = cmpxchg(*(u64 *)(r1 +0), r0, r2)'],
    ['dc 01 00 00 10 00 00 00', '(dc) r1 = be16 r1'],
    ['87 03 00 00 00 00 00 00', '(87) r3 = -r3'],
    ['c4 03 00 00 1f 00 00 00', '(c4) w3 s>>= 31'],
    ['30 00 00 00 17 00 00 00', '(30) r0 = *(u8 *)skb[23]'],
    ['05 00 03 00 00 00 00 00', '(05) goto pc+3'],
    ['95 00 00 00 00 00 00 00', '(95) exit'],
    ['ff 00 00 00 00 00 00 00', '(ff) BUG_ff'],
  ])('%s is %s', (hex, text) => {
    expect(texts(hex)).toEqual([`0: ${text}`]);
  });

  it('of 64 bits take two places; an address of a map is its number', () => {
    expect(texts('18 01 00 00 00 10 eb bf 00 00 00 00 4b 8d ff ff  95 00 00 00 00 00 00 00')).toEqual([
      '0: (18) r1 = map[id:1]',
      '2: (95) exit',
    ]);
    expect(texts('18 02 00 00 78 56 34 12 00 00 00 00 01 00 00 00')).toEqual(['0: (18) r2 = 0x112345678']);
  });

  it('end where a program was cut', () => {
    expect(texts('95 00 00 00 00 00 00 00 b7 00')).toEqual(['0: (95) exit']);
    expect(texts('')).toEqual([]);
  });
});
