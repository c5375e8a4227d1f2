import { pageFaultFindings } from '../page-fault.ts';
import { faults } from '../../catalogue/stops.ts';
import { who, ofAddress, quote, registerEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'no-exec',
  about: 'an instruction fetch from a page that is present but not executable (NX), or of user space (SMEP)',
  order: 112,
  examine(c) {
    const { fault } = c;
    if (fault?.kind !== 'page-fault' || fault.access !== 'execute' || !fault.word?.present) return undefined;
    const line = c.log.last('nx', 'smep');
    return {
      kind: 'no-exec',
      title: faults.noExecTitle(),
      confidence: 'proven',
      sentence: faults.badJump({
        who: who(c),
        address: ofAddress(fault.registers.ip),
      }),
      access: 'execute',
      address: fault.address,
      findings: [
        ...(line ? [quote('no-exec', line)] : []),
        {
          rule: 'no-exec',
          confidence: 'proven',
          text: faults.noExecTitle(),
          evidence: [registerEvidence(fault, 'ip')],
        },
        ...pageFaultFindings(fault),
      ],
      blameFrom: fault.index,
    };
  },
};
