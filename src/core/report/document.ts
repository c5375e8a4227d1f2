import type { SpokenVerdict } from '../rows/verdict.ts';
import type { SummaryInWords, Wording } from './wording.ts';
import { bytes, cpuLine, logLine, machineLine } from './facts.ts';
import { allVisible } from '../rows/visible.ts';

/** A piece of a report. */
export type Section =
  | { readonly kind: 'text'; readonly title: string; readonly lines: readonly string[] }
  /** Lines in one width, as the machine has them. `strong`: the line that matters. */
  | {
      readonly kind: 'code';
      readonly title: string;
      readonly lines: readonly string[];
      readonly strong?: number;
    }
  | { readonly kind: 'table'; readonly title: string; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'findings'; readonly title: string; readonly findings: readonly ReportFinding[] };

/** A finding in words. */
export interface ReportFinding {
  readonly text: string;
  readonly confidence: string;
  readonly evidence: readonly string[];
}

/** A report before it is HTML or Markdown. All text is plain text without control characters. */
export interface ReportDocument {
  readonly title: string;
  readonly confidence: string;
  readonly sentence: string;
  readonly machine: string;
  readonly sections: readonly Section[];
  readonly foot: readonly string[];
}

/** The verdict and what the dump is, as a document; empty sections are left out. */
export function reportDocument(
  verdict: SpokenVerdict,
  summary: SummaryInWords,
  words: Wording,
  advice: readonly string[],
  foot: readonly string[],
): ReportDocument {
  const sections: Section[] = [
    culprit(verdict, words),
    findings(verdict, words),
    { kind: 'text', title: words.advice, lines: advice },
    code(verdict, words),
    trace(verdict, words),
    {
      kind: 'table',
      title: words.registers,
      rows: (verdict.registers ?? []).map((each) => [each.name, each.value, each.text]),
    },
    { kind: 'text', title: words.otherCpus, lines: (verdict.otherCpus ?? []).map(cpuLine) },
    {
      kind: 'table',
      title: words.taints,
      rows: (verdict.taints ?? []).map((each) => [each.letter, each.text]),
    },
    {
      kind: 'code',
      title: words.log,
      lines: (verdict.log ?? []).map(logLine),
    },
    { kind: 'table', title: words.unchecked, rows: verdict.unchecked.map(({ what, why }) => [what, why]) },
    {
      kind: 'table',
      title: words.file,
      rows: [[summary.file, `${summary.format}, ${bytes(summary.size)}`], ...summary.facts],
    },
    { kind: 'text', title: words.lacks, lines: summary.lacks },
  ];
  return allVisible({
    title: verdict.title,
    confidence: words.confidence[verdict.confidence],
    sentence: verdict.sentence,
    machine: machineLine(verdict, words),
    sections: sections.filter((section) => !isEmpty(section)),
    foot,
  });
}

function culprit(verdict: SpokenVerdict, words: Wording): Section {
  const suspect = verdict.culprit;
  const why = suspect?.why ? `: ${suspect.why}` : '';
  const lines = suspect
    ? [`${words.blamed[suspect.what]} ${suspect.name} (${words.confidence[suspect.confidence]})${why}`]
    : [];
  return { kind: 'text', title: words.culprit, lines };
}

function findings(verdict: SpokenVerdict, words: Wording): Section {
  return {
    kind: 'findings',
    title: words.evidence,
    findings: verdict.findings.map((finding) => ({
      text: finding.text,
      confidence: words.confidence[finding.confidence],
      evidence: finding.evidence.map(({ ref, text }) => (text && text !== ref ? `${ref}  ${text}` : ref)),
    })),
  };
}

function code(verdict: SpokenVerdict, words: Wording): Section {
  const shown = verdict.instructions ?? [];
  const width = Math.max(0, ...shown.map((each) => each.bytes.length));
  return {
    kind: 'code',
    title: words.code,
    lines: shown.map(
      (each) =>
        `${each.address}  ${each.bytes.padEnd(width)}  ${each.text}${each.note ? `    ${each.note}` : ''}`,
    ),
    strong: shown.findIndex((each) => each.faulting),
  };
}

function trace(verdict: SpokenVerdict, words: Wording): Section {
  const lines = (verdict.trace ?? []).flatMap((frame, index) => [
    ...(frame.boundary ? [`--- ${frame.boundary} ---`] : []),
    `#${index} ${frame.address} ${frame.text}${frame.times === undefined ? '' : ` × ${frame.times}`}`,
  ]);
  return { kind: 'code', title: words.trace, lines };
}

function isEmpty(section: Section): boolean {
  if (section.kind === 'table') return section.rows.length === 0;
  return (section.kind === 'findings' ? section.findings : section.lines).length === 0;
}
