import { addressText, addressEvidence, quote, who } from '../phrases.ts';
import { pageFaultFindings } from '../page-fault.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'no-exec',
  about: 'an instruction fetch from a page that is present but not executable (NX), or of user space (SMEP)',
  order: 112,
  examine(c) {
    const { fault } = c;
    if (
      fault?.vector !== 'page-fault' ||
      fault.access !== 'execute' ||
      fault.code === undefined ||
      (fault.code & 1) === 0
    )
      return undefined;
    const line = c.log.last('nx', 'smep');
    return {
      kind: 'no-exec',
      title: c.say('no-exec.title'),
      confidence: 'proven',
      sentence: c.say('bad-jump.sentence', {
        who: who(c),
        address: addressText(fault.registers.ip),
        caller: '',
      }),
      access: 'execute',
      address: fault.address,
      findings: [
        ...(line ? [quote(c, 'no-exec', line)] : []),
        {
          rule: 'no-exec',
          confidence: 'proven',
          text: c.say('no-exec.title'),
          evidence: [addressEvidence(fault.registers.ip, 'RIP')],
        },
        ...pageFaultFindings(c, fault),
      ],
      blameFrom: fault.index,
    };
  },
};
