import { value as bad } from '../../catalogue/findings.ts';
import { poison as poisons } from '../../catalogue/identity.ts';
import { faults } from '../../catalogue/stops.ts';
import { pageFaultFindings } from '../page-fault.ts';
import { who, ofFrame, ofSymbol, ofAddress, ofAccess, registerEvidence } from '../phrases.ts';
import { poisonOf } from '../../identify/poison.ts';
import { poisonedObject } from '../bad-value.ts';
import { memoryFault } from '../../catalogue/memory-fault.ts';
import { jumpedFrom, refusedBranch, targetEvidence } from '../branch.ts';
import { tailCall, tailFinding } from '../tail-call.ts';
import type { Case, Fault } from '../case.ts';
import type { Judgement, Rule } from '../rule.ts';

/** A jump to what freed memory is filled with: the function pointer lay there. New objects of a cache with poison hold another fill. */
function byJump(c: Case, fault: Fault): Judgement | undefined {
  const refused = refusedBranch(c.kernel, fault);
  const target = refused?.target ?? (fault.jumped ? fault.registers.ip : undefined);
  const poison = target === undefined ? undefined : poisonOf(target);
  if (target === undefined || poison?.name !== 'POISON_FREE') return undefined;
  const tail = refused ? undefined : tailCall(c, fault);
  const caller = refused
    ? fault.where && ofSymbol(fault.where)
    : ofFrame(tail?.frame ?? jumpedFrom(c, fault));
  return {
    kind: 'use-after-free',
    title: faults.freedTitle({ access: ofAccess('execute') }),
    confidence: 'likely',
    sentence: memoryFault.freedCall({ who: who(c), address: ofAddress(target), caller }),
    access: 'execute',
    address: target,
    findings: [
      {
        rule: 'use-after-free',
        confidence: 'proven',
        text: bad.poison({ value: ofAddress(target), meaning: poisons[poison.name]() }),
        evidence: [refused ? targetEvidence(fault, refused) : registerEvidence(fault, 'ip')],
      },
      ...(tail ? [tailFinding(c, fault, tail)] : []),
    ],
    blameFrom: fault.index,
    tail: tail?.frame,
    subKind: 'execute',
  };
}

export const rule: Rule = {
  id: 'use-after-free',
  about:
    'the pointer that the faulting instruction went through, or the function pointer that was called, holds the poison of freed memory (include/linux/poison.h)',
  order: 100,
  needs: ['stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    const jump = fault && byJump(c, fault);
    if (jump) return jump;
    if (!fault?.operand) return undefined;
    const register = fault.machine.code
      .pointersOf(fault.operand.memory)
      .find((name) => poisonOf(fault.registers.get(name) ?? 0n)?.freed);
    const value = register === undefined ? undefined : fault.registers.get(register);
    if (register === undefined || value === undefined) return undefined;
    const poison = poisonOf(value);
    if (!poison) return undefined;
    const list = poison.name.startsWith('LIST_');
    const { access } = fault;
    const filled = poison.name === 'POISON_FREE';
    const object = filled ? poisonedObject(c, fault, register) : undefined;
    // New objects of a cache with poison hold it as well: what is allocated was not freed.
    if (object?.free === false) return undefined;
    return {
      kind: 'use-after-free',
      title: faults.freedTitle({ access: access && ofAccess(access) }),
      confidence: list || object?.free ? 'proven' : 'likely',
      sentence: (list ? faults.deletedEntry : faults.freed)({
        who: who(c),
        register: fault.machine.registers.title(register),
        value: ofAddress(value),
        at: fault.where && ofSymbol(fault.where),
      }),
      access,
      address: fault.address,
      findings: [
        {
          rule: 'use-after-free',
          confidence: 'proven',
          text: bad.poison({ value: ofAddress(value), meaning: poisons[poison.name]() }),
          evidence: [registerEvidence(fault, 'ip')],
        },
        ...(object?.findings ?? []),
        ...(fault.kind === 'page-fault' || fault.shadow ? pageFaultFindings(fault) : []),
      ],
      blameFrom: fault.index,
      subKind: access,
    };
  },
};
