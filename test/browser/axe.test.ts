import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe.ts';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** axe-core finds nothing serious on any view, in light and in dark. */
describe.each(engines())('accessibility in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
  });
  afterAll(async () => {
    await page?.close();
  });

  it('of the empty page', async () => {
    expect(await faults(page)).toEqual([]);
  });

  it.each(['light', 'dark'])('of every view, %s', async (theme) => {
    if (!(await page.app.$('[data-state="open"]'))) await page.openDump(SAMPLE);
    for (let i = 0; i < 3; i++) {
      if ((await page.app.evaluate(() => document.documentElement.dataset.theme)) === theme) break;
      await page.click('[data-theme-switch]');
    }
    const all: string[] = [];
    const views = await page.app.$$eval('[data-go]', (found) => [
      ...new Set(found.map((each) => (each as HTMLElement).dataset.go ?? '')),
    ]);
    expect(views).toContain('runqueues');
    for (const view of views) {
      await page.go(view);
      if (view === 'console' && theme === 'light') await page.command('bt');
      await page.app.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), {
        timeout: 30_000,
      });
      for (const fault of await faults(page)) all.push(`${view}: ${fault}`);
    }
    expect(all).toEqual([]);
  });

  it('of palette, help and menu', async () => {
    await page.go('verdict');
    await page.click('[data-palette]');
    await page.app.waitForSelector('#palette');
    await page.page.keyboard.type('task');
    await page.waitText('#palette-offers', /task_struct/);
    expect(await faults(page)).toEqual([]);
    await page.page.keyboard.press('Escape');
    // Focus is back where it was: out of the console's line, where a question mark is a question mark.
    await page.app.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.page.keyboard.press('?');
    await page.app.waitForSelector('#help');
    expect(await faults(page)).toEqual([]);
    await page.page.keyboard.press('Escape');
  });
});
