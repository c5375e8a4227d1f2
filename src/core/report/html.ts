import type { ReportDocument, Section } from './document.ts';

/** Nothing may be loaded and nothing may run in a report, whatever stands in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";
const STYLE = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #5b6570; --line: #d9dee3; --paper: #ffffff; --bad: #b3261e; --mark: #fff1c9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7ea; --soft: #9aa5b1; --line: #333a41; --paper: #15181b; --bad: #ff8a80; --mark: #4a3a10; } }
body { margin: 2rem auto; max-width: 62rem; padding: 0 1rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; color: var(--bad); font-size: 1.5rem; } h2 { margin: 1.6rem 0 .4rem; font-size: 1rem; }
.sure { color: var(--soft); font-weight: normal; font-size: .85rem; } .machine, footer { color: var(--soft); }
pre, td, .evidence { font: 13px/1.5 ui-monospace, monospace; font-variant-numeric: tabular-nums; }
pre { margin: 0; padding: .6rem .8rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 4px; } pre b { background: var(--mark); }
table { border-collapse: collapse; } td { padding: .15rem 1.2rem .15rem 0; vertical-align: top; overflow-wrap: anywhere; border-bottom: 1px solid var(--line); }
ul { margin: 0; padding-left: 1.2rem; } .evidence { color: var(--soft); list-style: none; padding-left: 0; overflow-wrap: anywhere; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .6rem; font-size: .85rem; }
@media print { body { margin: 0; } pre { white-space: pre-wrap; } }
`;

/** `report` as one HTML file: no script, no outside, readable in any browser and on paper. */
export function html(report: ReportDocument, language: string): string {
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width">`;
  const sections = report.sections
    .map((section) => `<section><h2>${escape(section.title)}</h2>\n${body(section)}</section>\n`)
    .join('');
  const foot = report.foot.map((line) => `<p>${escape(line)}</p>`).join('');
  return `<!doctype html>
<html lang="${language}"><head>${head}
<title>${escape(report.title)}</title><style>${STYLE}</style></head><body>
<header><h1>${escape(report.title)} <span class="sure">${escape(report.confidence)}</span></h1>
<p><strong>${escape(report.sentence)}</strong></p><p class="machine">${escape(report.machine)}</p></header>
<main>${sections}</main><footer>${foot}</footer></body></html>
`;
}

function body(section: Section): string {
  switch (section.kind) {
    case 'text':
      return items(section.lines);
    case 'code':
      return `<pre>${section.lines.map((line, index) => (index === section.strong ? `<b>${escape(line)}</b>` : escape(line))).join('\n')}</pre>`;
    case 'table':
      return `<table>${section.rows.map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`).join('\n')}</table>`;
    case 'findings':
      return `<ul>${section.findings
        .map(
          ({ text, confidence, evidence }) =>
            `<li>${escape(text)} <span class="sure">${escape(confidence)}</span>${evidence.length > 0 ? items(evidence, 'evidence') : ''}</li>`,
        )
        .join('\n')}</ul>`;
  }
}

function items(lines: readonly string[], style = ''): string {
  return `<ul${style ? ` class="${style}"` : ''}>${lines.map((line) => `<li>${escape(line)}</li>`).join('\n')}</ul>`;
}

/** Every string of a dump goes through here. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
