import { finding } from '../../catalogue/findings.ts';
import { faults } from '../../catalogue/stops.ts';
import { trouble } from '../../catalogue/trouble.ts';
import { who, ofSymbol, registerEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'divide-error',
  about: 'a divide error in kernel mode',
  order: 160,
  examine(c) {
    const { fault } = c;
    if (fault?.kind !== 'divide-error') return undefined;
    const divides = fault.instruction !== undefined && fault.machine.code.isDivision(fault.instruction);
    return {
      kind: 'divide-error',
      title: faults.divideTitle(),
      confidence: divides ? 'proven' : 'likely',
      sentence: faults.divide({ who: who(c), at: fault.where && ofSymbol(fault.where) }),
      findings: [
        {
          rule: 'divide-error',
          confidence: 'proven',
          text: fault.instruction
            ? finding.instruction({ text: fault.instruction.mnemonic })
            : trouble.divide(),
          evidence: [registerEvidence(fault, 'ip')],
        },
      ],
      blameFrom: fault.index,
    };
  },
};
