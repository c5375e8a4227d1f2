import type { ReportDocument, Section } from './document.ts';

/** `report` in Markdown (CommonMark and the tables most readers know). */
export function markdown(report: ReportDocument): string {
  const head = [`# ${inline(report.title)}`, `**${inline(report.sentence)}** (${inline(report.confidence)})`];
  if (report.machine) head.push(inline(report.machine));
  const parts = [
    ...head,
    ...report.sections.flatMap((section) => [`## ${inline(section.title)}`, body(section)]),
  ];
  if (report.foot.length > 0) parts.push('---', ...report.foot.map(inline));
  return parts.join('\n\n') + '\n';
}

function body(section: Section): string {
  switch (section.kind) {
    case 'text':
      return section.lines.map((line) => `- ${inline(line)}`).join('\n');
    case 'code':
      return fence(section.lines);
    case 'table':
      return table(section.rows);
    case 'findings':
      return section.findings
        .map((finding) =>
          [
            `- ${inline(finding.text)} (${finding.confidence})`,
            ...finding.evidence.map((each) => `  - ${inline(each)}`),
          ].join('\n'),
        )
        .join('\n');
  }
}

/** A code block whose fence is longer than any run of backquotes in it. */
function fence(lines: readonly string[]): string {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map((found) => found[0].length)),
  );
  const mark = '`'.repeat(longest + 1);
  return [mark, ...lines, mark].join('\n');
}

function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: columns }, (_, i) => inline(cells[i] ?? '')).join(' | ')} |`;
  return [line([]), `|${' --- |'.repeat(columns)}`, ...rows.map(line)].join('\n');
}

/** `text` so that nothing in it is markup. */
function inline(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/[\\`*_[\]<>|#~&]/g, (character) => `\\${character}`);
}
