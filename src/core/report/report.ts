import { verdictJson } from '../rows/verdict-json.ts';
import { adviceOn } from '../rows/advice.ts';
import { allVisible } from '../rows/visible.ts';
import type { SpokenVerdict } from '../rows/verdict.ts';
import { spoken, type Language } from '../catalogue/message.ts';
import type { Secret } from './secret.ts';
import { wordingIn, type SummaryInWords } from './wording.ts';
import { reportDocument } from './document.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';

/** The forms that a report has. */
export type ReportFormat = 'html' | 'md' | 'json';

/** The report on `verdict`, both already redacted as `redacted` says, by oopscope of `version`. */
export function report(
  format: ReportFormat,
  verdict: SpokenVerdict,
  summary: SummaryInWords,
  lang: Language,
  redacted: readonly Secret[],
  version: string,
): string {
  const words = wordingIn(lang);
  const { file, size, facts, lacks } = summary;
  if (format === 'json') {
    const dump = { file, format: summary.format, size, facts: Object.fromEntries(facts), lacks };
    return (
      JSON.stringify(
        allVisible({ oopscope: version, redacted, dump, verdict: verdictJson(verdict) }),
        null,
        2,
      ) + '\n'
    );
  }
  const foot = [
    `${words.report}: oopscope ${version}.`,
    ...(redacted.length > 0 ? [words.redacted({ what: redacted.join(', ') })] : []),
  ];
  const written = reportDocument(verdict, summary, words, spoken(adviceOn(verdict), lang), foot);
  return format === 'html' ? html(written, lang) : markdown(written);
}
