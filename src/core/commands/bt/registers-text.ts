import { hex } from '../../addr.ts';
import type { Registers } from '../../arch/registers.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Link } from '../../rows/value.ts';
import { symbolText } from '../../symbols/symbol.ts';

/**
 * The known ones of `registers`, as crash prints those of an exception; of the kernel's with the place they interrupted, its offset in
 * `radix` ("set radix", which -x and -d of bt do not change here).
 */
export function* registerLines(kernel: Kernel, registers: Registers, radix: 10 | 16): Generator<Line> {
  const { exceptionLabel, lines, userLines } = registers.form;
  if (!registers.user && exceptionLabel !== undefined)
    yield { text: `    [${exceptionLabel}: ${place(kernel, registers.ip, radix)}]` };
  for (const line of registers.user && userLines ? userLines : lines) {
    let text = '   ';
    const links: Link[] = [];
    for (const [label, name, digits, placed] of line) {
      const value = registers.get(name);
      if (value === undefined) continue;
      text += `${text === '   ' ? ' ' : '  '}${label}: `;
      // What is printed short is a word of 32 bits.
      const digitsText = hex(digits < 16 ? BigInt.asUintN(32, value) : value, digits);
      if (digits === 16 && !registers.user)
        links.push({ start: text.length, end: text.length + 16, ref: refTo.address(value) });
      text += placed ? `${digitsText}  [${place(kernel, codeAddress(kernel, value), radix)}]` : digitsText;
    }
    if (text !== '   ') yield { text, links };
  }
}

/** `value` without what the machine signs return addresses with. */
function codeAddress(kernel: Kernel, value: bigint): bigint {
  return kernel.arch.unwinding?.returnAddress?.(kernel)(value) ?? value;
}

function place(kernel: Kernel, address: bigint, radix: 10 | 16): string {
  const at = kernel.symbols.byAddress(address);
  return at ? symbolText(at, radix, false) : 'unknown or invalid address';
}
