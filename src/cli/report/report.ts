import version from 'virtual:version';
import { verdictJson } from '../../core/rows/verdict-json.ts';
import { allVisible } from '../../core/rows/visible.ts';
import type { SpokenVerdict } from '../../core/rows/verdict.ts';
import type { Summary } from '../../core/session.ts';
import { spoken, type Language, type Spoken } from '../../core/catalogue/message.ts';
import type { ReportFormat } from '../options.ts';
import type { Secret } from '../redact/secrets.ts';
import { wordingIn } from '../wording.ts';
import { reportDocument } from './document.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';

/** The summary as a report shows it, in the words of its language. */
export type SummaryInWords = Pick<Spoken<Summary>, 'file' | 'size' | 'format' | 'facts' | 'lacks'>;

export function inWords(summary: Summary, lang: Language): SummaryInWords {
  const { file, size, format, facts, lacks } = summary;
  return spoken({ file, size, format, facts, lacks }, lang);
}

/** The report on `verdict`, both already redacted as `redacted` says. */
export function report(
  format: ReportFormat,
  verdict: SpokenVerdict,
  summary: SummaryInWords,
  lang: Language,
  redacted: readonly Secret[],
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
  const written = reportDocument(verdict, summary, words, foot);
  return format === 'html' ? html(written, lang) : markdown(written);
}
