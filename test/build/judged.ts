import { spoken } from '../../src/core/catalogue/message.ts';
import type { Case } from '../../src/core/verdict/case.ts';
import type { Judgement, Rule } from '../../src/core/verdict/rule.ts';
import { rules } from '../../src/core/verdict/rules/index.ts';

/** The first rule that answers, and what it says: as judge() asks them. Throws where none does. */
export function firstAnswer(c: Case): { readonly rule: Rule; readonly found: Judgement } {
  for (const rule of rules) {
    const found = rule.examine(c);
    if (found) return { rule, found };
  }
  throw new Error('No rule answered.');
}

/** What was judged, in English; `said`: its findings, one a line. */
export function inEnglish({ title, sentence, findings }: Judgement) {
  const spokenOf = spoken({ title, sentence, findings }, 'en');
  return { ...spokenOf, said: spokenOf.findings.map(({ text }) => text).join('\n') };
}
