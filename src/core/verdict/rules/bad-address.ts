import { faults } from '../../catalogue/stops.ts';
import { pageFaultJudgement, accessOf } from '../page-fault.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'bad-address',
  about: 'any other page fault in kernel mode: a kernel address where nothing is mapped',
  order: 130,
  examine: (c) =>
    c.fault?.kind === 'page-fault'
      ? pageFaultJudgement(c, c.fault, 'bad-address', faults.badAddressTitle({ access: accessOf(c.fault) }))
      : undefined,
};
