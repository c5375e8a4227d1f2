import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** What a reader of the page hands on: the verdict as a report, what was marked, what a menu copies. */
describe.each(engines())('handing on in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
    await page.openDump(SAMPLE);
    // What is copied is seen where it is handed over: a headless browser keeps its clipboard to itself.
    await page.app.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: (text: string) => Promise.resolve(void (document.body.dataset.copied = text)) },
      });
    });
  });
  afterAll(() => OpenPage.end(page));

  const copied = (): Promise<string> => page.app.evaluate(() => document.body.dataset.copied ?? '');
  const openReport = (): Promise<void> => page.click('[data-view="verdict"] .hand .menu > button');

  it('says what to do, and quotes nothing twice', async () => {
    await page.waitText('[data-advice]', /null_pointer/);
    const twice = await page.app.$$eval('[data-view="verdict"] .proof li', (items) =>
      items.flatMap((item) => {
        const links = [...item.querySelectorAll('[data-ref]')].map(
          (link) => `${link.getAttribute('data-ref')} ${link.textContent}`,
        );
        const sentence = new Set(links.slice(0, item.querySelectorAll('p [data-ref]').length));
        return links.slice(sentence.size).filter((link) => sentence.has(link));
      }),
    );
    expect(twice).toEqual([]);
  });

  it('copies the verdict as Markdown, and says so', async () => {
    await openReport();
    await page.click('.hand [data-copy]');
    await page.waitText('footer [role="status"]', /copied/);
    expect(await copied()).toMatch(
      /^# .*NULL pointer[\s\S]*## Evidence[\s\S]*## What to do[\s\S]*null\\_pointer\\_init/,
    );
    expect(await page.app.$('.hand [data-copy]')).toBeNull();
  });

  it.each(['html', 'md', 'json'] as const)('saves it as %s', async (format) => {
    await openReport();
    await page.click(`.hand [data-save="${format}"]`);
    const text = readFileSync(await page.saved(`crash-report.${format}`), 'utf8');
    expect(text).toContain('null_pointer_init'.replaceAll('_', format === 'md' ? '\\_' : '_'));
  });

  it('leaves out the names of people and machines when told to', async () => {
    await openReport();
    await page.click('.hand [data-copy]');
    await expect.poll(copied).toContain('null_pointer.vmcore'.replaceAll('_', '\\_'));
    await openReport();
    await page.click('.hand [data-redact]');
    await page.click('.hand [data-copy]');
    await expect.poll(copied).toMatch(/Removed from this report: host, user/);
    expect(await copied()).not.toContain('null\\_pointer.vmcore');
    expect(await copied()).toMatch(/NULL pointer/);
  });

  /** What a copy of the marked text puts on the clipboard. */
  const copyOfMarked = (): Promise<string> =>
    page.app.evaluate(() => {
      const event = new ClipboardEvent('copy', {
        bubbles: true,
        cancelable: true,
        clipboardData: new DataTransfer(),
      });
      (getSelection()?.anchorNode?.parentElement ?? document.body).dispatchEvent(event);
      return event.defaultPrevented
        ? (event.clipboardData?.getData('text/plain') ?? '')
        : (getSelection()?.toString() ?? '');
    });

  it('marks rows of a table with their links, and copies them as rows', async () => {
    await page.go('tasks');
    await page.waitText('[data-view="tasks"] [role="grid"]', /kthreadd/);
    await page.app.evaluate(() => {
      const row = (nth: number): Element =>
        document.querySelector(`[data-view="tasks"] [aria-rowindex="${nth}"]`) as Element;
      const range = document.createRange();
      range.setStartBefore(row(2));
      range.setEndAfter(row(4));
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    });
    const lines = (await copyOfMarked()).split('\n');
    expect(lines.length).toBe(3);
    expect(lines[0]).toMatch(/^swapper\/0\t0\t0\t0\tRU\t.*\t[0-9a-f]{16}$/);
    expect(lines[2]).toMatch(/\t[0-9a-f]{16}$/);
  });

  it('marks from within a link, and does not follow it then', async () => {
    const link = await page.app.waitForSelector(
      '[data-view="tasks"] [aria-rowindex="5"] [data-ref^="task:"]',
    );
    const box = await link?.boundingBox();
    if (!box) throw new Error('The link has no place.');
    const { mouse } = page.page;
    await mouse.move(box.x + 1, box.y + box.height / 2);
    await mouse.down();
    await mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    await mouse.move(box.x + box.width - 1, box.y + box.height / 2, { steps: 4 });
    await mouse.up();
    const whole = await link?.evaluate((element) => element.textContent ?? '');
    const marked = await page.app.evaluate(() => getSelection()?.toString() ?? '');
    expect(marked.length).toBeGreaterThan(2);
    expect(whole).toContain(marked);
    expect(await page.app.$('[data-view="tasks"]')).not.toBeNull();
    await page.app.evaluate(() => getSelection()?.removeAllRanges());
    await link?.click();
    await page.app.waitForSelector('[data-view="stacks"]');
  });

  it('the palette does things: the theme, what was visited, names with a typing error', async () => {
    const ask = async (text: string): Promise<void> => {
      await page.page.keyboard.down('Control');
      await page.page.keyboard.press('k');
      await page.page.keyboard.up('Control');
      await page.app.waitForSelector('#palette');
      if (text) await page.page.keyboard.type(text);
    };
    await ask('dark');
    await page.app.waitForSelector('[data-offer="do:theme-dark"][aria-selected="true"]');
    await page.page.keyboard.press('Enter');
    await page.app.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    await ask('@null_pionter');
    await page.waitText('#palette-offers', /null_pointer_init/);
    await page.page.keyboard.press('Escape');
    await page.click('[data-view="stacks"] button[data-ref^="dis:"]');
    await page.app.waitForSelector('[data-view="disassembly"]');
    await page.go('verdict');
    await ask('');
    await page.app.waitForSelector('[data-offer^="dis:"]');
    await page.page.keyboard.press('Escape');
  });

  it('goes from a task to its memory maps: a table, of which all can be shown again', async () => {
    await page.click('[data-go="tasks"]');
    await page.app.evaluate(() => {
      const links = [...document.querySelectorAll<HTMLElement>('[data-view="tasks"] [data-ref^="task:"]')];
      const box = links.find((link) => link.textContent === 'init');
      box?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: 300, clientY: 300 }));
    });
    await page.app.waitForSelector('[role="menuitem"]');
    await page.waitText('[role="menu"]', /Memory maps/);
    await page.app.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')]
        .find((item) => item.textContent === 'Memory maps')
        ?.click(),
    );
    const rows = (): Promise<number> =>
      page.app.$eval('[data-view="vmas"] [role="grid"]', (grid) =>
        Number(grid.getAttribute('aria-rowcount')),
      );
    await page.waitText('[data-view="vmas"] [role="gridcell"]', /init \(1\)/);
    await expect.poll(rows).toBeGreaterThan(3);
    const own = await rows();
    await page.click('[data-whole]');
    await expect.poll(rows).toBeGreaterThan(own);
  });
});
