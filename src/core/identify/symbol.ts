import { identity } from '../catalogue/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { moduleAt } from '../kernel/modules.ts';
import { refTo } from '../rows/ref.ts';
import { isPastEnd, symbolText, type SymbolAt } from '../symbols/symbol.ts';
import type { Answer } from './identity.ts';

/** Names of the first task's stack: it is told whose it is. */
const FIRST_STACK = new Set(['init_stack', 'init_thread_union']);

/** A function or a variable, or a place within one. */
export const answer: Answer = {
  id: 'symbol',
  order: 40,
  identify(kernel, value) {
    const at = kernel.symbols.byAddress(value);
    if (!at || FIRST_STACK.has(at.symbol.name) || isElsewhere(kernel, value, at)) return undefined;
    const textEnd = kernel.symbols.image.byName('_etext')?.address;
    if (at.symbol.module === undefined && textEnd !== undefined && isPastEnd(at, textEnd))
      return {
        kind: 'symbol',
        text: identity.image({ after: at.symbol.name, offset: at.offset.toString(16) }),
        ref: refTo.address(value),
      };
    const code = /[tTwW]/.test(at.symbol.letter);
    return {
      kind: 'symbol',
      text: symbolText(at, 16),
      start: at.offset === 0,
      ref: code ? refTo.code(value) : refTo.address(value),
      module: at.symbol.module,
    };
  },
};

/**
 * Whether `value` is not in what its symbol names: far past the last symbol of a table, which no other ends (a module has its
 * own symbol table there), or in another range of the module's memory.
 */
function isElsewhere(kernel: Kernel, value: bigint, { symbol, offset }: SymbolAt): boolean {
  if (symbol.size === undefined && offset >= kernel.layout.pageSize) return true;
  if (symbol.module === undefined || offset < kernel.layout.pageSize) return false;
  const range = moduleAt(kernel, value)?.range;
  return range !== undefined && symbol.address < range.base;
}
