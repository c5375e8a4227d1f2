import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { report } from '../../src/core/report/report.ts';
import type { SummaryInWords } from '../../src/core/report/wording.ts';

import { exampleVerdict } from '../build/verdict.ts';
import { engines, launch } from './browsers.ts';

/** The HTML report, opened where it is read: strings of a dump that look like markup stay text, and nothing runs. */
const EVIL =
  '<img src=x onerror="document.title=1"><script>document.title=1</script><svg onload="document.title=1">';
const summary: SummaryInWords = {
  file: `${EVIL}.vmcore`,
  size: 1,
  format: 'kdump-compressed',
  facts: [[EVIL, EVIL]],
  lacks: [],
};
const evil = {
  ...exampleVerdict,
  task: { pid: 1, comm: EVIL },
  log: [{ sequence: 1, time: '1.0', level: 0, text: EVIL }],
};

describe.each(engines())('a report opened in %s', (engine) => {
  it('runs nothing of what a dump says, and shows it as text', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'oopscope-report-'));
    const opened = await launch(engine);
    try {
      const path = join(folder, 'report.html');
      writeFileSync(path, report('html', evil, summary, 'en', [], '1'));
      const page = await opened.browser.newPage();
      // A page that would run the same words shows that they would have run.
      const bare = join(folder, 'bare.html');
      writeFileSync(bare, `<title>0</title><body>${EVIL}`);
      await page.goto(pathToFileURL(bare).href);
      await page.waitForFunction(() => document.title === '1');
      await page.goto(pathToFileURL(path).href);
      await new Promise((done) => setTimeout(done, 500));
      const seen = await page.evaluate(() => ({
        title: document.title,
        text: document.body.innerText,
        made: document.querySelectorAll('img, script, svg, iframe, object, link').length,
        handlers: [...document.querySelectorAll('*')].filter((each) =>
          [...each.attributes].some(({ name }) => name.startsWith('on')),
        ).length,
      }));
      expect(seen.title).not.toBe('1');
      expect(seen.text).toContain(EVIL.slice(0, 40));
      expect([seen.made, seen.handlers]).toEqual([0, 0]);
    } finally {
      await opened.browser.close();
      rmSync(folder, { recursive: true });
    }
  });
});
