import { finding } from '../../catalogue/findings.ts';
import { traps } from '../../catalogue/memory-fault.ts';
import { instructionText } from '../code.ts';
import { who, ofSymbol, registerEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'int3',
  about:
    'a breakpoint in kernel mode that no kprobe, tracer or debugger claimed (do_int3(), arch/x86/kernel/traps.c)',
  order: 154,
  needs: ['stack', 'registers'],
  examine(c) {
    const { fault } = c;
    if (fault?.kind !== 'int3') return undefined;
    const { breakpoint: mnemonic } = fault.machine.code;
    // Where the instruction pointer is already past it, only its name is known.
    const shown =
      fault.instruction?.mnemonic === mnemonic
        ? instructionText(c.kernel, fault.machine.code, fault.instruction).replace(/\s+/g, ' ')
        : mnemonic;
    return {
      kind: 'int3',
      title: traps.breakpointTitle({ mnemonic }),
      confidence: 'proven',
      sentence: traps.breakpoint({ who: who(c), mnemonic: shown, at: fault.where && ofSymbol(fault.where) }),
      findings: [
        {
          rule: 'int3',
          confidence: 'proven',
          text: finding.instruction({ text: shown }),
          evidence: [registerEvidence(fault, 'ip')],
        },
      ],
      blameFrom: fault.index,
    };
  },
};
