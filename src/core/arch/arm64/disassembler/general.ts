import type { Access, RegisterOperand } from '../../instruction.ts';

/** General registers and the fields of a word that name registers. */

/** Where the fields of registers begin. */
export const FIELDS: Readonly<Record<string, number>> = { d: 0, n: 5, a: 10, m: 16 };
/** Register `number` of `bits` bits; 31 is the stack pointer where `stack`, else the zero register. */
export function general(number: number, bits: 32 | 64, stack: boolean, access: Access): RegisterOperand {
  const letter = bits === 64 ? 'x' : 'w';
  const name = number < 31 ? letter + number : stack ? (bits === 64 ? 'sp' : 'wsp') : `${letter}zr`;
  const full = number < 31 ? `x${number}` : stack ? 'sp' : 'xzr';
  return { kind: 'register', name, full, size: bits / 8, access };
}
