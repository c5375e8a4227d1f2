import type { Exception } from '../../arch/trouble.ts';
import { traps } from '../../catalogue/memory-fault.ts';
import type { Message } from '../../catalogue/message.ts';
import { pageFaultFindings } from '../page-fault.ts';
import { jumpedFrom, returnFinding } from '../branch.ts';
import { ofAddress, ofFrame, who, ofSymbol, quote, registerEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

/** Exceptions that no other rule tells, by the kind that they are among those of verdicts. */
const TRAPS: Partial<Record<Exception, readonly [kind: string, what: () => Message]>> = {
  alignment: ['alignment', traps.alignment],
  // The processor's own check of control flow is one of the hardening checks, as CFI by the compiler is.
  'control-protection': ['hardening', traps.controlProtection],
  check: ['hardening', traps.check],
  segment: ['non-canonical', traps.segment],
  overflow: ['unknown', traps.overflow],
  bounds: ['unknown', traps.bounds],
  coprocessor: ['unknown', traps.coprocessor],
  virtualisation: ['unknown', traps.virtualisation],
  other: ['unknown', traps.other],
};

export const rule: Rule = {
  id: 'trap',
  about:
    'any other exception of the processor in kernel mode: alignment, control protection, segments, overflow, bounds, the FPU, virtualisation',
  order: 170,
  needs: ['stack', 'registers'],
  examine(c) {
    const { fault } = c;
    const trap = fault && TRAPS[fault.kind];
    if (!fault || !trap) return undefined;
    const [kind, what] = trap;
    const oops = c.log.last('oops');
    const at = fault.where && ofSymbol(fault.where);
    const from = jumpedFrom(c, fault);
    return {
      kind,
      title: traps.title({ what: what() }),
      confidence: kind === 'unknown' ? 'likely' : 'proven',
      sentence: fault.jumped
        ? traps.misaligned({
            who: who(c),
            address: ofAddress(fault.registers.ip),
            what: at,
            caller: ofFrame(from),
          })
        : traps.sentence({ who: who(c), what: what(), at }),
      findings: [
        {
          rule: 'trap',
          confidence: 'proven',
          text: what(),
          evidence: [registerEvidence(fault, 'ip')],
        },
        ...(fault.word ? pageFaultFindings(fault) : []),
        ...returnFinding(c, fault),
        ...(oops ? [quote('trap', oops)] : []),
      ],
      // What was jumped to is not to blame: who jumped may be.
      blameFrom: fault.jumped ? fault.index + 1 : fault.index,
      ...(fault.jumped && !from && { sure: 'guess' as const }),
      subKind: fault.kind,
    };
  },
};
