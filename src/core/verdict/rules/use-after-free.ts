import { value as bad } from '../../catalogue/findings.ts';
import { poison as poisons } from '../../catalogue/identity.ts';
import { faults } from '../../catalogue/stops.ts';
import { pageFaultFindings } from '../page-fault.ts';
import { who, ofSymbol, ofAddress, ofAccess, addressEvidence } from '../phrases.ts';
import { poisonOf } from '../../identify/poison.ts';
import { freedObject } from '../bad-value.ts';
import type { RegisterName } from '../../arch/x86_64/registers.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'use-after-free',
  about:
    'the pointer that the faulting instruction went through holds the poison of freed memory (include/linux/poison.h)',
  order: 100,
  examine(c) {
    const { fault } = c;
    const base = fault?.operand?.memory.base;
    if (!fault?.operand || base === undefined) return undefined;
    const register = [base, fault.operand.memory.index].find(
      (name) => name !== undefined && poisonOf(fault.registers.get(name as RegisterName) ?? 0n)?.freed,
    );
    if (register === undefined) return undefined;
    const value = fault.registers.value(register as RegisterName);
    const poison = poisonOf(value);
    if (!poison) return undefined;
    const list = poison.base === 0xdead000000000100n || poison.base === 0xdead000000000122n;
    const access = fault.access ?? 'read';
    const object = freedObject(c, fault, register as RegisterName);
    return {
      kind: 'use-after-free',
      title: faults.freedTitle({ access: ofAccess(access) }),
      confidence: 'proven',
      sentence: (list ? faults.deletedEntry : faults.freed)({
        who: who(c),
        register: register.toUpperCase(),
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
          evidence: [addressEvidence(fault.registers.ip, 'RIP')],
        },
        ...(object ? [object] : []),
        ...(fault.vector === 'page-fault' ? pageFaultFindings(fault) : []),
      ],
      blameFrom: fault.index,
      subKind: access,
    };
  },
};
