import { at, interruptFinding, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'soft-lockup',
  about: 'the panic says "softlockup: hung tasks" (watchdog_timer_fn, kernel/watchdog.c)',
  order: 60,
  examine(c) {
    if (!c.panic || !/^softlockup:/.test(c.panic.match[1])) return undefined;
    const line = c.log.last('soft-lockup');
    const stuck = c.interruptions.at(-1);
    return {
      kind: 'soft-lockup',
      title: c.say('soft-lockup.title', { seconds: line?.match[2] ?? '?' }),
      confidence: 'proven',
      sentence: c.say('soft-lockup.sentence', {
        who: who(c),
        at: at(c, stuck && c.kernel.symbols.byAddress(stuck.registers.ip)),
      }),
      findings: [
        ...(line ? [quote(c, 'soft-lockup', line)] : []),
        quote(c, 'soft-lockup', c.panic),
        ...interruptFinding(c, 'soft-lockup', stuck?.registers),
      ],
      blameFrom: stuck?.index,
    };
  },
};
