import { execFileSync } from 'node:child_process';
import type { CDPSession } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** Dumps before the first measuring, when everything that is made once is there, and after it. */
const BEFORE = 8;
const AFTER = 42;
/** What 42 further dumps may cost in all, in MB: far less than one of them has (some 60 MB in its worker). */
const MAX_GROWTH_MB = 120;

/** Megabytes that the processes of `browser` have in memory, shared pages counted once a process. */
function residentMb(root: number): number {
  const rows = execFileSync('ps', ['-eo', 'pid,ppid,rss'], { encoding: 'utf8' })
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([root]);
  for (let grew = true; grew;) {
    grew = false;
    for (const [pid, parent] of rows)
      if (family.has(parent) && !family.has(pid)) {
        family.add(pid);
        grew = true;
      }
  }
  return rows.reduce((sum, [pid, , rss]) => sum + (family.has(pid) ? rss / 1024 : 0), 0);
}

/** A dump that is replaced gives back what it had: fifty one after another. */
describe.each(engines())('fifty dumps in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
  });
  afterAll(() => OpenPage.end(page));

  /** Opens the sample in place of what is open, and looks at a table and some lines of it. */
  async function open(): Promise<void> {
    await page.app.evaluate(() =>
      document.querySelector('[data-view="verdict"] h1')?.setAttribute('data-old', ''),
    );
    await page.choose(SAMPLE);
    await page.app.waitForSelector('[data-view="verdict"] h1:not([data-old])');
    await page.command('ps');
    await page.go('tasks');
    await page.waitText('[data-view="tasks"] [role="grid"]', /swapper/);
  }

  /** The app's frame has a process, and a session, of its own. */
  const ofFrame = (): CDPSession => (page.app as unknown as { client: CDPSession }).client;

  /** What stays when what is not needed was collected. */
  async function measure(): Promise<number> {
    const client = engine === 'chromium' ? ofFrame() : undefined;
    await client?.send('HeapProfiler.collectGarbage');
    await new Promise((done) => setTimeout(done, 5000));
    await client?.send('HeapProfiler.collectGarbage');
    return residentMb(page.opened.browser.process()?.pid ?? -1);
  }

  it('leave no more than one', async () => {
    for (let i = 0; i < BEFORE; i++) await open();
    const before = await measure();
    for (let i = 0; i < AFTER; i++) await open();
    const after = await measure();
    const heap =
      engine === 'chromium'
        ? await ofFrame()
            .send('Runtime.getHeapUsage')
            .then(({ usedSize }) => usedSize / 1e6)
        : undefined;
    console.log(
      `${engine}: ${before.toFixed(0)} MB after ${BEFORE} dumps, ${after.toFixed(0)} MB after ${BEFORE + AFTER}` +
        (heap === undefined ? '' : `; the page's own heap ${heap.toFixed(0)} MB`),
    );
    expect(after - before).toBeLessThan(MAX_GROWTH_MB);
  });
});
