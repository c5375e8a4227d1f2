import { memoryFault } from '../../catalogue/memory-fault.ts';
import { faults } from '../../catalogue/stops.ts';
import { isKernelHalf } from '../../addr.ts';
import { identify } from '../../identify/index.ts';
import { pageFaultJudgement } from '../page-fault.ts';
import { addressEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'read-only-write',
  about: 'a write to a page of the kernel that is present: the error code says protection',
  order: 126,
  needs: ['log', 'stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    if (
      fault?.kind !== 'page-fault' ||
      !fault.word?.present ||
      fault.word.access !== 'write' ||
      (fault.address !== undefined && !isKernelHalf(fault.address))
    )
      return undefined;
    const { address } = fault;
    const what = address === undefined ? undefined : identify(c.kernel, address);
    return pageFaultJudgement(
      c,
      fault,
      'read-only-write',
      faults.readOnlyTitle(),
      what && address !== undefined
        ? [
            {
              rule: 'read-only-write',
              confidence: 'proven',
              text: memoryFault.readOnly({ what: what.ref ? { text: what.text, ref: what.ref } : what.text }),
              evidence: [addressEvidence(address, '')],
            },
          ]
        : [],
    );
  },
};
