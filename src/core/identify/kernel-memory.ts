import { hex, isKernelHalf } from '../addr.ts';
import { absence, identity } from '../catalogue/identity.ts';
import { named } from '../catalogue/message.ts';
import { refTo } from '../rows/ref.ts';
import type { Answer } from './identity.ts';

export const answer: Answer = {
  id: 'kernel-memory',
  order: 90,
  identify(kernel, value) {
    if (!isKernelHalf(value)) return undefined;
    const physical = kernel.space.translate(value);
    if (physical === undefined)
      return {
        kind: 'unmapped',
        text: identity.unmapped(),
        ref: refTo.address(value),
      };
    const absent = kernel.space.absence(value);
    return {
      kind: 'page',
      text: absent
        ? identity.absent({ why: named(absence, absent) ?? absent })
        : identity.memory({ physical: hex(physical) }),
      ref: refTo.memory(value),
    };
  },
};
