import { stops } from '../../catalogue/stops.ts';
import { who, ofPlace, quote } from '../phrases.ts';
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
      title: stops.rcuTitle(),
      confidence: 'proven',
      sentence: stops.rcu({
        who: who(c),
        at: stuck && ofPlace(c, stuck.registers.ip),
      }),
      findings: [...(line ? [quote('rcu-stall', line)] : []), quote('rcu-stall', c.panic)],
      blameFrom: stuck?.index,
    };
  },
};
