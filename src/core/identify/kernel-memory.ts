import { hex, isKernelHalf } from '../addr.ts';
import { refTo } from '../rows/ref.ts';
import type { Answer } from './identity.ts';

export const answer: Answer = {
  id: 'kernel-memory',
  order: 90,
  identify(kernel, value, say) {
    if (!isKernelHalf(value)) return undefined;
    const physical = kernel.space.translate(value);
    if (physical === undefined)
      return {
        kind: 'unmapped',
        text: say('unmapped'),
        ref: refTo.address(value),
      };
    const absence = kernel.space.absence(value);
    return {
      kind: 'page',
      text: absence
        ? say('page.absent', { why: say(`absence.${absence}`) })
        : say('page', { address: hex(physical) }),
      ref: refTo.memory(value),
    };
  },
};
