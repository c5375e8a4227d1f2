import { isCanonical } from '../../identify/non-canonical.ts';
import { symbolText } from '../../symbols/symbol.ts';
import { pageFaultFindings } from '../page-fault.ts';
import { addressEvidence, addressText, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'bad-jump',
  about:
    'rip itself is the address that faulted, and it is in no code: a bad function pointer or return address',
  order: 110,
  examine(c) {
    const { fault } = c;
    if (!fault || fault.where) return undefined;
    const outside =
      fault.jumped || (fault.vector === 'general-protection' && !isCanonical(c.kernel, fault.registers.ip));
    if (!outside) return undefined;
    // Data or user memory that is mapped but may not be executed is no-exec's.
    if (fault.code !== undefined && (fault.code & 1) !== 0) return undefined;
    const caller = c.stack?.frames[fault.index + 1]?.symbol ?? c.blame(fault.index)?.symbol;
    return {
      kind: 'bad-jump',
      title: c.say('bad-jump.title'),
      confidence: 'proven',
      sentence: c.say('bad-jump.sentence', {
        who: who(c),
        address: addressText(fault.registers.ip),
        caller: caller ? c.say('bad-jump.caller', { caller: symbolText(caller, 16) }) : '',
      }),
      access: 'execute',
      address: fault.registers.ip,
      findings: [
        {
          rule: 'bad-jump',
          confidence: 'proven',
          text: c.say('bad-jump.title'),
          evidence: [addressEvidence(fault.registers.ip, 'RIP')],
        },
        ...pageFaultFindings(c, fault),
      ],
      blameFrom: fault.index,
    };
  },
};
