/** AT&T text of an instruction, as gdb's x/i and objdump print it after the address. */
import { addressText, type Symbolize } from '../../code.ts';
import type { Instruction, MemoryOperand, Operand } from '../../instruction.ts';

/**
 * @param symbolize - the text between `<` and `>` after an address (`name+offset`), undefined: none
 */
export function format(i: Instruction, symbolize?: Symbolize): string {
  let head = i.prefixes.length ? i.prefixes.join(' ') + ' ' + i.mnemonic : i.mnemonic;
  if (i.operands.length === 0) return head;
  let text = '';
  let relative: bigint | undefined;
  for (const operand of i.operands) {
    const printed = operandText(operand, symbolize);
    if (printed === '') continue;
    text += text === '' ? printed : ',' + printed;
    if (operand.kind === 'memory' && (operand.base === 'rip' || operand.base === 'eip'))
      relative = operand.address;
  }
  head = i.mnemonic === '(bad)' ? `${head} ${text}` : head.padEnd(6) + ' ' + text;
  return relative === undefined ? head : head + '        # ' + addressText(relative, symbolize);
}

function operandText(operand: Operand, symbolize?: Symbolize): string {
  switch (operand.kind) {
    case 'register': {
      const name = operand.port ? `(%${operand.name})` : `${operand.indirect ? '*' : ''}%${operand.name}`;
      return operand.mask ? name + maskText(operand.mask, operand.zeroing) : name;
    }
    case 'immediate':
      return operand.implied ? `$${operand.value}` : '$0x' + operand.value.toString(16);
    case 'target':
      return addressText(operand.address, symbolize);
    case 'memory':
      return memoryText(operand);
    case 'rounding':
      return `{${operand.name}}`;
    case 'name':
      return operand.text;
  }
}

function maskText(mask: string, zeroing?: boolean): string {
  return `{%${mask}}` + (zeroing ? '{z}' : '');
}

/** A memory operand: "%gs:0x10(%rax,%rcx,8)". */
export function memoryText(m: MemoryOperand): string {
  let text = m.indirect ? '*' : '';
  if (m.segment) text += `%${m.segment}:`;
  const index = m.index ?? m.noIndex;
  if (m.displaced) {
    if (m.base === undefined && index === undefined)
      text += '0x' + (m.address ?? m.displacement).toString(16);
    else
      text +=
        m.displacement < 0n ? `-0x${(-m.displacement).toString(16)}` : `0x${m.displacement.toString(16)}`;
  }
  if (m.base !== undefined || index !== undefined) {
    text += '(' + (m.base ? '%' + m.base : '') + (index ? `,%${index},${m.scale}` : '') + ')';
  }
  if (m.broadcast) text += `{${m.broadcast}}`;
  return m.mask ? text + maskText(m.mask, m.zeroing) : text;
}
