import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** What a control offers, it does: in the shipped file, inside its sandbox, in both engines. */
describe.each(engines())('the fields and the console in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
    await page.openDump(SAMPLE);
  });
  afterAll(() => OpenPage.end(page));

  /** Types `text` into the field and presses Enter. */
  async function enter(field: string, text: string): Promise<void> {
    await page.app.waitForSelector(field);
    await page.app.$eval(field, (input) => ((input as HTMLInputElement).value = ''));
    await page.app.focus(field);
    await page.page.keyboard.type(text);
    await page.page.keyboard.press('Enter');
  }

  /** What the console answers to `line`. */
  async function answer(line: string): Promise<string> {
    const before = await page.app.$$eval('#console-output .entry', (entries) => entries.length);
    await enter('#console-input', line);
    await page.app.waitForFunction(
      (had) =>
        document.querySelectorAll('#console-output .entry').length > had &&
        !document.querySelector('[data-view="console"]')?.hasAttribute('data-busy'),
      {},
      before,
    );
    return page.app.$$eval('#console-output .entry', (entries) => (entries.at(-1) as HTMLElement).innerText);
  }

  it('Memory goes to an address or symbol, and says what it does not know', async () => {
    await page.go('memory');
    await enter('[data-view="memory"] input[data-filter]', 'init_task');
    await page.waitText('[data-view="memory"]', /init_task/);
    await enter('[data-view="memory"] input[data-filter]', 'no_such_symbol');
    await page.waitText('[data-view="memory"]', /no_such_symbol/);
  });

  it('Memory takes sums, keeps the byte in the other space, and shows what of memory there is', async () => {
    await page.go('memory');
    const init = (await answer('sym init_task')).match(/[0-9a-f]{16}/)?.[0] ?? '';
    const there = (BigInt(`0x${init}`) + 0x20n).toString(16);
    await enter('[data-view="memory"] input[data-filter]', 'init_task+0x20');
    await page.waitText('[data-view="memory"] .readings', new RegExp(there));
    const shown = (): Promise<string> => page.text('[data-view="memory"] .at');
    await page.app.waitForSelector('[data-view="memory"] .at');
    const byte = await shown();
    await page.app.select('[data-view="memory"] [data-space]', 'physical');
    await page.app.waitForFunction(
      () =>
        (document.querySelector('[data-view="memory"] [data-space]') as HTMLSelectElement).value ===
        'physical',
    );
    await page.app.waitForSelector('[data-view="memory"] .at');
    expect(await shown()).toBe(byte);
    await page.app.focus('[data-view="memory"] [data-strip]');
    await page.page.keyboard.press('Home');
    await page.waitText('[data-view="memory"] .readings', /0000000000000000/);
    // Each key goes on by a stretch, there and back.
    const stretch = (): Promise<number> =>
      page.app.$eval('[data-strip]', (strip) => Number(strip.getAttribute('aria-valuenow')));
    for (const [key, at] of [
      ['ArrowDown', 1],
      ['ArrowDown', 2],
      ['ArrowUp', 1],
    ] as const) {
      await page.page.keyboard.press(key);
      await expect.poll(stretch, { timeout: 30_000 }).toBe(at);
    }
  });

  it('Memory goes to where a symbol lies when physical memory is shown', async () => {
    await page.go('memory');
    const memory = '[data-view="memory"]';
    await page.app.select(`${memory} [data-space]`, 'virtual');
    await page.waitText(`${memory} .readings .quiet`, /^ffff/);
    await enter(`${memory} input[data-filter]`, 'jiffies');
    await enter(`${memory} input[data-filter]`, 'init_task');
    const init = (await answer('sym init_task')).match(/[0-9a-f]{16}/)?.[0] ?? '';
    await page.waitText(`${memory} .readings .quiet`, new RegExp(init));
    await page.app.select(`${memory} [data-space]`, 'physical');
    const there = await page.waitText(`${memory} .readings .quiet`, /^0000/);
    await enter(`${memory} input[data-filter]`, '1000');
    await page.waitText(`${memory} .readings .quiet`, /^0000000000001000$/);
    await enter(`${memory} input[data-filter]`, 'init_task');
    await page.waitText(`${memory} .readings .quiet`, new RegExp(`^${there}$`));
    await enter(`${memory} input[data-filter]`, 'jiffies*2');
    await page.waitText(`${memory} .error`, /./);
    await page.app.select(`${memory} [data-space]`, 'virtual');
  });

  it('the palette takes a sum for an address', async () => {
    await page.click('[data-palette]');
    await page.app.waitForSelector('#palette');
    await page.page.keyboard.type('init_task+0x20');
    // That there is nothing is not said before it is known.
    const early = await page.app.$eval('.palette', (palette) => palette.textContent);
    await page.app.waitForSelector('#palette-offers [data-offer^="mem:"]');
    expect(early).not.toContain('Nothing has this name');
    await page.page.keyboard.press('Escape');
  });

  it('Disassembly goes to a function', async () => {
    await page.go('disassembly');
    await enter('[data-view="disassembly"] input[data-filter]', 'schedule');
    await page.waitText('[data-view="disassembly"]', /<?__schedule/);
  });

  it('Types shows an instance, by Enter and by its button', async () => {
    await page.go('types');
    await page.app.waitForSelector('[data-view="types"] [role="grid"]');
    await page.app.focus('[data-view="types"] [data-filter]');
    await page.page.keyboard.type('list_head');
    await page.click('[data-view="types"] [role="gridcell"] button[data-ref="type:list_head"]');
    const address = (await answer('sym modules')).match(/[0-9a-f]{16}/)?.[0] ?? '';
    await enter('[data-view="types"] [data-instance]', address);
    await page.app.waitForSelector(`[data-view="types"] [data-ref="mem:${address}"]`);
    await page.app.$eval(
      '[data-view="types"] [data-instance]',
      (input) => ((input as HTMLInputElement).value = ''),
    );
    await page.app.focus('[data-view="types"] [data-instance]');
    const other = (await answer('sym init_task')).match(/[0-9a-f]{16}/)?.[0] ?? '';
    await page.app.focus('[data-view="types"] [data-instance]');
    await page.page.keyboard.type(other);
    await page.click('[data-view="types"] [data-show]');
    await page.app.waitForSelector(`[data-view="types"] [data-ref="mem:${other}"]`);
  });

  it('the console pipes, runs several commands, saves, and refuses words by name', async () => {
    const active = await answer(`ps | grep '>'`);
    expect(active.split('\n').filter((line) => line.trimStart().startsWith('>')).length).toBe(2);
    expect(await answer('log | grep -c EXT4')).toMatch(/^\d+$/m);
    expect((await answer('log | tail -5')).split('\n').length).toBe(6);
    expect(await answer('sys | grep RELEASE; mod | wc -l')).toMatch(/RELEASE: 6\.1[\s\S]*\n\d+/);
    expect(await answer('ps | nosuch')).toContain('nosuch');
    expect(await answer('p init_task->comm')).toContain('swapper/0');
    expect(await answer('sym modules > sym')).toContain('sym.txt');
    const path = join(page.opened.downloads, 'sym.txt');
    await expect.poll(() => readFileSync(path, 'utf8'), { timeout: 30_000 }).toMatch(/modules/);
    expect(await answer('!!')).toContain('sym.txt');
  });

  it('Esc leaves the docked prompt where it is, and ends a search from each of its controls', async () => {
    const active = (): Promise<string | undefined> => page.app.evaluate(() => document.activeElement?.id);
    await answer('sys');
    await page.page.keyboard.press('Escape');
    expect(await active()).toBe('console-input');
    for (const control of ['#console-find', '.find button:nth-of-type(2)', '.find button:last-of-type']) {
      await page.click('[data-find]');
      await page.app.waitForSelector('#console-find');
      await page.page.keyboard.type('RELEASE');
      await page.waitText('[data-hits]', /of/);
      await page.app.focus(control);
      await page.page.keyboard.press('Escape');
      await page.app.waitForFunction(() => !document.querySelector('#console-find'));
      expect(await active()).toBe('console-input');
    }
  });

  it('a search counts what is answered while it is open, and stays at its line', async () => {
    await enter('#console-input', 'clear');
    await page.app.waitForFunction(() => !document.querySelector('#console-output .entry'));
    await answer('sys');
    await page.click('[data-find]');
    await page.app.waitForSelector('#console-find');
    await page.page.keyboard.type('RELEASE');
    await page.waitText('[data-hits]', /1 of 1/);
    await answer('sys');
    await page.waitText('[data-hits]', /1 of 2/);
    await page.app.focus('#console-find');
    await page.page.keyboard.press('Escape');
  });

  it("the console's text is text: marked whole, links and all", async () => {
    await enter('#console-input', 'clear');
    await page.app.waitForFunction(() => !document.querySelector('#console-output .entry'));
    await answer('bt');
    const marked = await page.app.evaluate(() => {
      const entry = document.querySelector('#console-output .entry');
      const selection = getSelection();
      selection?.removeAllRanges();
      if (entry) selection?.selectAllChildren(entry);
      return selection?.toString() ?? '';
    });
    expect(marked).toMatch(/PID: 166 +TASK: [0-9a-f]{16} +CPU: 0/);
    expect(marked).toMatch(/#0 \[[0-9a-f]{16}\] machine_kexec at [0-9a-f]{16}/);
  });
});

