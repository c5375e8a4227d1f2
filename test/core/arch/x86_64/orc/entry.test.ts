import { describe, expect, it } from 'vitest';
import { decodeOrc } from '../../../../../src/core/arch/x86_64/orc/entry.ts';

/** Bit-fields of struct orc_entry as arch/x86/include/asm/orc_types.h has them in the kernels named. */
const v1 = (sp: number, bp: number, type: number, end = 0): number =>
  sp | (bp << 4) | (type << 8) | (end << 10);
const v2 = (sp: number, bp: number, type: number, signal = 0, end = 0): number =>
  sp | (bp << 4) | (type << 8) | (signal << 10) | (end << 11);
const v3 = (sp: number, bp: number, type: number, signal = 0): number =>
  sp | (bp << 4) | (type << 8) | (signal << 11);

describe('an ORC entry', () => {
  it('of a plain function says the same in every layout', () => {
    const want = { cfa: 'sp', cfaOffset: 16, bp: 'cfa', bpOffset: -16, type: 'call', signal: false };
    expect(decodeOrc('v1', 16, -16, v1(5, 1, 0))).toEqual(want);
    expect(decodeOrc('v2', 16, -16, v2(5, 1, 0))).toEqual(want);
    expect(decodeOrc('v3', 16, -16, v3(5, 1, 2))).toEqual(want);
    expect(decodeOrc('v4', 16, -16, v3(3, 8, 2))).toEqual(want);
  });

  it('of entry code has registers, and interrupts are signals', () => {
    expect(decodeOrc('v1', 0, 0, v1(5, 0, 1))).toMatchObject({ type: 'regs', signal: true });
    expect(decodeOrc('v1', 0, 0, v1(5, 0, 2))).toMatchObject({ type: 'iret', signal: true });
    expect(decodeOrc('v2', 0, 0, v2(5, 0, 1, 1))).toMatchObject({ type: 'regs', signal: true });
    expect(decodeOrc('v2', 0, 0, v2(5, 0, 1, 0))).toMatchObject({ type: 'regs', signal: false });
    expect(decodeOrc('v3', 0, 0, v3(5, 0, 4, 1))).toMatchObject({ type: 'iret', signal: true });
  });

  it('tells the end of the stack from code without entry', () => {
    expect(decodeOrc('v1', 0, 0, v1(0, 0, 0, 1)).type).toBe('end');
    expect(decodeOrc('v1', 0, 0, v1(0, 0, 0, 0)).type).toBe('undefined');
    expect(decodeOrc('v2', 0, 0, v2(0, 0, 0, 0, 1)).type).toBe('end');
    expect(decodeOrc('v3', 0, 0, v3(0, 0, 1)).type).toBe('end');
    expect(decodeOrc('v3', 0, 0, 0).type).toBe('undefined');
    expect(decodeOrc('v4', 0, 0, 1 << 8).type).toBe('end');
  });

  it('takes unknown registers and types for undefined', () => {
    expect(decodeOrc('v3', 0, 0, v3(15, 0, 7))).toMatchObject({ cfa: 'none', type: 'undefined' });
    expect(decodeOrc('v4', 0, 0, v3(8, 0, 2)).cfa).toBe('none');
  });
});
