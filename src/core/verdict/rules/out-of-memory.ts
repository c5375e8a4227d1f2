import { stops } from '../../catalogue/stops.ts';
import { eatersOf } from '../memory-eaters.ts';
import { who, quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'out-of-memory',
  about: 'panic texts of mm/oom_kill.c: "Out of memory: … panic_on_oom", "System is deadlocked on memory"',
  order: 66,
  needs: ['log'],
  examine(c) {
    if (!c.panic || !/^Out of memory|^System is deadlocked on memory/i.test(c.panic.match[1]))
      return undefined;
    const lines = [...c.log.every('oom-killer').slice(-1), ...c.log.every('oom-kill').slice(-3)];
    const eaters = eatersOf(c, lines.at(0));
    return {
      kind: 'out-of-memory',
      title: stops.memoryTitle(),
      confidence: 'proven',
      sentence: stops.memory({ who: who(c) }),
      findings: [...[...lines, c.panic].map((fact) => quote('out-of-memory', fact)), ...eaters.findings],
      culprit: eaters.culprit ?? (c.task && { what: 'task', name: c.task.comm, confidence: 'guess' }),
    };
  },
};
