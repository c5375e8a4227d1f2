import { finding } from '../../catalogue/findings.ts';
import { stops } from '../../catalogue/stops.ts';
import { bugText } from '../checked.ts';
import { who, ofFrame, ofSymbol, quote, registerEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'bug',
  about:
    'an invalid opcode at the instruction that BUG() is made of (asm/bug.h), unless the log has its oops and no BUG() there',
  order: 150,
  needs: ['log', 'stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    const line = fault?.lines.bug;
    const own = fault?.where;
    if (
      fault?.kind !== 'invalid-opcode' ||
      (fault.instruction && fault.instruction.mnemonic !== fault.machine.code.bug)
    )
      return undefined;
    // BUG() says so before its oops; compilers put the same instruction where nothing may ever come.
    if (!line && fault.lines.oops && c.logGaps.length === 0) return undefined;
    if (!fault.instruction && !line) return undefined;
    return {
      kind: 'bug',
      title: stops.bugTitle(),
      confidence: fault.instruction && line ? 'proven' : 'likely',
      sentence: stops.bug({
        who: who(c),
        // A function that only checks for others ran into it for whoever called it.
        at:
          own && c.mayBeBlamed(own.symbol)
            ? ofSymbol(own)
            : (ofFrame(c.blame(fault.index)) ?? (own && ofSymbol(own))),
        source: line?.match[2] ? `${line.match[1]}:${line.match[2]}` : undefined,
      }),
      findings: [
        {
          rule: 'bug',
          confidence: 'proven',
          text: finding.instruction({ text: fault.machine.code.bug }),
          evidence: [registerEvidence(fault, 'ip')],
        },
        ...(line ? [...bugText(c, line), quote('bug', line)] : []),
      ],
      blameFrom: fault.index,
    };
  },
};
