import { finding } from '../../catalogue/findings.ts';
import { stops } from '../../catalogue/stops.ts';
import { who, ofSymbol, addressEvidence, quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

/** ud2 (0f 0b), which BUG() is made of (arch/x86/include/asm/bug.h). */
export const rule: Rule = {
  id: 'bug',
  about: 'an invalid opcode whose instruction is ud2: BUG()',
  order: 150,
  examine(c) {
    const { fault } = c;
    const line = c.log.last('bug', 'bug-plain');
    if (fault?.vector !== 'invalid-opcode' || (fault.instruction && fault.instruction.operation !== 'ud2'))
      return undefined;
    if (!fault.instruction && !line) return undefined;
    return {
      kind: 'bug',
      title: stops.bugTitle(),
      confidence: fault.instruction ? 'proven' : 'likely',
      sentence: stops.bug({
        who: who(c),
        at: fault.where && ofSymbol(fault.where),
        source: line?.match[2] ? `${line.match[1]}:${line.match[2]}` : undefined,
      }),
      findings: [
        {
          rule: 'bug',
          confidence: 'proven',
          text: finding.instruction({ text: 'ud2' }),
          evidence: [addressEvidence(fault.registers.ip, 'RIP')],
        },
        ...(line ? [quote('bug', line)] : []),
      ],
      blameFrom: fault.index,
    };
  },
};
