import { hex } from '../../addr.ts';
import type { RegisterName, Registers } from '../../arch/x86_64/registers.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Link } from '../../rows/value.ts';
import { symbolText } from '../../symbols/symbol.ts';

/** Registers line by line as crash sets them: label, register, digits. */
const LINES: readonly (readonly (readonly [label: string, name: RegisterName, digits: number])[])[] = [
  [
    ['RIP', 'rip', 16],
    ['RSP', 'rsp', 16],
    ['RFLAGS', 'rflags', 8],
  ],
  [
    ['RAX', 'rax', 16],
    ['RBX', 'rbx', 16],
    ['RCX', 'rcx', 16],
  ],
  [
    ['RDX', 'rdx', 16],
    ['RSI', 'rsi', 16],
    ['RDI', 'rdi', 16],
  ],
  [
    ['RBP', 'rbp', 16],
    [' R8', 'r8', 16],
    [' R9', 'r9', 16],
  ],
  [
    ['R10', 'r10', 16],
    ['R11', 'r11', 16],
    ['R12', 'r12', 16],
  ],
  [
    ['R13', 'r13', 16],
    ['R14', 'r14', 16],
    ['R15', 'r15', 16],
  ],
  [
    ['ORIG_RAX', 'orig_rax', 16],
    ['CS', 'cs', 4],
    ['SS', 'ss', 4],
  ],
];

/** The known ones of `registers`, as crash prints those of an exception; of the kernel's with the place they interrupted. */
export function* registerLines(kernel: Kernel, registers: Registers): Generator<Line> {
  if (!registers.user) yield { text: `    [exception RIP: ${place(kernel, registers)}]` };
  for (const line of LINES) {
    let text = '   ';
    const links: Link[] = [];
    for (const [label, name, digits] of line) {
      const value = registers.get(name);
      if (value === undefined) continue;
      text += `${text === '   ' ? ' ' : '  '}${label}: `;
      const digitsText = hex(value, digits);
      if (digits === 16 && !registers.user)
        links.push({ start: text.length, end: text.length + 16, ref: refTo.address(value) });
      text += digitsText;
    }
    if (text !== '   ') yield { text, links };
  }
}

function place(kernel: Kernel, registers: Registers): string {
  const at = kernel.symbols.byAddress(registers.ip);
  return at ? symbolText(at, 10, false) : 'unknown or invalid address';
}
