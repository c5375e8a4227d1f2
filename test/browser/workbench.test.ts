import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** The frame around the views, as one has it before the eyes for hours. */
describe.each(engines())('the workbench in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
    await page.openDump(SAMPLE);
  });
  afterAll(() => OpenPage.end(page));

  /** Looks at what a link names in the inspector alone. */
  async function inspect(link: string): Promise<void> {
    await page.app.waitForSelector(link);
    await page.app.$eval(link, (at) =>
      at.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, altKey: true })),
    );
  }

  /** The views that the navigation shows. */
  const offered = (): Promise<string[]> =>
    page.app.$$eval('[data-go]', (all) =>
      all
        .filter((each) => (each as HTMLElement).offsetParent !== null)
        .map((each) => each.getAttribute('data-go') ?? ''),
    );

  it('shows the first views of every group, the others when they are asked for', async () => {
    const first = await offered();
    expect(first).toEqual(expect.arrayContaining(['verdict', 'tasks', 'usage', 'files', 'memory', 'about']));
    expect(first).not.toContain('swap');
    await page.click('[data-more="memory"]');
    expect(await offered()).toContain('swap');
    await page.click('[data-more="memory"]');
    expect(await offered()).toEqual(first);
    // What is open stays where it can be seen.
    await page.go('swap');
    expect(await offered()).toContain('swap');
    await page.go('verdict');
    expect(await offered()).toContain('swap');
  });

  it('goes from view to view in the navigation by arrows', async () => {
    await page.app.focus('[data-go="verdict"]');
    await page.page.keyboard.press('ArrowDown');
    expect(await page.app.evaluate(() => document.activeElement?.getAttribute('data-go'))).toBe('log');
    await page.page.keyboard.press('ArrowUp');
    expect(await page.app.evaluate(() => document.activeElement?.getAttribute('data-go'))).toBe('verdict');
  });

  it('says where what the inspector shows was chosen, once another view is in front, and leads back', async () => {
    await page.go('verdict');
    await inspect('[data-view="verdict"] .regs [data-ref]');
    await page.app.waitForSelector('[data-inspector] dl');
    expect(await page.app.$('[data-inspector] [data-from]')).toBeNull();
    await page.go('modules');
    await page.waitText('[data-inspector] [data-from]', /Verdict/);
    await page.click('[data-inspector] [data-from]');
    await page.app.waitForSelector('[data-view="verdict"]', { visible: true });
    expect(await page.app.$('[data-inspector] [data-from]')).toBeNull();
  });

  it('hides nothing of the instructions in the inspector', async () => {
    await page.go('verdict');
    await inspect('[data-view="verdict"] .regs [data-ref]');
    await page.waitText('[data-inspector] .lines', /movb/);
    const beyond = await page.app.$eval(
      '[data-inspector] .lines',
      (box) => box.scrollWidth - box.clientWidth,
    );
    expect(beyond).toBeLessThanOrEqual(0);
  });

  it('offers types by name, with kind and size beside them, and those that are often looked at', async () => {
    await page.go('types');
    await page.app.waitForSelector('[data-view="types"] .one [data-ref="type:task_struct"]');
    const names = await page.app.$$eval('[data-view="types"] .rows [role="gridcell"]:first-child', (all) =>
      all.map((each) => each.textContent.trim()),
    );
    expect(names.length).toBeGreaterThan(10);
    expect(names).toEqual(names.toSorted(new Intl.Collator('en', { numeric: true }).compare));
    const beyond = await page.app.$eval('[data-view="types"] [role="grid"]', (grid) => {
      const heads = [...grid.querySelectorAll('[role="columnheader"]')];
      return heads[2].getBoundingClientRect().right - grid.getBoundingClientRect().right;
    });
    expect(beyond).toBeLessThanOrEqual(0);
    await page.click('[data-view="types"] .one [data-ref="type:task_struct"]');
    await page.waitText('[data-view="types"] .one', /__state|thread_info/);
    // The list stands where the open type is.
    await page.waitText('[data-view="types"] .row.at', /^\s*task_struct/);
  });

  it.each(['memory', 'disassembly', 'tasks', 'types'])(
    'shows what a field of %s is for whole',
    async (view) => {
      await page.go(view);
      if (view === 'types') {
        await page.click('[data-view="types"] .rows [data-ref^="type:"]');
        await page.app.waitForSelector('[data-view="types"] .one input');
      }
      // Chromium keeps room for the cross at the end of a search field.
      const cross = engine === 'chromium' ? 14 : 0;
      const beyond = await page.app.$$eval(
        `[data-view="${view}"] input[placeholder]`,
        (all, taken) =>
          all.map((each) => {
            const input = each as HTMLInputElement;
            const style = getComputedStyle(input);
            const probe = document.createElement('span');
            probe.style.setProperty('font', style.font);
            probe.style.setProperty('white-space', 'pre');
            probe.style.setProperty('position', 'absolute');
            probe.textContent = input.placeholder;
            document.body.append(probe);
            const wide = probe.getBoundingClientRect().width;
            probe.remove();
            return (
              wide +
              taken +
              parseFloat(style.paddingLeft) +
              parseFloat(style.paddingRight) -
              input.clientWidth
            );
          }),
        cross,
      );
      expect(beyond.length).toBeGreaterThan(0);
      expect(Math.max(...beyond)).toBeLessThanOrEqual(0);
    },
  );

  it.each(['slab', 'vmalloc'])(
    'draws %s by size; the largest leads to its row, arrows to the next',
    async (id) => {
      await page.go(id);
      await page.app.waitForSelector(`[data-view="${id}"] [data-treemap] button`);
      await page.app.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
      const tiles = `[data-view="${id}"] [data-treemap] button`;
      const outside = await page.app.$$eval(tiles, (all) => {
        const room = all[0].parentElement!.getBoundingClientRect();
        return all.filter((each) => {
          const { left, right, top, bottom } = each.getBoundingClientRect();
          return (
            left < room.left - 1 || right > room.right + 1 || top < room.top - 1 || bottom > room.bottom + 1
          );
        }).length;
      });
      expect(outside).toBe(0);
      const name = await page.text(`${tiles} span`);
      await page.click(tiles);
      await page.app.waitForSelector(`[data-view="${id}"] .row.at`);
      expect(await page.text(`[data-view="${id}"] .row.at`)).toContain(name);
      await page.app.focus(tiles);
      await page.page.keyboard.press('ArrowRight');
      const second = await page.app.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
      expect(second).not.toContain(`${name} `);
    },
  );

  it('closes a menu on Escape, wherever the focus is, and does nothing else', async () => {
    await page.go('tasks');
    await page.app.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.click('[data-view="tasks"] .menu > button');
    await page.app.waitForSelector('[data-view="tasks"] .sheet');
    await page.page.keyboard.press('Escape');
    await page.app.waitForFunction(() => !document.querySelector('.sheet'));
    expect(await page.app.$('[data-view="tasks"]')).not.toBeNull();
  });

  it('puts a refusal away on Escape; the dump stays open', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'oopscope-wrong-'));
    const wrong = join(folder, 'wrong.png');
    writeFileSync(wrong, Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4]));
    await page.choose(wrong);
    await page.app.waitForSelector('[data-refused]');
    await page.page.keyboard.press('Escape');
    await page.app.waitForFunction(() => !document.querySelector('[data-refused]'));
    expect(await page.app.$('[data-state="open"]')).not.toBeNull();
    rmSync(folder, { recursive: true });
  });

  it('begins the console with commands that all answer, in a pane of a dozen lines', async () => {
    await page.go('console');
    const lines = await page.app.$$eval('[data-try]', (all) =>
      all.map((each) => each.getAttribute('data-try') ?? ''),
    );
    expect(lines).toContain('kmem -i');
    await page.click('[data-try="sys"]');
    await page.waitText('#console-output', /RELEASE/);
    for (const line of lines.filter((each) => each !== 'sys')) await page.command(line);
    expect(await page.app.$$('#console-output .error')).toEqual([]);
    await page.page.keyboard.press('Escape');
    await page.go('verdict');
    const room = await page.app.$eval('#console-output', (output) => output.clientHeight);
    expect(room).toBeGreaterThan(150);
  });
});

