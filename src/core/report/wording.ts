import { blamed } from '../catalogue/findings.ts';
import { saying, type Language, type Saying } from '../catalogue/message.ts';
import { confidence, units } from '../catalogue/units.ts';
import { answers } from '../catalogue/answers.ts';

/** The words that stand around the core's answers, in one language. */
export type Wording = Saying<typeof answers> & {
  readonly confidence: Saying<typeof confidence>;
  readonly blamed: Saying<typeof blamed>;
  readonly cpus: Saying<typeof units>['cpus'];
};

/** The words of `language`. */
export function wordingIn(language: Language): Wording {
  return {
    ...saying(answers, language),
    confidence: saying(confidence, language),
    blamed: saying(blamed, language),
    cpus: saying(units, language).cpus,
  };
}