describe.each(engines())('a second file in %s', (engine) => {
  it('that cannot be opened, or is given up, leaves the open dump as it was', async () => {
    const page = await OpenPage.open(engine);
    const folder = mkdtempSync(join(tmpdir(), 'oopscope-second-'));
    try {
      await page.openDump(SAMPLE);
      await page.go('tasks');
      await page.waitText('[data-view="tasks"] [role="grid"]', /swapper/);
      const wrong = join(folder, 'holiday.jpg');
      writeFileSync(wrong, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]));
      await page.choose(wrong);
      await page.waitText('[data-refused]', /holiday\.jpg/);
      expect(await page.app.$eval('[data-state]', (root) => root.getAttribute('data-state'))).toBe('open');
      await page.waitText('[data-view="tasks"] [role="grid"]', /swapper/);
      await page.click('[data-refused] button');
      expect(await page.app.$('[data-refused]')).toBeNull();
      await page.chooseAndCancel(SAMPLE, 'open');
      await page.waitText('[data-view="tasks"] [role="grid"]', /swapper/);
      await page.app.focus('#console-input');
      await page.page.keyboard.type('sys');
      await page.page.keyboard.press('Enter');
      await page.waitText('#console-output', /RELEASE/);
    } finally {
      rmSync(folder, { recursive: true });
      await page.close();
    }
  });
});
