import { isKernelHalf } from '../../addr.ts';
import { badValue } from '../../catalogue/bad-value.ts';
import { memoryFault } from '../../catalogue/memory-fault.ts';
import { faults } from '../../catalogue/stops.ts';
import { identify } from '../../identify/index.ts';
import { isCanonical } from '../../identify/non-canonical.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case } from '../case.ts';
import type { Fault } from '../fault.ts';
import { guarded } from '../left-stack.ts';
import { pageFaultJudgement, accessOf, throughError } from '../page-fault.ts';
import { ofAddress, registerEvidence } from '../phrases.ts';
import { noAddress } from './non-canonical.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'bad-address',
  about:
    'any other page fault in kernel mode: nothing is mapped there. An address of the lower half is a bad pointer, too',
  order: 130,
  needs: ['log', 'stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    // KASAN's check of a bad pointer faults in its shadow, which is not canonical.
    const asked =
      fault?.kind === 'general-protection' &&
      fault.shadow !== undefined &&
      isCanonical(c.kernel, fault.address ?? 0n);
    if ((fault?.kind !== 'page-fault' && !asked) || noAddress(c, fault)) return undefined;
    const kernel = fault.address === undefined || isKernelHalf(fault.address);
    const title = throughError(fault)
      ? badValue.errorTitle
      : kernel
        ? faults.badAddressTitle
        : memoryFault.badPointerTitle;
    return pageFaultJudgement(
      c,
      fault,
      'bad-address',
      title({ access: accessOf(fault) }),
      nextToStack(c, fault),
    );
  },
};

/** The access hit the guard page below a stack that had not run over. */
function nextToStack(c: Case, fault: Fault): Finding[] {
  const stack = fault.address === undefined ? undefined : guarded(c, fault.address);
  if (!stack) return [];
  const own = fault.registers.sp > stack.low && fault.registers.sp <= stack.high;
  return [
    {
      rule: 'guard-page',
      confidence: 'proven',
      text: memoryFault.guard({
        address: ofAddress(fault.address),
        stack: identify(c.kernel, stack.high - 8n)?.text ?? stack.kind,
        left: own ? (fault.registers.sp - stack.low).toString(16) : undefined,
      }),
      evidence: [registerEvidence(fault, 'sp')],
    },
  ];
}
