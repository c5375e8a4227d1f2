import { addressEvidence, at, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'divide-error',
  about: 'vector 0 in kernel mode',
  order: 160,
  examine(c) {
    const { fault } = c;
    if (fault?.vector !== 'divide-error') return undefined;
    const divides = /^i?div/.test(fault.instruction?.operation ?? '');
    return {
      kind: 'divide-error',
      title: c.say('divide.title'),
      confidence: divides ? 'proven' : 'likely',
      sentence: c.say('divide.sentence', { who: who(c), at: at(c, fault.where) }),
      findings: [
        {
          rule: 'divide-error',
          confidence: 'proven',
          text: fault.instruction?.mnemonic ?? 'divide error',
          evidence: [addressEvidence(fault.registers.ip, 'RIP')],
        },
      ],
      blameFrom: fault.index,
    };
  },
};
