import { faults } from '../../catalogue/stops.ts';
import { pageFaultJudgement, accessOf } from '../page-fault.ts';
import { isKernelHalf } from '../../addr.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'user-access',
  about:
    'kernel code touched an address of the user half outside the functions made for it (SMAP, or nothing mapped)',
  order: 124,
  examine(c) {
    const { fault } = c;
    if (
      fault?.kind !== 'page-fault' ||
      fault.address === undefined ||
      fault.jumped ||
      isKernelHalf(fault.address)
    )
      return undefined;
    return pageFaultJudgement(c, fault, 'user-access', faults.userAccessTitle({ access: accessOf(fault) }));
  },
};
