import { atFrame, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'unknown',
  about: 'nothing else fits: what ran, and that why is not clear',
  order: 1000,
  examine: (c) => ({
    kind: 'unknown',
    title: c.say('unknown.title'),
    confidence: 'guess',
    sentence: c.say('unknown.sentence', { who: who(c), at: atFrame(c, c.blame()) }),
    findings: c.log.all
      .filter((fact) => fact.pattern.about !== undefined)
      .slice(-3)
      .map((fact) => ({ rule: 'unknown', confidence: 'guess', text: fact.record.text, evidence: [] })),
  }),
};
