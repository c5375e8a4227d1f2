/** Bit fields of an instruction's word: immediates that are packed into them, registers that they name. */
import type { Access, RegisterOperand } from '../../instruction.ts';

/** `length` bits from bit `from` on. */
export const field = (word: number, from: number, length: number): number =>
  (word >>> from) & (length === 32 ? -1 : (1 << length) - 1);

/** The same, its highest bit being the sign. */
export function signedField(word: number, from: number, length: number): number {
  return (word << (32 - from - length)) >> (32 - length);
}

const ALL = (1n << 64n) - 1n;

/**
 * The immediate of logical instructions (DecodeBitMasks of DDI 0487, shared/functions): a run of ones in an element of 2
 * to 64 bits, turned right and repeated. `bits` is 32 or 64; undefined when the encoding is reserved.
 */
export function bitMask(n: number, imms: number, immr: number, bits: number): bigint | undefined {
  const combined = (n << 6) | (~imms & 0x3f);
  const length = 31 - Math.clz32(combined);
  if (length < 1) return undefined;
  const size = 1 << length;
  if (size > bits) return undefined;
  const levels = size - 1;
  const ones = imms & levels;
  const turn = BigInt(immr & levels);
  if (ones === levels) return undefined;
  const run = (1n << BigInt(ones + 1)) - 1n;
  const width = BigInt(size);
  const element = turn === 0n ? run : ((run >> turn) | (run << (width - turn))) & ((1n << width) - 1n);
  let value = 0n;
  for (let at = 0n; at < BigInt(bits); at += width) value |= element << at;
  return value & ALL;
}

/** Whether mov of the logical immediate is written movz or movn by assemblers (MoveWidePreferred of DDI 0487). */
export function movesWide(sf: number, n: number, imms: number, immr: number): boolean {
  const width = sf ? 64 : 32;
  if (sf ? n !== 1 : n !== 0 || (imms & 0x20) !== 0) return false;
  if (imms < 16) return (-immr & 15) <= 15 - imms;
  if (imms >= width - 15) return (immr & 15) <= imms - (width - 15);
  return false;
}

/** 8 bits as the floating-point number that they stand for (VFPExpandImm). */
export function floatImmediate(imm8: number): number {
  const sign = imm8 & 0x80 ? -1 : 1;
  const exponent = ((imm8 >> 4) & 7) ^ 4;
  return sign * ((16 + (imm8 & 15)) / 16) * 2 ** (exponent - 3);
}

/** Where the fields of registers begin. */
export const FIELDS: Readonly<Record<string, number>> = { d: 0, n: 5, a: 10, m: 16 };
/** Register `number` of `bits` bits; 31 is the stack pointer where `stack`, else the zero register. */
export function general(number: number, bits: 32 | 64, stack: boolean, access: Access): RegisterOperand {
  const letter = bits === 64 ? 'x' : 'w';
  const name = number < 31 ? letter + number : stack ? (bits === 64 ? 'sp' : 'wsp') : `${letter}zr`;
  const full = number < 31 ? `x${number}` : stack ? 'sp' : 'xzr';
  return { kind: 'register', name, full, size: bits / 8, access };
}
