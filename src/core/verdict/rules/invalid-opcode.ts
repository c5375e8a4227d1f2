import { faults } from '../../catalogue/stops.ts';
import { who, ofSymbol } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'invalid-opcode',
  about:
    'an invalid opcode at another instruction: the code was damaged, or a jump led into the middle of an instruction',
  order: 152,
  needs: ['stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    if (fault?.kind !== 'invalid-opcode') return undefined;
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
