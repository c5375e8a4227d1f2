import { identity } from '../catalogue/identity.ts';
import { moduleAt } from '../kernel/modules.ts';
import { refTo } from '../rows/ref.ts';
import type { Answer } from './identity.ts';

/** The memory of a module, where no symbol of it covers the address. */
export const answer: Answer = {
  id: 'module-memory',
  order: 50,
  identify(kernel, value) {
    const at = moduleAt(kernel, value);
    if (!at) return undefined;
    const offset = Number(value - at.range.base);
    return {
      kind: 'module',
      text: identity.module({
        range: at.range.name,
        module: at.module.name,
        offset: offset.toString(16),
      }),
      ref: refTo.module(at.module.name),
      module: at.module.name,
    };
  },
};