describe.each(engines())('a window of 1024 by 768 in %s', (engine) => {
  let page: OpenPage;
  beforeAll(async () => {
    page = await OpenPage.open(engine, { width: 1024, height: 768 });
    await page.openDump(SAMPLE);
  });
  afterAll(() => OpenPage.end(page));

  it('breaks no name of a function in a stack', async () => {
    await page.go('stacks');
    await page.waitText('[data-view="stacks"] ol', /do_one_initcall/);
    const lines = await page.app.$$eval('[data-view="stacks"] .fn [data-ref]', (all) =>
      all.map((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
      }),
    );
    expect(Math.max(...lines)).toBe(1);
  });
});

describe.each(engines())('a window as narrow as a telephone in %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'oopscope-narrow-'));
  let page: OpenPage;
  beforeAll(async () => {
    // A dump that lacks something has more to say at the foot.
    const cut = join(folder, 'cut.vmcore');
    const whole = readFileSync(SAMPLE);
    writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * 0.6)));
    page = await OpenPage.open(engine, { width: 390, height: 844 });
    await page.openDump(cut);
  });
  afterAll(() => OpenPage.end(page));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has the whole of the foot within it, also where the dump lacks something', async () => {
    await page.app.waitForSelector('footer .lacks');
    const outside = await page.app.$$eval('footer button', (all) =>
      all.filter((each) => each.getBoundingClientRect().right > innerWidth).map((each) => each.textContent),
    );
    expect(outside).toEqual([]);
  });
});
