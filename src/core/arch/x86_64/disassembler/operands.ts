/**
 * One operand from its letter in the opcode tables.
 *
 * E: general register or memory of ModRM; R: register only; M: memory only; G: general register of the reg field;
 * Z: register in the opcode byte; A, AX: rax; S, C, D: segment, control, debug register of the reg field;
 * I: immediate; J: relative target; O: absolute offset; X, Y: string source and destination; DX: port in dx;
 * XL: table of xlat; ONE: the constant 1; a star before a letter: indirect call or jump.
 * Sizes: b 1, w 2, d 4, q 8, o 16, t 10 bytes; v 2/4/8 by operand size; z 2/4; y 4/8; s stack (2/8);
 * a address size; p far pointer.
 */
import type { Access, MemoryOperand, Operand, RegisterOperand } from '../../instruction.ts';
import { generalRegister, sizeOf } from './general.ts';
import { memoryOperand, overriddenSegment } from './memory.ts';
import { BYTE, CONTROL, DEBUG, LONG, QUAD, SEGMENT, WORD } from './registers.ts';
import type { State } from './state.ts';
import type { OperandSpec } from './template.ts';
import { vectorOperand } from './vectors.ts';

const plain = (name: string, size: number, access: Access): RegisterOperand => ({
  kind: 'register',
  name,
  full: name,
  size,
  access,
});

function fixed(s: State, name: string, access: Access): Operand {
  const long = LONG.indexOf(name);
  if (long >= 0) return generalRegister(s, long, 4, access);
  const quad = QUAD.indexOf(name);
  if (quad >= 0) return generalRegister(s, quad, 8, access);
  const word = WORD.indexOf(name);
  if (word >= 0) return generalRegister(s, word, 2, access);
  const byte = BYTE.indexOf(name);
  if (byte >= 0) return { kind: 'register', name, full: QUAD[byte], size: 1, access };
  return plain(name, name === 'st' ? 10 : name.startsWith('xmm') ? 16 : 2, access);
}

/** Immediate: `size` bytes are read (1, 2, 4, 8), sign-extended to `width` bytes, then taken as unsigned. */
function immediate(s: State, size: number, width: number): Operand {
  const { cursor } = s;
  if (size === 8) return { kind: 'immediate', value: cursor.u64(), size: 8 };
  const value = size === 1 ? cursor.s8() : size === 2 ? cursor.s16() : cursor.s32();
  if (width === 8) return { kind: 'immediate', value: BigInt.asUintN(64, BigInt(value)), size: 8 };
  const unsigned = width === 1 ? value & 0xff : width === 2 ? value & 0xffff : value >>> 0;
  return { kind: 'immediate', value: BigInt(unsigned), size: width };
}

function immediateOperand(s: State, letters: string): Operand {
  switch (letters) {
    case 'b':
      return immediate(s, 1, 1);
    case 'w':
      return immediate(s, 2, 2);
    case 's':
      return immediate(s, 1, s.operandSize());
    case 'ss':
      return immediate(s, 1, s.stackSize());
    case 'sz': {
      const width = s.stackSize();
      return immediate(s, width === 2 ? 2 : 4, width);
    }
    case 'd':
      return immediate(s, 4, 4);
    default: {
      const width = s.operandSize();
      return immediate(s, letters === 'z' && width === 8 ? 4 : width, width);
    }
  }
}

function stringOperand(s: State, letter: 'X' | 'Y', size: number, access: Access): MemoryOperand {
  const names = s.addressSize() === 8 ? QUAD : LONG;
  const segment = letter === 'Y' ? 'es' : (overriddenSegment(s) ?? 'ds');
  if (letter === 'X') s.prefixes.useSegment();
  const base = names[letter === 'Y' ? 7 : 6];
  return { kind: 'memory', size, segment, base, scale: 1, displacement: 0n, access, displaced: false };
}

function offsetOperand(s: State, size: number, access: Access): Operand {
  const displacement = s.prefixes.hasAddressSize ? BigInt(s.cursor.s32() >>> 0) : s.cursor.u64();
  const segment = overriddenSegment(s);
  const operand: MemoryOperand = {
    kind: 'memory',
    size,
    scale: 1,
    displacement: BigInt.asIntN(64, displacement),
    address: displacement,
    access,
    displaced: true,
  };
  if (segment) operand.segment = segment;
  return operand;
}

function registerOrMemory(s: State, spec: OperandSpec, access: Access): Operand {
  if (s.mod === 3) return generalRegister(s, s.rm | (s.rexB() & 8), sizeOf(spec.size, s), access);
  const size = sizeOf(spec.memory, s);
  return memoryOperand(s, size, access, undefined, s.vex === 4 ? size : 1);
}

/** The operand that `spec` describes, of the instruction that `s` has come to; takes immediates from its bytes. */
export function decodeOperand(spec: OperandSpec, access: Access, s: State): Operand {
  switch (spec.kind) {
    case 'E':
      return registerOrMemory(s, spec, access);
    case 'G':
      return generalRegister(s, s.reg | (s.rexR() & 8), sizeOf(spec.size, s), access);
    case 'I':
      return immediateOperand(s, spec.size);
    case 'Z':
      return generalRegister(s, (s.opcode & 7) | (s.rexB() & 8), sizeOf(spec.size, s), access);
    case 'J':
      return target(s, spec.size);
    case 'M':
      if (s.mod === 3) s.bad = true;
      return memoryOperand(s, sizeOf(spec.memory, s), access);
    case 'R':
      return generalRegister(s, s.rm | (s.rexB() & 8), sizeOf(spec.size, s), access);
    case '*E':
    case '*M': {
      const operand = registerOrMemory(s, spec, access) as MemoryOperand | RegisterOperand;
      operand.indirect = true;
      return operand;
    }
    case 'A':
    case 'AX':
      return generalRegister(s, 0, sizeOf(spec.size, s), access);
    case 'fixed':
      return fixed(s, spec.size, access);
    case 'ONE':
      return { kind: 'immediate', value: 1n, size: 1, implied: true };
    case 'X':
    case 'Y':
      return stringOperand(s, spec.kind, sizeOf(spec.size, s), access);
    case 'O':
      return offsetOperand(s, sizeOf(spec.size, s), access);
    case 'S':
      return plain(SEGMENT[s.reg], 2, access);
    case 'C':
      return plain(CONTROL[s.reg | (s.rexR() & 8)], 8, access);
    case 'D':
      return plain(DEBUG[s.reg | (s.rexR() & 8)], 8, access);
    case 'DX':
      return { kind: 'register', name: 'dx', full: 'rdx', size: 2, access, port: true };
    case 'XL': {
      const operand = stringOperand(s, 'X', 1, access);
      operand.base = s.addressSize() === 8 ? 'rbx' : 'ebx';
      return operand;
    }
    default:
      return vectorOperand(spec, access, s);
  }
}

/** A relative target; its address is completed when the instruction's length is known. */
function target(s: State, letter: string): Operand {
  if (letter === 'b') return { kind: 'target', address: BigInt(s.cursor.s8()) };
  if (letter === 'z' && s.stackSize() === 2)
    return { kind: 'target', address: BigInt(s.cursor.s16()), size: 2 };
  return { kind: 'target', address: BigInt(s.cursor.s32()) };
}
