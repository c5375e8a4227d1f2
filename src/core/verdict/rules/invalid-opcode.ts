import { faults } from '../../catalogue/stops.ts';
import { who, ofSymbol } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'invalid-opcode',
  about: 'vector 6 at an instruction that is not ud2: the code was damaged or rip is in its middle',
  order: 152,
  examine(c) {
    const { fault } = c;
    if (fault?.vector !== 'invalid-opcode') return undefined;
    return {
      kind: 'invalid-opcode',
      title: faults.opcodeTitle(),
      confidence: 'proven',
      sentence: faults.opcode({ who: who(c), at: fault.where && ofSymbol(fault.where) }),
      findings: [],
      blameFrom: fault.index,
    };
  },
};
