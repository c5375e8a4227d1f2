import { refTo } from '../rows/ref.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Answer } from './identity.ts';

export const answer: Answer = {
  id: 'symbol',
  order: 40,
  identify(kernel, value) {
    const at = kernel.symbols.byAddress(value);
    if (!at) return undefined;
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
