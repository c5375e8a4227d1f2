import { addressEvidence, at, quote, who } from '../phrases.ts';
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
      title: c.say('bug.title'),
      confidence: fault.instruction ? 'proven' : 'likely',
      sentence: c.say('bug.sentence', {
        who: who(c),
        at: at(c, fault.where),
        source: line?.match[2] ? c.say('bug.source', { file: line.match[1], line: line.match[2] }) : '',
      }),
      findings: [
        {
          rule: 'bug',
          confidence: 'proven',
          text: 'ud2',
          evidence: [addressEvidence(fault.registers.ip, 'RIP')],
        },
        ...(line ? [quote(c, 'bug', line)] : []),
      ],
      blameFrom: fault.index,
    };
  },
};
