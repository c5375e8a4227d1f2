import type { Access, Operand } from './instruction.ts';
import type { State } from './state.ts';
import type { OperandSpec } from './template.ts';

export function vectorOperand(spec: OperandSpec, _access: Access, _s: State): Operand {
  throw new Error(`Opcode table: no operand is called "${spec.kind}"; correct the table.`);
}
