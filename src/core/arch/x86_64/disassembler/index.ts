/** x86-64 disassembler: bytes in, instructions as data out, and their AT&T text. Depends on nothing else. */
export { decode } from './decode.ts';
export { format, type Symbolize } from './format.ts';
export type {
  Access,
  Flow,
  ImmediateOperand,
  Instruction,
  MemoryOperand,
  Operand,
  RegisterName,
  RegisterOperand,
  RoundingOperand,
  TargetOperand,
} from './instruction.ts';
