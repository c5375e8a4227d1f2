import { hex0x } from '../../addr.ts';
import { poisonOf } from '../../identify/poison.ts';
import { freedObject } from '../freed-object.ts';
import type { RegisterName } from '../../arch/x86_64/registers.ts';
import { pageFaultFindings } from '../page-fault.ts';
import { addressEvidence, at, who } from '../phrases.ts';
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
      title: c.say('uaf.title', { access: c.say(`access.${access}`) }),
      confidence: 'proven',
      sentence: c.say(list ? 'list-poison.sentence' : 'uaf.sentence', {
        who: who(c),
        register: register.toUpperCase(),
        value: hex0x(value),
        at: at(c, fault.where),
      }),
      access,
      address: fault.address,
      findings: [
        {
          rule: 'use-after-free',
          confidence: 'proven',
          text: c.say('value.poison', { value: hex0x(value), meaning: c.what(`poison.${poison.name}`) }),
          evidence: [addressEvidence(fault.registers.ip, 'RIP')],
        },
        ...(object ? [object] : []),
        ...(fault.vector === 'page-fault' ? pageFaultFindings(c, fault) : []),
      ],
      blameFrom: fault.index,
      subKind: access,
    };
  },
};
