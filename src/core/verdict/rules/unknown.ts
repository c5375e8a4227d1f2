import { stops } from '../../catalogue/stops.ts';
import { who, ofFrame, quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'unknown',
  about: 'nothing else fits: what ran, and that why is not clear',
  order: 1000,
  needs: [],
  examine: (c) => ({
    kind: 'unknown',
    title: stops.unknownTitle(),
    confidence: 'guess',
    sentence: stops.unknown({ who: who(c), at: ofFrame(c.blame()) }),
    findings: c.log.all
      .filter((fact) => fact.pattern.about !== undefined)
      .slice(-3)
      .map((fact) => quote('unknown', fact, 'guess')),
  }),
};
