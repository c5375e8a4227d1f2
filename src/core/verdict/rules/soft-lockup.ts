import { stops } from '../../catalogue/stops.ts';
import { who, ofPlace, quote, interruptFinding } from '../phrases.ts';
import { cpuStanding } from '../standing.ts';
import { stuckAt } from '../stuck.ts';
import { noticedIn } from '../open-case.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'soft-lockup',
  about: 'the panic says "softlockup: hung tasks" (watchdog_timer_fn, kernel/watchdog.c)',
  order: 60,
  needs: ['log', 'stack'],
  examine(c) {
    if (!c.panic || !/^softlockup:/.test(c.panic.match[1])) return undefined;
    const line = c.log.last('soft-lockup');
    const stuck = noticedIn(c);
    const { findings, sure } = stuckAt(c, c.cpu === undefined ? undefined : cpuStanding(c, c.cpu));
    return {
      kind: 'soft-lockup',
      title: stops.softLockupTitle({ seconds: line?.match[2] ?? '?' }),
      confidence: 'proven',
      sentence: stops.softLockup({
        who: who(c),
        at: stuck && ofPlace(c, stuck.registers.ip),
      }),
      findings: [
        ...(line ? [quote('soft-lockup', line)] : []),
        quote('soft-lockup', c.panic),
        ...findings,
        ...interruptFinding(c, 'soft-lockup', stuck?.registers),
      ],
      blameFrom: stuck?.index,
      stopped: stuck?.registers,
      sure,
    };
  },
};
