import { pageFaultFindings } from '../page-fault.ts';
import { memoryFault } from '../../catalogue/memory-fault.ts';
import { faults } from '../../catalogue/stops.ts';
import { who, ofSymbol, ofAddress, registerEvidence } from '../phrases.ts';
import { isCanonical } from '../../identify/non-canonical.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'bad-jump',
  about:
    'the instruction pointer itself is the address that faulted, and it is in no code: a bad function pointer or return address',
  order: 110,
  needs: ['log', 'stack', 'registers'],
  examine(c) {
    const { fault } = c;
    if (!fault || fault.where) return undefined;
    const outside =
      fault.jumped || (fault.kind === 'general-protection' && !isCanonical(c.kernel, fault.registers.ip));
    if (!outside) return undefined;
    // Data or user memory that is mapped but may not be executed is no-exec's.
    if (fault.word?.present) return undefined;
    const symbol = c.stack?.frames[fault.index + 1]?.symbol ?? c.blame(fault.index)?.symbol;
    const caller = symbol && ofSymbol(symbol);
    const isNull = fault.registers.ip === 0n;
    const title = isNull ? memoryFault.nullCallTitle() : faults.badJumpTitle();
    return {
      kind: 'bad-jump',
      title,
      confidence: 'proven',
      sentence: isNull
        ? memoryFault.nullCall({ who: who(c), caller })
        : faults.badJump({ who: who(c), address: ofAddress(fault.registers.ip), caller }),
      access: 'execute',
      address: fault.registers.ip,
      findings: [
        {
          rule: 'bad-jump',
          confidence: 'proven',
          text: title,
          evidence: [registerEvidence(fault, 'ip')],
        },
        ...pageFaultFindings(fault),
      ],
      blameFrom: fault.index,
    };
  },
};
