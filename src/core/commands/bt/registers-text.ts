import { hex } from '../../addr.ts';
import type { Registers } from '../../arch/registers.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Link } from '../../rows/value.ts';
import { symbolText } from '../../symbols/symbol.ts';

/** The known ones of `registers`, as crash prints those of an exception; of the kernel's with the place they interrupted. */
export function* registerLines(kernel: Kernel, registers: Registers): Generator<Line> {
  if (!registers.user) yield { text: `    [${registers.form.exceptionLabel}: ${place(kernel, registers)}]` };
  for (const line of registers.form.lines) {
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
