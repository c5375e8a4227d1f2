import { finding } from '../../catalogue/findings.ts';
import { faults } from '../../catalogue/stops.ts';
import { pageFaultJudgement, accessOf } from '../page-fault.ts';
import { registerEvidence } from '../phrases.ts';
import { hex0x, signed } from '../../addr.ts';
import { NULL_PAGE } from '../../identify/null.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Rule } from '../rule.ts';

/** Structures reach at most so far past a NULL pointer to them (pg_data_t and the like apart). */
const FAR = 0x10000n;

export const rule: Rule = {
  id: 'null-pointer',
  about:
    'the faulting address lies in the first page, or a register of the operand is NULL and only an offset was added',
  order: 120,
  examine(c) {
    const { fault } = c;
    if (fault?.kind !== 'page-fault' || fault.address === undefined || fault.jumped) return undefined;
    const memory = fault.operand?.memory;
    const base = memory?.base;
    const baseIsNull =
      memory !== undefined &&
      base !== undefined &&
      fault.machine.code.pointersOf(memory).includes(base) &&
      fault.registers.get(base) === 0n;
    const distance = signed(fault.address);
    if (!(distance >= 0n && distance < NULL_PAGE) && !(baseIsNull && distance > -FAR && distance < FAR))
      return undefined;
    const extra: Finding[] = [];
    if (baseIsNull && fault.address !== 0n)
      extra.push({
        rule: 'null-pointer',
        confidence: 'proven',
        text: finding.memberOfNull({
          offset: hex0x(fault.address),
          register: fault.machine.registers.title(base),
        }),
        evidence: [registerEvidence(fault, 'ip')],
      });
    return pageFaultJudgement(c, fault, 'null-pointer', faults.nullTitle({ access: accessOf(fault) }), extra);
  },
};
