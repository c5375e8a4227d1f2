/** The text of an A64 instruction, as gdb's x/i and objdump print it; without the remarks that they add after `//`. */
import { addressText, type Symbolize } from '../../code.ts';
import type { Instruction, MemoryOperand, Operand } from '../../instruction.ts';

/** @param symbolize - the text between `<` and `>` after an address (`name+offset`), undefined: none */
export function format(i: Instruction, symbolize?: Symbolize): string {
  if (i.operands.length === 0) return i.mnemonic;
  if (i.mnemonic === '.inst') return `.inst\t0x${word(i)} ; undefined`;
  if (i.mnemonic === '.byte') return `.byte\t0x${word(i)}`;
  return `${i.mnemonic}\t${i.operands.map((operand) => operandText(operand, symbolize)).join(', ')}`;
}

function word(i: Instruction): string {
  const [operand] = i.operands;
  return operand.kind === 'immediate' ? operand.value.toString(16).padStart(operand.size * 2, '0') : '';
}

function operandText(operand: Operand, symbolize?: Symbolize): string {
  switch (operand.kind) {
    case 'register': {
      const { name, modifier } = operand;
      if (!modifier) return name;
      return `${name}, ${modifier.name}${modifier.amount === undefined ? '' : ` #${modifier.amount}`}`;
    }
    case 'immediate': {
      const { value, decimal, shift } = operand;
      const text = decimal ? `#${value}` : '#0x' + value.toString(16);
      return shift ? `${text}, ${shift.name} #${shift.amount}` : text;
    }
    case 'target':
      return addressText(operand.address, symbolize);
    case 'memory':
      return memoryText(operand, symbolize);
    case 'rounding':
    case 'name':
      return operand.kind === 'name' ? operand.text : operand.name;
  }
}

/** "[x0, #8]!": where an instruction reads or writes. */
export function memoryText(m: MemoryOperand, symbolize?: Symbolize): string {
  if (m.address !== undefined) return addressText(m.address, symbolize);
  if (m.writeback === 'after') return `[${m.base}], ${m.index ?? `#${m.displacement}`}`;
  const more = m.index === undefined ? (m.displaced ? `, #${m.displacement}` : '') : `, ${indexText(m)}`;
  return `[${m.base}${more}]${m.writeback === 'before' ? '!' : ''}`;
}

function indexText({ index = '', extend, scale, displaced }: MemoryOperand): string {
  const name = extend === 'uxtw' || extend === 'sxtw' ? index.replace('x', 'w') : index;
  const amount = Math.log2(scale);
  if (extend === 'lsl') return displaced ? `${name}, lsl #${amount}` : name;
  return `${name}, ${extend}${displaced ? ` #${amount}` : ''}`;
}
