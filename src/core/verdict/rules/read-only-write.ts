import { faults } from '../../catalogue/stops.ts';
import { pageFaultJudgement } from '../page-fault.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'read-only-write',
  about: 'a write to a page that is present: protection, error code bits 0 and 1',
  order: 126,
  examine(c) {
    const { fault } = c;
    if (fault?.vector !== 'page-fault' || fault.code === undefined || (fault.code & 3) !== 3)
      return undefined;
    return pageFaultJudgement(c, fault, 'read-only-write', faults.readOnlyTitle());
  },
};
