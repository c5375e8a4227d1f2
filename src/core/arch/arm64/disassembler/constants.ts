import type { Operand } from '../../instruction.ts';
import { field } from './fields.ts';

/** Immediates of vector instructions (DDI 0487, C4.1.96: modified immediate, shift by immediate). */

/** immh:immb counts up from the size of elements for left shifts, and down from twice that for right ones. */
export function vectorShift(word: number, way: 'left' | 'right'): Operand | undefined {
  const both = field(word, 16, 7);
  const bits = 8 << (31 - Math.clz32(both >> 3));
  const amount = way === 'left' ? both - bits : 2 * bits - both;
  return both >> 3 === 0 ? undefined : { kind: 'immediate', value: BigInt(amount), size: 1, decimal: true };
}

/** Eight bits at the place that cmode (bits 15:12) tells; 'msl' shifts ones in, 'bytes' makes a byte of each bit. */
export function shiftedConstant(word: number, how: 'lsl' | 'msl' | 'bytes'): Operand {
  const eight = (field(word, 16, 3) << 5) | field(word, 5, 5);
  const value = how === 'bytes' ? spread(eight) : BigInt(eight);
  const amount = how === 'bytes' ? 0 : amountOf(field(word, 12, 4));
  return { kind: 'immediate', value, size: 8, ...(amount > 0 ? { shift: { name: how, amount } } : {}) };
}

function amountOf(mode: number): number {
  if (mode >= 14) return 0;
  if (mode >= 12) return mode === 12 ? 8 : 16;
  return mode >= 8 ? 8 * ((mode >> 1) & 1) : 8 * (mode >> 1);
}

function spread(eight: number): bigint {
  let value = 0n;
  for (let bit = 0n; bit < 8n; bit++) if ((eight >> Number(bit)) & 1) value |= 0xffn << (bit * 8n);
  return value;
}
