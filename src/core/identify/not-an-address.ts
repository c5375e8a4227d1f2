import { identity } from '../catalogue/identity.ts';
import type { Answer } from './identity.ts';
import { isCanonical } from './non-canonical.ts';

/** A value that no pointer has on this machine, when nothing else is known of it. */
export const answer: Answer = {
  id: 'not-an-address',
  order: 85,
  identify: (kernel, value) =>
    isCanonical(kernel, value) ? undefined : { kind: 'non-canonical', text: identity.nonCanonical() },
};
