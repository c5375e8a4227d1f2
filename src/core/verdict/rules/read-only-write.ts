import { faults } from '../../catalogue/stops.ts';
import { pageFaultJudgement } from '../page-fault.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'read-only-write',
  about: 'a write to a page that is present: the error code says protection',
  order: 126,
  examine(c) {
    const { fault } = c;
    if (fault?.kind !== 'page-fault' || !fault.word?.present || fault.word.access !== 'write')
      return undefined;
    return pageFaultJudgement(c, fault, 'read-only-write', faults.readOnlyTitle());
  },
};
