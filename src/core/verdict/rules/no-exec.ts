import { isKernelHalf } from '../../addr.ts';
import { memoryFault } from '../../catalogue/memory-fault.ts';
import { faults } from '../../catalogue/stops.ts';
import { identify } from '../../identify/index.ts';
import { jumpedFrom, returnFinding } from '../branch.ts';
import { pageFaultFindings } from '../page-fault.ts';
import { tailCall, tailFinding } from '../tail-call.ts';
import { who, ofAddress, ofFrame, quote, registerEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'no-exec',
  about:
    'an instruction fetch from a page that is present but not executable (NX), or of user space (SMEP, PXN): what was jumped to, and who called it',
  order: 112,
  needs: ['log', 'stack', 'registers'],
  examine(c) {
    const { fault } = c;
    if (fault?.kind !== 'page-fault' || fault.access !== 'execute' || !fault.word?.present) return undefined;
    const line = c.log.last('nx', 'smep');
    const { ip } = fault.registers;
    const user = !isKernelHalf(ip);
    const what = user ? undefined : identify(c.kernel, ip);
    const from = jumpedFrom(c, fault);
    const tail = tailCall(c, fault);
    const told = { who: who(c), address: ofAddress(ip), caller: ofFrame(tail?.frame ?? from) };
    const guard = fault.machine.trouble.userGuards.code;
    return {
      kind: 'no-exec',
      title: user ? memoryFault.userJumpTitle({ guard }) : faults.noExecTitle(),
      confidence: 'proven',
      sentence: user
        ? memoryFault.userJump({ ...told, guard })
        : memoryFault.dataJump({ ...told, what: what?.text }),
      access: 'execute',
      address: fault.address,
      findings: [
        ...(line ? [quote('no-exec', line)] : []),
        {
          rule: 'no-exec',
          confidence: 'proven',
          text: what ? memoryFault.target({ address: ofAddress(ip), what: what.text }) : faults.noExecTitle(),
          evidence: [registerEvidence(fault, 'ip')],
        },
        ...(tail ? [tailFinding(c, fault, tail)] : []),
        ...pageFaultFindings(fault),
        ...returnFinding(c, fault),
      ],
      // What was jumped to is no function: who called it may be blamed.
      blameFrom: fault.index + 1,
      tail: tail?.frame,
      ...(!from && { sure: 'guess' as const }),
    };
  },
};
