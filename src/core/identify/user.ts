import { identity } from '../catalogue/identity.ts';
import type { Answer } from './identity.ts';

/** The user half ends at 2^47, with five levels of page tables at 2^56 (Documentation/arch/x86/x86_64/mm.rst). */
export const answer: Answer = {
  id: 'user',
  order: 80,
  identify(kernel, value) {
    const end = 1n << (kernel.space.levels === 5 ? 56n : 47n);
    // Small numbers are numbers, not addresses.
    return value >= 0x10000n && value < end ? { kind: 'user', text: identity.user() } : undefined;
  },
};
