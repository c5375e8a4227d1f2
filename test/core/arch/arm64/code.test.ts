import { describe, expect, it } from 'vitest';
import { code } from '../../../../src/core/arch/arm64/code.ts';
import type { Instruction } from '../../../../src/core/arch/instruction.ts';
import { registers as form } from '../../../../src/core/arch/arm64/registers.ts';
import { Registers } from '../../../../src/core/arch/registers.ts';

const AT = 0xffff800080001000n;
const at = (word: number): Instruction => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, word, true);
  return code.decode(bytes, 0, AT);
};
const operandOf = (word: number) => {
  const found = at(word).operands.find((each) => each.kind === 'memory');
  if (found?.kind !== 'memory') throw new Error('no memory operand');
  return found;
};

describe('operands', () => {
  it('say where they lie, how large they are and what is done with them', () => {
    expect(operandOf(0x39000022)).toMatchObject({ base: 'x1', size: 1, access: 'w', displacement: 0n }); // strb w2, [x1]
    expect(operandOf(0xf942a261)).toMatchObject({ base: 'x19', size: 8, access: 'r', displacement: 1344n });
    expect(operandOf(0xa9bc7bfd)).toMatchObject({ base: 'sp', size: 16, access: 'w', writeback: 'before' });
    expect(operandOf(0xc8a07c41)).toMatchObject({ base: 'x2', size: 8, access: 'rw' }); // cas x0, x1, [x2]
    expect(operandOf(0xf9800000)).toMatchObject({ access: 'none' }); // prfm
  });

  it('have the address that the processor computes', () => {
    const known = Registers.some(form, { x0: 0x1000n, x1: 0xffffffffn, sp: 0x2000n });
    const address = (word: number) => code.effectiveAddress(operandOf(word), known);
    expect(address(0xf9400800)).toBe(0x1010n); // ldr x0, [x0, #16]
    expect(address(0xf8408400)).toBe(0x1000n); // ldr x0, [x0], #8
    expect(address(0xf81f0c00)).toBe(0xff0n); // str x0, [x0, #-16]!
    expect(address(0xf8617800)).toBe(0x1000n + 0xffffffffn * 8n); // ldr x0, [x0, x1, lsl #3]
    expect(address(0xf861d800)).toBe(0x1000n - 8n); // ldr x0, [x0, w1, sxtw #3]
    expect(address(0xf8615800)).toBe(0x1000n + 0xffffffffn * 8n); // ldr x0, [x0, w1, uxtw #3]
    expect(address(0x58000040)).toBe(AT + 8n); // ldr x0, AT+8
    expect(address(0xf9400840)).toBeUndefined(); // x2 is not known
    expect(code.pointersOf(operandOf(0xf8617800))).toEqual(['x0', 'x1']);
    expect(code.pointersOf(operandOf(0x58000040))).toEqual([]);
  });
});

describe('what an instruction does to a register', () => {
  const done = (word: number, register: string) => code.definition(at(word), register);

  it.each<[string, number, string, unknown]>([
    ['mov x1, x2', 0xaa0203e1, 'x1', { how: 'copy', from: 'x2' }],
    ['mov w1, #0', 0x52800001, 'x1', { how: 'zero' }],
    ['mov x1, xzr', 0xaa1f03e1, 'x1', { how: 'zero' }],
    ['mov w1, #0xc0de', 0x52981bc1, 'x1', { how: 'constant', value: 0xc0den }],
    ['mov x0, #-1', 0x92800000, 'x0', { how: 'constant', value: 0xffffffffffffffffn }],
    ['movk w1, #0x1bad, lsl #16', 0x72a375a1, 'x1', { how: 'part', keep: 0xffffn, value: 0x1bad0000n }],
    ['adrp x0, +0x1000', 0xb0000000, 'x0', { how: 'constant', value: AT + 0x1000n }],
    ['add x0, x1, #16', 0x91004020, 'x0', { how: 'address', memory: { base: 'x1', displacement: 16n } }],
    ['sub x0, x1, #1, lsl #12', 0xd1400420, 'x0', { how: 'address', memory: { displacement: -4096n } }],
    [
      'ldr x0, [x1, #8]',
      0xf9400420,
      'x0',
      { how: 'load', memory: { base: 'x1', displacement: 8n, size: 8 } },
    ],
    ['ldp x0, x2, [x1, #16]', 0xa9410820, 'x2', { how: 'load', memory: { displacement: 24n, size: 8 } }],
    ['ldp x0, x2, [x1], #16', 0xa8c10820, 'x2', { how: 'load', memory: { displacement: 8n, size: 8 } }],
    ['ldr x0, [x1], #8', 0xf8408420, 'x1', { how: 'unclear' }],
    ['ldadd x0, x2, [x1]', 0xf8200022, 'x2', { how: 'unclear' }],
    ['eor x0, x1, x2', 0xca020020, 'x0', { how: 'unclear' }],
    ['bl', 0x94000000, 'x30', { how: 'unclear' }],
  ])('%s', (_, word, register, expected) => {
    expect(done(word, register)).toMatchObject(expected as object);
  });

  it('leaves others alone', () => {
    for (const word of [0xf9000020, 0xeb01001f, 0x39000022, 0xd65f03c0, 0xb4000040])
      expect(done(word, 'x1')).toBeUndefined();
  });
});

describe('flow', () => {
  it.each<[string, number, string, bigint | undefined]>([
    ['b', 0x14000002, 'jump', AT + 8n],
    ['bl', 0x97ffffff, 'call', AT - 4n],
    ['blr', 0xd63f0020, 'call', undefined],
    ['br', 0xd61f0200, 'jump', undefined],
    ['b.eq', 0x54000040, 'branch', AT + 8n],
    ['tbz', 0x36180040, 'branch', AT + 8n],
    ['ret', 0xd65f03c0, 'return', undefined],
    ['retaa', 0xd65f0bff, 'return', undefined],
    ['brk', 0xd4210000, 'trap', undefined],
    ['adrp', 0x90000000, 'next', undefined],
    ['.inst', 0xffffffff, 'stop', undefined],
  ])('%s', (name, word, flow, target) => {
    const each = at(word);
    expect([each.mnemonic, each.flow, each.target]).toEqual([name, flow, target]);
  });

  it('knows calls by the word before', () => {
    const space = (word: number) =>
      ({ tryU32: (address: bigint) => (address === AT - 4n ? word >>> 0 : undefined) }) as never;
    expect(code.afterCall(space(0x94000000), AT)).toBe(true);
    expect(code.afterCall(space(0xd63f0100), AT)).toBe(true); // blr x8
    expect(code.afterCall(space(0xd73f0a28), AT)).toBe(true); // blraa x17, x8
    expect(code.afterCall(space(0xd61f0100), AT)).toBe(false); // br x8
    expect(code.afterCall(space(0x14000000), AT)).toBe(false);
    expect(code.afterCall(space(0x94000000), AT + 2n)).toBe(false);
    expect(code.callTarget(space(0x97ffffff), AT)).toBe(AT - 8n);
    expect(code.callTarget(space(0xd63f0100), AT)).toBeUndefined();
  });
});
