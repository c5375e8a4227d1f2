/**
 * Vector operands by their letter.
 *
 * V, W, U: register of the reg field, register or memory of ModRM, register only; H: register in vvvv; L: register in
 * an immediate; P, Q, N: the same for MMX; ST: x87 register; B: general register in vvvv; K…: mask registers;
 * VM: memory with a vector index. Sizes: x the vector length, h, e, g a half, a quarter, an eighth of it,
 * others as in operands.ts. A register of less than 16 bytes is an XMM register.
 */
import type { Access, MemoryOperand, Operand, RegisterOperand } from '../../instruction.ts';
import { memoryOperand } from './memory.ts';
import { generalRegister, sizeOf } from './general.ts';
import { BOUND, MASK, MMX, XMM, YMM, ZMM } from './registers.ts';
import type { State } from './state.ts';
import type { OperandSpec } from './template.ts';

const register = (name: string, size: number, access: Access): RegisterOperand => ({
  kind: 'register',
  name,
  full: name,
  size,
  access,
});

function vectorNames(size: number): string[] {
  return size > 32 ? ZMM : size > 16 ? YMM : XMM;
}

function vector(number: number, size: number, access: Access): RegisterOperand {
  return register(vectorNames(size)[number], Math.max(size, 16), access);
}

/** Number in the rm field of a vector register: EVEX.X is its bit 4. */
function rmNumber(s: State): number {
  return s.rm | (s.rexB() & 8) | (s.vex === 4 ? s.vexX << 1 : 0);
}

function registerOrMemory(spec: OperandSpec, access: Access, s: State): Operand {
  if (s.mod === 3) return vector(rmNumber(s), sizeOf(spec.size, s), access);
  return vectorMemory(spec, access, s);
}

/** Memory of a vector instruction: EVEX scales an 8-bit displacement by its size, or broadcasts an element. */
function vectorMemory(spec: OperandSpec, access: Access, s: State): Operand {
  const size = sizeOf(spec.memory, s);
  if (s.vex !== 4) return memoryOperand(s, size, access);
  if (!s.evexB) return memoryOperand(s, size, access, undefined, size || 1);
  if (!spec.broadcast) s.bad = true;
  const element = spec.broadcast || 1;
  const operand = memoryOperand(s, element, access, undefined, element);
  operand.broadcast = `1to${size / element}`;
  return operand;
}

function maskMemory(spec: OperandSpec, access: Access, s: State): Operand {
  if (s.mod === 3) return register(MASK[s.rm], 8, access);
  return memoryOperand(s, sizeOf(spec.memory, s), access);
}

/** Memory addressed by a vector of indices: the size letters are those of the index register, then of an element. */
function vectorIndexed(spec: OperandSpec, access: Access, s: State): Operand {
  if (s.rm !== 4) s.bad = true;
  const names = vectorNames(sizeOf(spec.size, s));
  const element = sizeOf(spec.memory, s);
  return memoryOperand(s, element, access, names, s.vex === 4 ? element : 1);
}

/** Bound registers of MPX. */
function bound(s: State, number: number, access: Access): RegisterOperand {
  if (number > 3) s.bad = true;
  return register(BOUND[number & 3], 16, access);
}

/** The vector or mask register, or memory, that `spec` describes. */
export function vectorOperand(spec: OperandSpec, access: Access, s: State): Operand {
  switch (spec.kind) {
    case 'V':
      return vector(s.reg | (s.rexR() & 24), sizeOf(spec.size, s), access);
    case 'W':
      return registerOrMemory(spec, access, s);
    case 'U':
      return vector(rmNumber(s), sizeOf(spec.size, s), access);
    case 'H':
      return vector(s.vvvv, sizeOf(spec.size, s), access);
    case 'L':
      return vector(s.cursor.u8() >> 4, sizeOf(spec.size, s), access);
    case 'MV':
      return vectorMemory(spec, access, s) as MemoryOperand;
    case 'VM':
      return vectorIndexed(spec, access, s);
    case 'B':
      return generalRegister(s, s.vvvv, sizeOf(spec.size, s), access);
    case 'P':
      return register(MMX[s.reg], 8, access);
    case 'Q':
      if (s.mod !== 3) return memoryOperand(s, sizeOf(spec.memory, s), access);
      return register(MMX[s.rm], 8, access);
    case 'N':
      return register(MMX[s.rm], 8, access);
    case 'ST':
      return register(`st(${s.rm})`, 10, access);
    case 'BG':
      return bound(s, s.reg | (s.rexR() & 8), access);
    case 'BE':
      return s.mod === 3 ? bound(s, s.rm | (s.rexB() & 8), access) : memoryOperand(s, 16, access);
    case 'TG':
      return register(`tmm${s.reg}`, 1024, access);
    case 'TR':
      return register(`tmm${s.rm}`, 1024, access);
    case 'TH':
      return register(`tmm${s.vvvv & 7}`, 1024, access);
    case 'MT':
      if (s.rm !== 4) s.bad = true;
      return memoryOperand(s, 0, access);
    case 'KG':
      return register(MASK[s.reg], 8, access);
    case 'KH':
      return register(MASK[s.vvvv & 7], 8, access);
    case 'KR':
      return register(MASK[s.rm], 8, access);
    case 'KE':
      return maskMemory(spec, access, s);
    default:
      throw new Error(`Opcode table: no operand is called "${spec.kind}"; correct the table.`);
  }
}
