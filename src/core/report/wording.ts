import { blamed } from '../catalogue/findings.ts';
import { saying, spoken, type Language, type Message, type Saying } from '../catalogue/message.ts';
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

/** What a report says of the file: `Summary` of opened.ts, as far as it goes in. */
interface Told<Words> {
  readonly file: string;
  readonly size: number;
  readonly format: Words | string;
  readonly facts: readonly (readonly [name: Words | string, value: Words | string])[];
  readonly lacks: readonly Words[];
}

/** The summary as a report shows it, in the words of its language. */
export type SummaryInWords = Told<string>;

/** What is said of the file, in the language `lang`. */
export function inWords(summary: Told<Message>, lang: Language): SummaryInWords {
  const { file, size, format, facts, lacks } = summary;
  return spoken({ file, size, format, facts, lacks }, lang) as SummaryInWords;
}
