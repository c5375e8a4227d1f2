import { identity } from '../catalogue/identity.ts';
import { stackAt, stackOwner } from '../kernel/stack-ranges.ts';
import { refTo } from '../rows/ref.ts';
import type { Answer } from './identity.ts';

/** The stack of a task or of a CPU. */
export const answer: Answer = {
  id: 'stack',
  order: 55,
  identify(kernel, value) {
    const stack = stackAt(kernel, value);
    if (!stack) return undefined;
    const owner = stackOwner(kernel, stack);
    const below = Number(stack.high - value).toString(16);
    const cpu = stack.cpu ?? '?';
    const text = owner
      ? identity.taskStack({ comm: owner.comm, pid: owner.pid, below })
      : stack.kind === 'task'
        ? identity.stack({ below })
        : stack.kind === 'irq'
          ? identity.interruptStack({ cpu, below })
          : identity.cpuStack({ kind: stack.kind, cpu, below });
    return {
      kind: 'stack',
      text,
      ref: owner ? refTo.stack(owner.address) : refTo.memory(value),
    };
  },
};
