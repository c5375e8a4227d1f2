import { identity } from '../catalogue/identity.ts';
import { isText } from '../kernel/code.ts';
import { refTo } from '../rows/ref.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Answer } from './identity.ts';
import { isCanonical } from './non-canonical.ts';

/** A return address that the machine signed: without its code it points into the kernel's text. */
export const answer: Answer = {
  id: 'signed',
  order: 24,
  identify(kernel, value) {
    const strip = kernel.arch.unwinding?.returnAddress?.(kernel);
    if (!strip || isCanonical(kernel, value)) return undefined;
    const plain = strip(value);
    const at = plain !== value && isText(kernel, plain) ? kernel.symbols.byAddress(plain) : undefined;
    if (!at) return undefined;
    return {
      kind: 'symbol',
      text: identity.signed({ what: symbolText(at, 16) }),
      ref: refTo.code(plain),
      module: at.symbol.module,
    };
  },
};
