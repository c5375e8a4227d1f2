import { stops } from '../../catalogue/stops.ts';
import { who, ofPlace, quote, interruptFinding } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hard-lockup',
  about:
    'the panic says "Hard LOCKUP": the watchdog\'s NMI found a CPU without interrupts (kernel/watchdog.c)',
  order: 50,
  examine(c) {
    const line = c.log.last('hard-lockup');
    if (!c.panic || !/Hard LOCKUP/i.test(c.panic.match[1])) return undefined;
    const stuck = c.interruptions.at(-1);
    return {
      kind: 'hard-lockup',
      title: stops.hardLockupTitle(),
      confidence: 'proven',
      sentence: stops.hardLockup({
        who: who(c),
        at: stuck && ofPlace(c, stuck.registers.ip),
      }),
      findings: [
        ...(line ? [quote('hard-lockup', line)] : []),
        quote('hard-lockup', c.panic),
        ...interruptFinding(c, 'hard-lockup', stuck?.registers),
      ],
      blameFrom: stuck?.index,
    };
  },
};
