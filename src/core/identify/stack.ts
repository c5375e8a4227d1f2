import { stackAt, stackOwner } from '../kernel/stack-ranges.ts';
import { refTo } from '../rows/ref.ts';
import type { Answer } from './identity.ts';

export const answer: Answer = {
  id: 'stack',
  order: 55,
  identify(kernel, value) {
    const stack = stackAt(kernel, value);
    if (!stack) return undefined;
    const owner = stackOwner(kernel, stack);
    const below = Number(stack.high - value);
    const what =
      stack.kind === 'task'
        ? 'stack'
        : `${stack.kind === 'irq' ? 'interrupt' : stack.kind} stack of CPU ${stack.cpu ?? '?'}`;
    const whose = owner && stack.kind === 'task' ? ` of ${owner.comm} (PID ${owner.pid})` : '';
    return {
      kind: 'stack',
      text: `${what}${whose}, 0x${below.toString(16)} below its top`,
      ref: owner ? refTo.stack(owner.address) : refTo.memory(value),
    };
  },
};
