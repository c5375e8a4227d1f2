import type { Kernel } from '../../kernel/kernel.ts';
import { symbolLetter } from '../../kernel/symbol-letter.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { shownName, type KernelSymbol } from '../../symbols/symbol.ts';
import { symbolLine } from '../expression.ts';

/** A symbol as crash lists it. */
export function line(kernel: Kernel, symbol: KernelSymbol, offset = 0): Line {
  const text = symbolLine(kernel, symbol, offset);
  const address = symbol.address + BigInt(offset);
  const at = address.toString(16).length;
  const name = shownName(symbol.name);
  const start = text.indexOf(name, at);
  return {
    text,
    row: {
      address,
      letter: symbolLetter(kernel, symbol),
      name: symbol.name,
      ...(offset === 0 ? {} : { offset }),
      ...(symbol.module ? { module: symbol.module } : {}),
    },
    links: [
      { start: 0, end: at, ref: refTo.address(address) },
      { start, end: start + name.length, ref: refTo.symbol(symbol.name) },
    ],
  };
}
