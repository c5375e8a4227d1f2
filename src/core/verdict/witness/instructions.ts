import { hex, hex0x } from '../../addr.ts';
import { format, type Instruction } from '../../arch/x86_64/disassembler/index.ts';
import type { RegisterName } from '../../arch/x86_64/registers.ts';
import { identify } from '../../identify/index.ts';
import type { InstructionView } from '../../rows/verdict.ts';
import { symbolText } from '../../symbols/symbol.ts';
import type { Case } from '../case.ts';
import { codeAround } from '../code.ts';
import { effectiveAddress, type Fault } from '../fault.ts';

const BEFORE = 5;
const AFTER = 3;

/** The faulting instruction with its neighbours; what its operands were stands beside it. */
export function instructionViews(c: Case, fault: Fault): InstructionView[] {
  const code = codeAround(c.kernel, fault.registers.ip, AFTER);
  const whole =
    code.index >= 0
      ? code.instructions.slice(Math.max(0, code.index - BEFORE))
      : fault.instruction
        ? [fault.instruction]
        : [];
  return whole.map((each) => {
    const faulting = each.address === fault.registers.ip;
    return {
      address: hex(each.address, 16),
      bytes: [...each.bytes].map((byte) => hex(byte, 2)).join(' '),
      text: instructionText(c, each),
      faulting,
      note: faulting ? operandNotes(c, each, fault) : undefined,
    };
  });
}

export function instructionText(c: Pick<Case, 'kernel'>, each: Instruction): string {
  return format(each, (address) => {
    const at = c.kernel.symbols.byAddress(address);
    return at && symbolText(at, 16);
  });
}

/** "RAX = 0 → NULL · RDI = ffff… → task_struct of sh (PID 1)". */
function operandNotes(c: Case, each: Instruction, fault: Fault): string {
  const names = new Set<string>();
  for (const operand of each.operands) {
    if (operand.kind === 'memory')
      for (const name of [operand.base, operand.index])
        if (name !== undefined && name !== 'rip') names.add(name);
    if (operand.kind === 'register' && operand.access.includes('r')) names.add(operand.full);
  }
  const notes: string[] = [];
  for (const name of names) {
    const value = fault.registers.get(name as RegisterName);
    if (value === undefined) continue;
    const what = identify(c.kernel, value, c.language);
    notes.push(
      `${name.toUpperCase()} = ${value < 10n ? String(value) : hex0x(value)}${what ? ` → ${what.text}` : ''}`,
    );
  }
  const memory = each.operands.find((operand) => operand.kind === 'memory');
  if (
    memory?.kind === 'memory' &&
    (memory.index !== undefined || memory.displacement !== 0n) &&
    memory.base !== 'rip'
  ) {
    const address = effectiveAddress(memory, fault.registers);
    if (address !== undefined) notes.push(c.say('operand.address', { address: hex0x(address) }));
  }
  return notes.join(' · ');
}
