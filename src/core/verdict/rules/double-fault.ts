import { faults } from '../../catalogue/stops.ts';
import { who, ofSymbol, quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'double-fault',
  about: 'a double fault without a sign of a stack overflow',
  order: 45,
  needs: ['stack', 'registers'],
  examine(c) {
    const line = c.log.last('double-fault');
    if (c.fault?.kind !== 'double-fault' && !line) return undefined;
    return {
      kind: 'double-fault',
      title: faults.doubleTitle(),
      confidence: c.fault?.kind === 'double-fault' ? 'proven' : 'likely',
      sentence: faults.double({ who: who(c), at: c.fault?.where && ofSymbol(c.fault.where) }),
      findings: line ? [quote('double-fault', line)] : [],
      blameFrom: c.fault?.index,
    };
  },
};
