import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe.ts';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** The size of a telephone. */
const [WIDTH, HEIGHT] = [390, 844];

/** On a small screen the view has the room; navigation and inspector lie over it when they are wanted. */
describe.each(engines())('a small screen in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine, { width: WIDTH, height: HEIGHT });
    await page.openDump(SAMPLE);
  });
  afterAll(() => OpenPage.end(page));

  const shown = (selector: string): Promise<boolean> =>
    page.app.evaluate((css) => {
      const box = document.querySelector(css)?.getBoundingClientRect();
      return box !== undefined && box.width > 0 && box.left >= 0 && box.right <= innerWidth + 1;
    }, selector);

  it('reaches every view through the drawer, and none scrolls sideways', async () => {
    const views = await page.app.$$eval('[data-go]', (all) =>
      all.map((each) => each.getAttribute('data-go') ?? '').filter((id) => id !== 'console'),
    );
    expect(views.length).toBeGreaterThan(10);
    for (const view of views) {
      await page.click('[data-drawer]');
      await page.app.$$eval('[data-more][aria-expanded="false"]', (all) =>
        all.forEach((each) => (each as HTMLElement).click()),
      );
      await page.app.waitForSelector(`[data-go="${view}"]`, { visible: true });
      await page.click(`[data-go="${view}"]`);
      await page.app.waitForSelector(`[data-view="${view}"]`, { visible: true });
      expect(await shown('nav'), view).toBe(false);
      const beyond = await page.app.$eval(`[data-view="${view}"]`, (root) => [
        document.documentElement.scrollWidth - innerWidth,
        root.scrollWidth - root.clientWidth,
        Math.ceil(root.getBoundingClientRect().right) - innerWidth,
      ]);
      expect(Math.max(...beyond), view).toBeLessThanOrEqual(0);
    }
  });

  it('has every button of the bars within the window', async () => {
    const outside = await page.app.$$eval('header button, footer button', (all) =>
      all
        .filter((each) => {
          const box = each.getBoundingClientRect();
          return box.width > 0 && (box.left < 0 || box.right > innerWidth + 1);
        })
        .map((each) => each.textContent),
    );
    expect(outside).toEqual([]);
  });

  it('opens the inspector over the view, and Escape puts it away', async () => {
    await page.page.keyboard.down('Control');
    await page.page.keyboard.press('i');
    await page.page.keyboard.up('Control');
    await page.app.waitForSelector('[data-inspector]', { visible: true });
    expect(await shown('[data-inspector]')).toBe(true);
    await page.page.keyboard.press('Escape');
    await page.app.waitForFunction(() => !document.querySelector('[data-inspector]'));
  });

  it('is as accessible as a large one: views, drawers, palette', { timeout: 300_000 }, async () => {
    const all: string[] = [];
    const look = async (what: string): Promise<void> => {
      for (const fault of await faults(page)) all.push(`${what}: ${fault}`);
    };
    // Those that are laid out anew for a small screen, and a plain table.
    for (const view of [
      'verdict',
      'log',
      'stacks',
      'cpus',
      'tasks',
      'memory',
      'types',
      'disassembly',
      'about',
    ]) {
      await page.click('[data-drawer]');
      await page.click(`[data-go="${view}"]`);
      await page.app.waitForSelector(`[data-view="${view}"]`, { visible: true });
      await page.app.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), {
        timeout: 30_000,
      });
      await look(view);
    }
    await page.click('[data-drawer]');
    await page.app.waitForSelector('[data-go="verdict"]', { visible: true });
    await look('the drawer');
    await page.page.keyboard.press('Escape');
    await page.click('[data-palette]');
    await page.app.waitForSelector('#palette');
    await look('the palette');
    await page.page.keyboard.press('Escape');
    expect(all).toEqual([]);
  });
});
