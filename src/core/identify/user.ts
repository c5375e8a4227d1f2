import { identity } from '../catalogue/identity.ts';
import { halfOf } from '../memory/tables.ts';
import type { Answer } from './identity.ts';

/** An address of the half that belongs to processes. */
export const answer: Answer = {
  id: 'user',
  order: 80,
  identify(kernel, value) {
    // Small numbers are numbers, not addresses.
    return value >= 0x10000n && halfOf(kernel.layout.userTables, value) === 'user'
      ? { kind: 'user', text: identity.user() }
      : undefined;
  },
};
