import { at, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'rcu-stall',
  about: 'the panic says "RCU Stall" (panic_on_rcu_stall, kernel/rcu/tree_stall.h)',
  order: 62,
  examine(c) {
    if (!c.panic || !/^RCU Stall/.test(c.panic.match[1])) return undefined;
    const line = c.log.last('rcu-stall');
    const stuck = c.interruptions.at(-1);
    return {
      kind: 'rcu-stall',
      title: c.say('rcu.title'),
      confidence: 'proven',
      sentence: c.say('rcu.sentence', {
        who: who(c),
        at: at(c, stuck && c.kernel.symbols.byAddress(stuck.registers.ip)),
      }),
      findings: [...(line ? [quote(c, 'rcu-stall', line)] : []), quote(c, 'rcu-stall', c.panic)],
      blameFrom: stuck?.index,
    };
  },
};
