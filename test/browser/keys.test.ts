import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpPath, hasDump } from '../build/zoo.ts';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** A table by its keys, in Korean: what is gone to is seen, names are whole, letters are keys in Hangul too. */
describe.each(engines())('keys and columns of a table in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine, { language: 'ko-KR', width: 1024, height: 768 });
    await page.openDump(SAMPLE);
    await page.go('tasks');
    await page.waitText('[data-view="tasks"] [aria-rowindex="4"]', /init/);
  });
  afterAll(() => OpenPage.end(page));

  const focused = (): Promise<string | null> =>
    page.app.evaluate(() => document.activeElement?.getAttribute('role') ?? '');

  it('shows the names of tasks whole, in the language whose letters are the widest', async () => {
    const cut = await page.app.$$eval('[data-view="tasks"] [aria-colindex="1"] button', (all) =>
      all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent),
    );
    expect(cut).toEqual([]);
  });

  it('goes from the filter to the rows that it leaves', async () => {
    for (const key of ['ArrowDown', 'Enter'] as const) {
      await page.app.focus('[data-view="tasks"] [data-filter]');
      await page.page.keyboard.press(key);
      expect(await focused()).toBe('grid');
    }
  });

  it('keeps the cell that is gone to in sight', async () => {
    await page.app.focus('[data-view="tasks"] [role="grid"]');
    const columns = Number(
      await page.app.$eval('[role="grid"]', (grid) => grid.getAttribute('aria-colcount')),
    );
    for (let i = 1; i < columns; i++) await page.page.keyboard.press('ArrowRight');
    await page.app.waitForFunction(() => {
      const cell = document.querySelector('[role="gridcell"].current')?.getBoundingClientRect();
      const grid = document.querySelector('[role="grid"]')?.getBoundingClientRect();
      return cell && grid && cell.left < grid.right - 20 && cell.left >= grid.left - 1;
    });
    const place = await page.app.$eval('[role="gridcell"].current', (cell) =>
      cell.getAttribute('aria-colindex'),
    );
    expect(Number(place)).toBe(columns);
    expect(await page.app.$eval('[role="grid"]', (grid) => grid.scrollLeft)).toBeGreaterThan(0);
  });

  it('sorts and finds where the keyboard writes Hangul', async () => {
    const press = (key: string, code: string, ctrlKey = false): Promise<void> =>
      page.app.evaluate(
        (init) =>
          void document.activeElement?.dispatchEvent(
            new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }),
          ),
        { key, code, ctrlKey },
      );
    await press('ㄴ', 'KeyS');
    await page.app.waitForSelector(
      '[role="columnheader"][aria-sort="descending"], [role="columnheader"][aria-sort="ascending"]',
    );
    await press('ㅏ', 'KeyK', true);
    await page.app.waitForSelector('#palette');
    await page.page.keyboard.press('Escape');
  });

  // The sample has none of the tables of settings.
  it.skipIf(!hasDump('6.1-null_pointer'))(
    'writes the values of settings as values, not as words of ours',
    async () => {
      await page.openDump(dumpPath('6.1-null_pointer'));
      await page.go('sysctls');
      await page.waitText('[data-view="sysctls"] [aria-rowindex="3"]', /\./);
      const faces = await page.app.$$eval('[data-view="sysctls"] [role="gridcell"]', (all) =>
        all
          .filter((each) => /^\d+$/.test(each.textContent?.trim() ?? ''))
          .map((each) => getComputedStyle(each).fontFamily.includes('mono')),
      );
      expect(faces.length).toBeGreaterThan(0);
      expect(faces).not.toContain(false);
    },
  );
});
