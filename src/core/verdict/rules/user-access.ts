import { faults } from '../../catalogue/stops.ts';
import { memoryFault } from '../../catalogue/memory-fault.ts';
import { hex0x, isKernelHalf } from '../../addr.ts';
import { ifKnown } from '../../errors.ts';
import { vmaAt } from '../../kernel/vmas.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case, Fault } from '../case.ts';
import { NULL_PAGE } from '../../identify/null.ts';
import { pageFaultJudgement, accessOf } from '../page-fault.ts';
import { ofAddress, registerEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'user-access',
  about:
    'kernel code touched a page of user space outside the functions made for it: the page is there and the access was refused (SMAP, PAN), or the process has mapped the address',
  order: 124,
  needs: ['log', 'stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    if (
      fault?.kind !== 'page-fault' ||
      fault.address === undefined ||
      fault.jumped ||
      isKernelHalf(fault.address) ||
      fault.address < NULL_PAGE
    )
      return undefined;
    const why = fault.word?.present ? refused(fault) : mapped(c, fault.address);
    return (
      why &&
      pageFaultJudgement(c, fault, 'user-access', faults.userAccessTitle({ access: accessOf(fault) }), why)
    );
  },
};

/** The processor says that the page is there. */
function refused(fault: Fault): Finding[] {
  return [
    {
      rule: 'user-access',
      confidence: 'proven',
      text: memoryFault.smap({
        address: ofAddress(fault.address),
        guard: fault.machine.trouble.userGuards.data,
      }),
      evidence: [registerEvidence(fault, 'ip')],
    },
  ];
}

/** The address lies in memory of the process, whose page is not there: garbage does so only by chance. */
function mapped({ kernel, task }: Case, address: bigint): Finding[] | undefined {
  const mm = task && ifKnown(() => task.object.get('mm').deref());
  const vma = mm && ifKnown(() => vmaAt(kernel, mm, address));
  if (!vma || address < vma.start || address >= vma.end) return undefined;
  return [
    {
      rule: 'user-access',
      confidence: 'proven',
      text: memoryFault.mapped({
        address: ofAddress(address),
        start: hex0x(vma.start),
        end: hex0x(vma.end),
      }),
      evidence: [{ ref: refTo.address(vma.address), text: hex0x(vma.start) }],
    },
  ];
}
