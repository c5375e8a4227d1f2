import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** What somebody meets who has never seen the page: languages, an input method, impatience, the way on from a thing. */
describe.each(engines())('a newcomer in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
    await page.openDump(SAMPLE);
  });
  afterAll(() => OpenPage.end(page));

  const entries = (): Promise<string[]> =>
    page.app.$$eval('#console-output .asked', (all) => all.map((each) => each.textContent ?? ''));

  it('sees the bits of the error code, and which register the instruction went by', async () => {
    const bits = await page.app.$$eval('[data-view="verdict"] .bits li', (all) =>
      all.map((each) => [each.querySelector('b')?.textContent, each.classList.contains('set')]),
    );
    expect(bits).toEqual([
      ['0', false],
      ['1', true],
      ['0', false],
      ['0', false],
    ]);
    expect(await page.text('[data-view="verdict"] tr.used')).toMatch(/^\s*RAX\s*0000000000000000/);
  });

  it('changes the language anywhere: stack and inspector follow', async () => {
    await page.go('stacks');
    await page.waitText('[data-view="stacks"] .stopped', /reached|stopped/);
    await page.click('[data-language-switch]');
    await page.waitText('[data-view="stacks"] .stopped', /[가-힣].*[가-힣]+.*:.*[가-힣]/);
    await page.waitText('[data-inspector] .kind', /[가-힣]/);
    await page.click('[data-language-switch]');
    await page.waitText('[data-view="stacks"] .stopped', /^[^가-힣]*$/);
  });

  it('types Hangul: the Enter that ends a syllable sends nothing', async () => {
    const before = (await entries()).length;
    await page.app.focus('#console-input');
    await page.page.keyboard.type('sys');
    await page.app.$eval('#console-input', (input) => {
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
    });
    expect((await entries()).length).toBe(before);
    await page.page.keyboard.press('Enter');
    await page.app.waitForFunction(
      (had) => document.querySelectorAll('#console-output .asked').length === had + 1,
      {},
      before,
    );
    await page.app.waitForFunction(() => !document.querySelector('[data-busy]'));
  });

  it('asks for the next thing while a command runs: it waits its turn', async () => {
    const before = (await entries()).length;
    await page.app.focus('#console-input');
    for (const line of ['sym -l', 'sys', 'p jiffies']) {
      await page.page.keyboard.type(line);
      await page.page.keyboard.press('Enter');
    }
    await page.app.waitForFunction(
      (had) =>
        document.querySelectorAll('#console-output .asked').length === had + 3 &&
        !document.querySelector('[data-busy]'),
      {},
      before,
    );
    expect((await entries()).slice(before).map((line) => line.replace(/^crash>\s*/, ''))).toEqual([
      'sym -l',
      'sys',
      'p jiffies',
    ]);
  });

  it('completes in the middle of a line, and what stands after the cursor stays', async () => {
    await page.app.$eval('#console-input', (input) => {
      const field = input as HTMLInputElement;
      field.value = 'sym null_pointer_in | wc -l';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.focus();
      field.setSelectionRange('sym null_pointer_in'.length, 'sym null_pointer_in'.length);
    });
    await page.page.keyboard.press('Tab');
    await page.app.waitForFunction(() =>
      /^sym null_pointer_init +\| wc -l$/.test(
        (document.querySelector('#console-input') as HTMLInputElement).value,
      ),
    );
    await page.app.$eval('#console-input', (input) => {
      (input as HTMLInputElement).value = '';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  });

  it('sees what each CPU did, and goes from a card to its row', async () => {
    await page.go('cpus');
    await page.waitText('[data-view="cpus"] .cards', /null_pointer_init/);
    expect(await page.app.$$eval('[data-view="cpus"] .cards button', (all) => all.length)).toBe(2);
    await page.click('[data-view="cpus"] .cards li:nth-child(2) button');
    await page.waitText('[data-inspector] h3', /CPU 1/);
  });

  it('scrolls a table: rows that stay in sight are not drawn anew', async () => {
    await page.go('tasks');
    await page.waitText('[data-view="tasks"] [role="grid"]', /swapper/);
    const same = await page.app.evaluate(async () => {
      const grid = document.querySelector('[data-view="tasks"] [role="grid"]')!;
      const row = (index: number): Element | null => grid.querySelector(`.rows [aria-rowindex="${index}"]`);
      const before = row(8);
      grid.scrollTop = 3 * before!.getBoundingClientRect().height;
      for (let i = 0; i < 200 && row(2); i++) await new Promise((done) => setTimeout(done, 10));
      const order = [...grid.querySelectorAll('.rows [role="row"]')].map((each) => Number(each.ariaRowIndex));
      return [row(2), row(8) === before, order.every((index, i) => i === 0 || index === order[i - 1] + 1)];
    });
    expect(same).toEqual([null, true, true]);
  });

  it.each([
    ['module:null_pointer', 'symbols', /null_pointer_init/],
    ['pid:1', 'signals', /SIGTERM|TERM|CHLD|HUP/],
    ['slab:task_struct', 'objects', /allocated/],
  ])('goes on from %s to its %s without a command', async (ref, way, shows) => {
    await page.click('[data-palette]');
    await page.app.waitForSelector('#palette');
    await page.page.keyboard.type(ref);
    await page.app.waitForSelector(`#palette-offers [data-offer="${ref}"]`);
    await page.page.keyboard.press('Enter');
    await page.app.waitForSelector(`[data-inspector] [data-way="${way}"]`);
    const before = (await entries()).length;
    await page.click(`[data-inspector] [data-way="${way}"]`);
    await page.waitText(`[data-view="${way}"] [role="grid"]`, shows);
    expect((await entries()).length).toBe(before);
  });
});
