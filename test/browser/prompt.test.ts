import type { KeyInput } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** The prompt of the page's console has what those who know crash and shells reach for without looking. */
describe.each(engines())('the prompt in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
    await page.openDump(SAMPLE);
    await page.go('console');
  });
  afterAll(() => OpenPage.end(page));

  const line = (): Promise<string> =>
    page.app.$eval('#console-input', (input) => (input as HTMLInputElement).value);
  const asked = (): Promise<string[]> =>
    page.app.$$eval('#console-output .asked', (all) =>
      all.map((each) => (each.textContent ?? '').replace('crash> ', '').trim()),
    );
  const answer = (): Promise<string> =>
    page.app.$$eval('#console-output .entry', (all) => all.at(-1)?.querySelector('.body')?.textContent ?? '');
  const idle = (): Promise<unknown> => page.app.waitForFunction(() => !document.querySelector('[data-busy]'));
  const offers = (): Promise<string[]> =>
    page.app.$$eval('#console-offers li', (all) => all.map((each) => each.textContent?.trim() ?? ''));
  const control = async (key: KeyInput): Promise<void> => {
    await page.page.keyboard.down('Control');
    await page.page.keyboard.press(key);
    await page.page.keyboard.up('Control');
  };
  const paste = (text: string): Promise<void> =>
    page.app.$eval(
      '#console-input',
      (input, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        // Firefox ESR knows the text by other names.
        const init = { clipboardData, data: pasted, dataType: 'text/plain', bubbles: true, cancelable: true };
        input.dispatchEvent(new ClipboardEvent('paste', init));
      },
      text,
    );

  it('runs lines of before by !!, r and their numbers, and lists them', async () => {
    await page.command('ps | wc -l');
    await page.app.focus('#console-input');
    await page.page.keyboard.type('!!\n');
    await page.app.waitForFunction(() => document.querySelectorAll('#console-output .asked').length === 2);
    await idle();
    expect(await asked()).toEqual(['ps | wc -l', 'ps | wc -l']);
    await page.command('mod | head -2');
    await page.command('h | grep mod');
    expect(await answer()).toContain('mod | head -2');
    expect(await answer()).not.toContain('ps | wc');
    const number = /\[(\d+)\] mod \| head -2/.exec(await answer())?.[1];
    await page.page.keyboard.type('r ps\n');
    await page.app.waitForFunction(() => document.querySelectorAll('#console-output .asked').length === 5);
    await idle();
    expect((await asked()).at(-1)).toBe('ps | wc -l');
    // Numbers stay, also after an earlier line was run again.
    await page.page.keyboard.type(`!${number}\n`);
    await page.app.waitForFunction(() => document.querySelectorAll('#console-output .asked').length === 6);
    await idle();
    expect((await asked()).at(-1)).toBe('mod | head -2');
    await page.command('r nonesuch');
    expect(await page.text('#console-output .error')).toContain('nonesuch');
  });

  it('finds earlier lines by a part of them', async () => {
    await page.app.focus('#console-input');
    await page.page.keyboard.type('head');
    await control('r');
    await page.app.waitForSelector('#console-offers li');
    expect((await offers())[0]).toBe('mod | head -2');
    await page.page.keyboard.type('zz');
    await page.app.waitForFunction(() => !document.querySelector('#console-offers'));
    // What was too much is taken back.
    await page.page.keyboard.press('Backspace');
    await page.page.keyboard.press('Backspace');
    await page.app.waitForSelector('#console-offers li');
    expect((await offers())[0]).toBe('mod | head -2');
    await control('u');
    expect(await line()).toBe('');
    await page.page.keyboard.type('wc');
    await control('r');
    await page.app.waitForSelector('#console-offers li');
    const before = (await asked()).length;
    await page.page.keyboard.press('Enter');
    await page.app.waitForFunction(
      (count) => document.querySelectorAll('#console-output .asked').length > count,
      {},
      before,
    );
    await idle();
    expect((await asked()).at(-1)).toContain('wc -l');
  });

  it('offers filters after a bar', async () => {
    await page.app.focus('#console-input');
    await page.page.keyboard.type('log | ');
    await page.page.keyboard.press('Tab');
    await page.app.waitForSelector('#console-offers li');
    expect((await offers()).some((each) => /^grep.*PATTERN/.test(each))).toBe(true);
    await page.page.keyboard.press('Escape');
    await control('u');
  });

  it('takes several lines as several commands, and a copied session as its commands', async () => {
    const before = (await asked()).length;
    await paste(
      'crash> sys | head -1\n      KERNEL: some answer\ncrash> mod | head -1\ncrash> log | tail -1',
    );
    await page.app.waitForFunction(
      (count) => document.querySelectorAll('#console-output .asked').length === count + 2,
      {},
      before,
    );
    await idle();
    expect((await asked()).slice(before)).toEqual(['sys | head -1', 'mod | head -1']);
    expect(await line()).toBe('log | tail -1');
    await control('u');
    // At the cursor, as one line is.
    await page.page.keyboard.type('ps | ');
    await paste('head -1\nmod');
    await page.app.waitForFunction(
      (count) => document.querySelectorAll('#console-output .asked').length === count + 3,
      {},
      before,
    );
    await idle();
    expect((await asked()).at(-1)).toBe('ps | head -1');
    expect(await line()).toBe('mod');
    await control('u');
  });

  it('scrolls its output, and is typed into from there', async () => {
    await page.command('ps');
    const top = (): Promise<number> => page.app.$eval('#console-output', (output) => output.scrollTop);
    const end = await top();
    await page.page.keyboard.press('PageUp');
    await page.app.waitForFunction(
      (was) => (document.querySelector('#console-output')?.scrollTop ?? 0) < was,
      {},
      end,
    );
    await page.app.focus('#console-output');
    await page.page.keyboard.type('bt');
    expect(await line()).toBe('bt');
    await control('u');
  });
});
