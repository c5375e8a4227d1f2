import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** What somebody expects who works with tables, traces and consoles all day. */
describe.each(engines())('an engineer in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
  });
  afterAll(async () => {
    expect(page.errors).toEqual([]);
    await page?.close();
  });

  const grid = '[data-view="tasks"] [role="grid"]';
  /** The cells of the column called `title` that are in sight. */
  const column = (title: string): Promise<string[]> =>
    page.app.$eval(
      grid,
      (table, wanted) => {
        const heads = [...table.querySelectorAll('[role="columnheader"]')];
        const at = heads.find(
          (head) =>
            head
              .querySelector('button')
              ?.textContent?.replace(/[▴▾]\d*/, '')
              .trim() === wanted,
        );
        const index = at?.getAttribute('aria-colindex');
        return [...table.querySelectorAll(`[role="gridcell"][aria-colindex="${index}"]`)].map(
          (cell) => cell.textContent?.trim() ?? '',
        );
      },
      title,
    );
  const sort = (title: string, shiftKey: boolean): Promise<void> =>
    page.app.$eval(
      grid,
      (table, wanted, shift) => {
        const head = [...table.querySelectorAll<HTMLElement>('[role="columnheader"] button')].find(
          (each) => each.textContent?.replace(/[▴▾]\d*/, '').trim() === wanted,
        );
        head?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: shift }));
      },
      title,
      shiftKey,
    );
  /** Asks for the menu of the cell whose text is `text`, and takes the entry `entry`. */
  const menu = async (text: string, entry: RegExp): Promise<void> => {
    await page.app.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('[data-view="tasks"] [role="gridcell"]')].some(
          (each) => each.textContent?.trim() === wanted,
        ),
      {},
      text,
    );
    await page.app.$eval(
      grid,
      (table, wanted) => {
        const cell = [...table.querySelectorAll('[role="gridcell"]')].find(
          (each) => each.textContent?.trim() === wanted,
        );
        const init = { bubbles: true, cancelable: true, clientX: 300, clientY: 300 };
        cell?.dispatchEvent(new MouseEvent('contextmenu', init));
      },
      text,
    );
    await page.app.waitForSelector('[role="menu"]');
    await page.app.evaluate((source) => {
      const items = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')];
      items.find((item) => new RegExp(source).test(item.textContent ?? ''))?.click();
    }, entry.source);
  };

  it('asks for the keys before anything is open', async () => {
    await page.page.keyboard.press('?');
    await page.app.waitForSelector('#help');
    await page.page.keyboard.press('Escape');
    await page.app.waitForFunction(() => !document.querySelector('#help'));
  });

  it('is told first of a cut file that it is cut, and nothing of it is in red that was not asked for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'oopscope-cut-'));
    const cut = join(folder, 'cut.vmcore');
    const whole = readFileSync(SAMPLE);
    writeFileSync(cut, whole.subarray(0, Math.floor(whole.length / 2)));
    await page.openDump(cut);
    expect(await page.text('[data-missing]')).toMatch(/cut off/i);
    // It is said once.
    const said = await page.text('[data-view="verdict"]');
    expect(said.match(/the file is cut off/gi)).toHaveLength(1);
    await page.go('stacks');
    expect(await page.text('[role="tablist"]')).not.toMatch(/0000000000000000/);
    expect(await page.app.$('[data-inspector] [role="alert"]')).toBeNull();
    rmSync(folder, { recursive: true });
  });

  it('reads the verdict at 1440 pixels: nothing of it is cut, and the bytes of the instructions are there', async () => {
    await page.openDump(SAMPLE);
    await page.waitText('[data-view="verdict"]', /NULL pointer/);
    const cut = await page.app.$$eval('[data-view="verdict"] section, [data-view="verdict"] .code', (parts) =>
      parts.filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.textContent),
    );
    expect(cut).toEqual([]);
    expect(
      await page.app.$eval('.hit .bytes', (bytes) => bytes.getBoundingClientRect().width),
    ).toBeGreaterThan(0);
    expect(await page.text('.hit .bytes')).toMatch(/^c6 00/);
    await page.waitText('header .facts', /of .*B · .*31/);
  });

  it('sorts by one column after another', async () => {
    await page.go('tasks');
    await page.waitText(grid, /swapper/);
    await sort('State', false);
    await sort('RSS', true);
    await page.app.waitForFunction(
      () =>
        [...document.querySelectorAll('[role="columnheader"] .arrow')]
          .map((each) => each.textContent)
          .join('') === '▴1▾2',
    );
    const states = await column('State');
    expect(states).toEqual([...states].sort());
    const first = (await column('RSS')).slice(0, states.filter((state) => state === states[0]).length);
    const bytes = first.map((text) => {
      const [, number, unit] = /^([\d.]+) ([KM]?)B$/.exec(text) ?? [];
      return Number(number) * (unit === 'M' ? 2 ** 20 : unit === 'K' ? 1024 : 1);
    });
    expect(bytes).toEqual([...bytes].sort((a, b) => b - a));
    await sort('State', false);
    await sort('State', false);
  });

  it('filters by a cell, and leaves out by a cell', async () => {
    await menu('IN', /Only rows with IN/);
    await page.app.waitForFunction(
      () =>
        document.querySelector<HTMLInputElement>('[data-view="tasks"] [data-filter]')?.value === 'state="IN"',
    );
    await page.app.waitForFunction(
      () => !/ (ID|RU) /.test(document.querySelector('[data-view="tasks"] [role="grid"]')?.textContent ?? ''),
    );
    expect(new Set(await column('State'))).toEqual(new Set(['IN']));
    await menu('kernel', /Rows without kernel/);
    await page.app.waitForFunction(
      () =>
        document.querySelector<HTMLInputElement>('[data-view="tasks"] [data-filter]')?.value ===
        'state="IN" -kind="kernel"',
    );
    await page.app.waitForFunction(
      () => !/kthreadd/.test(document.querySelector('[data-view="tasks"] [role="grid"]')?.textContent ?? ''),
    );
    expect(new Set(await column('Kind'))).toEqual(new Set(['user']));
  });

  it('copies a row as JSON', async () => {
    await page.app.evaluate(() => {
      const watched = globalThis as unknown as { copied?: string };
      Object.defineProperty(navigator, 'clipboard', {
        configurable: true,
        value: { writeText: (text: string) => ((watched.copied = text), Promise.resolve()) },
      });
    });
    await menu('init', /Copy row as JSON/);
    await page.app.waitForFunction(() => (globalThis as unknown as { copied?: string }).copied);
    const copied = await page.app.evaluate(() => (globalThis as unknown as { copied?: string }).copied ?? '');
    expect(JSON.parse(copied)).toMatchObject([{ comm: 'init', pid: 1, state: 'IN' }]);
  });

  it('draws a column wide, and finds it so after a reload', async () => {
    const width = (): Promise<number> =>
      page.app.$eval(`${grid} [role="columnheader"]`, (head) =>
        Math.round(head.getBoundingClientRect().width),
      );
    const before = await width();
    await page.app.$eval(`${grid} .grip`, (grip) => {
      const { left, top } = grip.getBoundingClientRect();
      const at = (type: string, x: number): PointerEvent =>
        new PointerEvent(type, { bubbles: true, cancelable: true, clientX: x, clientY: top });
      grip.dispatchEvent(at('pointerdown', left));
      grip.dispatchEvent(at('pointermove', left + 90));
      grip.dispatchEvent(at('pointerup', left + 90));
    });
    expect(await width()).toBe(before + 90);
    page.page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.openDump(SAMPLE);
    await page.go('tasks');
    await page.waitText(grid, /swapper/);
    expect(await width()).toBe(before + 90);
    await page.app.$eval(`${grid} .grip`, (grip) =>
      grip.dispatchEvent(new MouseEvent('dblclick', { bubbles: true })),
    );
    await page.app.waitForFunction(
      (wide) => {
        const head = document.querySelector('[data-view="tasks"] [role="columnheader"]');
        return (head?.getBoundingClientRect().width ?? wide) < wide;
      },
      {},
      before + 90,
    );
  });

  it('is told that a command had nothing to say', async () => {
    await page.command('log | grep "no kernel says this"');
    expect(await page.text('#console-output .entry:last-of-type')).toContain('No output.');
  });
});
