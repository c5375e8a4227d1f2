/** Sizes that the letters of the opcode tables stand for, and general registers of a size. */
import type { Access, RegisterOperand } from '../../instruction.ts';
import { REX_W } from './prefixes.ts';
import { BYTE, HIGH, QUAD, generalNames } from './registers.ts';
import type { State } from './state.ts';

/** Bytes that a size letter stands for in this instruction. */
export function sizeOf(letter: string, s: State): number {
  switch (letter) {
    case '':
      return 0;
    case 'b':
      return 1;
    case 'w':
      return 2;
    case 'd':
      return 4;
    case 'q':
      return 8;
    case 'o':
      return 16;
    case 't':
      return 10;
    case 'v':
      return s.operandSize();
    case 'z':
      if (s.prefixes.rex & REX_W) return 4;
      s.prefixes.useData();
      return s.prefixes.hasData ? 2 : 4;
    case 'y':
      return s.wide() ? 8 : 4;
    case 'y2':
      return s.wide() ? 16 : 8;
    case 's':
      return s.stackSize();
    case 'a':
      return s.addressSize();
    case 'p':
      s.prefixes.useData();
      return (s.prefixes.rex & REX_W ? 8 : s.prefixes.hasData ? 2 : 4) + 2;
    case 'x':
      return s.vectorLength;
    case 'h':
      return s.vectorLength / 2;
    case 'e':
      return s.vectorLength / 4;
    case 'g':
      return s.vectorLength / 8;
    default:
      return Number(letter) || 0;
  }
}

/** General register `number` of `size` bytes; notes whether a REX prefix decided which one. */
export function generalRegister(s: State, number: number, size: number, access: Access): RegisterOperand {
  if (size === 1 && number >= 4 && number < 8) {
    if (s.prefixes.rex) s.prefixes.useRexPresence();
    else if (!s.vex)
      return { kind: 'register', name: HIGH[number - 4], full: QUAD[number - 4], size, access };
  }
  const n = number & 15;
  return {
    kind: 'register',
    name: size === 1 ? BYTE[n] : generalNames(size)[n],
    full: QUAD[n],
    size,
    access,
  };
}
