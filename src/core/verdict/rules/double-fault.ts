import { at, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'double-fault',
  about: 'vector 8 (exc_double_fault) without a sign of a stack overflow',
  order: 45,
  examine(c) {
    const line = c.log.last('double-fault');
    if (c.fault?.vector !== 'double-fault' && !line) return undefined;
    return {
      kind: 'double-fault',
      title: c.say('double-fault.title'),
      confidence: c.fault?.vector === 'double-fault' ? 'proven' : 'likely',
      sentence: c.say('double-fault.sentence', { who: who(c), at: at(c, c.fault?.where) }),
      findings: line ? [quote(c, 'double-fault', line)] : [],
      blameFrom: c.fault?.index,
    };
  },
};
