import { describe, expect, it } from 'vitest';
import { redactAll, redaction } from '../../../src/core/report/redact.ts';
import { report } from '../../../src/core/report/report.ts';
import type { SummaryInWords } from '../../../src/core/report/wording.ts';
import { SECRETS } from '../../../src/core/report/secret.ts';
import { exampleVerdict } from '../../build/verdict.ts';

const summary: SummaryInWords = {
  file: 'vmcore',
  size: 19698223,
  format: 'kdump-compressed',
  facts: [['dump level', '31']],
  lacks: ['nothing | of `note`'],
};

describe('reports', () => {
  const html = report('html', exampleVerdict, summary, 'en', [], '1');

  it('HTML: runs nothing and loads nothing, whatever the dump says', () => {
    expect(html).toContain("default-src 'none'");
    expect(html.toLowerCase()).not.toContain('<script');
    expect(html).not.toMatch(/\b(src|href|on\w+)=/);
    expect(html).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
  });

  it('Markdown: text of the dump is never markup', () => {
    const markdown = report('md', exampleVerdict, summary, 'en', [], '1');
    expect(markdown).toContain('# NULL pointer dereference');
    expect(markdown).toContain('nothing \\| of \\`note\\`');
  });

  it('JSON: the verdict by the names of --json, and what the dump is', () => {
    const parsed = JSON.parse(report('json', exampleVerdict, summary, 'en', ['ip'], '1')) as {
      verdict: object;
      dump: object;
      redacted: string[];
    };
    expect(parsed.verdict).toMatchObject({
      kind: 'null-pointer',
      task: { pid: 166, comm: 'insmod' },
      uptime: 9.9,
    });
    expect(parsed.dump).toMatchObject({ format: 'kdump-compressed', facts: { 'dump level': '31' } });
    expect(parsed.redacted).toEqual(['ip']);
  });

  it('take out what shall not be told, and say so', () => {
    const redacted = redactAll(exampleVerdict, redaction(SECRETS, { hosts: ['lab-host'] }));
    const text = report('md', redacted, summary, 'en', SECRETS, '1');
    for (const secret of ['10.0.2.15', '52:54:00:12:34:56', 'lab-host']) expect(text).not.toContain(secret);
    expect(text).toContain(`Removed from this report: ${SECRETS.join(', ')}.`);
  });
});
