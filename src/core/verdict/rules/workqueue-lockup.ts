import { stops } from '../../catalogue/stops.ts';
import { quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'workqueue-lockup',
  about: 'a panic on a workqueue that does not get on (wq_watchdog_timer_fn, kernel/workqueue.c)',
  order: 64,
  needs: ['log'],
  examine(c) {
    if (!c.panic || !/workqueue/i.test(c.panic.match[1])) return undefined;
    return {
      kind: 'workqueue-lockup',
      title: stops.workqueueTitle(),
      confidence: 'proven',
      sentence: c.panic.match[1],
      findings: [...c.log.every('workqueue').slice(-2), c.panic].map((fact) =>
        quote('workqueue-lockup', fact),
      ),
    };
  },
};
