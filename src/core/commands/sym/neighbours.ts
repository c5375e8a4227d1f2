import type { Kernel } from '../../kernel/kernel.ts';
import { modules, moduleSymbols } from '../../kernel/modules.ts';
import type { KernelSymbol } from '../../symbols/symbol.ts';

/** The symbol before (-1) or after (1) `symbol` in order of address, of those with another address; of a module, its own. */
export function neighbour(kernel: Kernel, symbol: KernelSymbol, way: -1 | 1): KernelSymbol | undefined {
  if (symbol.module === undefined) return inImage(kernel, symbol, way);
  const module = modules(kernel).find(({ name }) => name === symbol.module);
  let before: KernelSymbol | undefined;
  for (const each of module ? moduleSymbols(kernel, module).all() : []) {
    if (way > 0 && each.address > symbol.address) return each;
    if (each.address >= symbol.address) return way < 0 ? before : undefined;
    before = each;
  }
  return undefined;
}

function inImage({ symbols }: Kernel, symbol: KernelSymbol, way: -1 | 1): KernelSymbol | undefined {
  const { image } = symbols;
  return way < 0
    ? image.inOrder(image.position(symbol.address) - 1)
    : image.inOrder(image.position(symbol.address + 1n));
}
