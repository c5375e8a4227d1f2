import { traps } from '../../catalogue/memory-fault.ts';
import { faults } from '../../catalogue/stops.ts';
import { who, ofSymbol, registerEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'invalid-opcode',
  about:
    'an invalid opcode at another instruction, or at that of BUG() where the log has no BUG(): the code was damaged, a jump led into the middle of an instruction, or code ran that the compiler took for unreachable',
  order: 152,
  needs: ['stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    if (fault?.kind !== 'invalid-opcode') return undefined;
    return {
      kind: 'invalid-opcode',
      title: faults.opcodeTitle(),
      confidence: 'proven',
      sentence: faults.opcode({ who: who(c), at: fault.where && ofSymbol(fault.where) }),
      findings:
        fault.instruction?.mnemonic === fault.machine.code.bug
          ? [
              {
                rule: 'invalid-opcode',
                confidence: 'proven',
                text: traps.noBug({ mnemonic: fault.machine.code.bug }),
                evidence: [registerEvidence(fault, 'ip')],
              },
            ]
          : [],
      blameFrom: fault.index,
    };
  },
};
