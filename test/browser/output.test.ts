import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

interface Watched {
  longest: number;
  ended: boolean;
  first: number | undefined;
  copied: string | undefined;
}

/** A long answer in the console: every line can be reached, found and copied, while only some are in the document. */
describe.each(engines())('a long answer in %s', (engine) => {
  let page: OpenPage;
  let lines = 0;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
    await page.openDump(SAMPLE);
    await page.go('console');
    await page.app.evaluate(() => {
      const watched: Watched = { longest: 0, ended: false, first: undefined, copied: undefined };
      Object.assign(globalThis, { watched });
      document.addEventListener('copy', (event) => {
        watched.copied = event.clipboardData?.getData('text/plain');
      });
    });
  });
  afterAll(() => OpenPage.end(page));

  const lastLine = (): Promise<string> =>
    page.app.$$eval('#console-output .lines > div', (all) => all.at(-1)?.textContent ?? '');
  const scroll = (share: number): Promise<void> =>
    page.app.$eval('#console-output', (box, to) => void (box.scrollTop = box.scrollHeight * to), share);

  it('begins at once and never holds up the page for long (printed, not judged)', async () => {
    await page.app.evaluate(() => {
      const { watched } = globalThis as unknown as { watched: Watched };
      let last = performance.now();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        watched.longest = Math.max(watched.longest, performance.now() - last);
        last = performance.now();
        if (!watched.ended) channel.port2.postMessage(0);
      };
      channel.port2.postMessage(0);
      document.addEventListener('keydown', ({ key }) => {
        if (key !== 'Enter') return;
        const start = performance.now();
        const seen = new MutationObserver(() => {
          if (!document.querySelector('#console-output .lines > div')) return;
          watched.first ??= performance.now() - start;
          seen.disconnect();
        });
        seen.observe(document.body, { childList: true, subtree: true });
      });
    });
    await page.app.focus('#console-input');
    await page.page.keyboard.type('sym -l');
    await page.page.keyboard.press('Enter');
    await page.app.waitForFunction(
      () =>
        document.querySelector('#console-output .lines') &&
        !document.querySelector('[data-view="console"]')?.hasAttribute('data-busy'),
    );
    const { longest, first } = await page.app.evaluate(() => {
      const { watched } = globalThis as unknown as { watched: Watched };
      watched.ended = true;
      return watched;
    });
    console.log(
      `${engine}: sym -l, first lines after ${first?.toFixed(0)} ms, longest block ${longest.toFixed(0)} ms`,
    );
    expect(first).toBeGreaterThan(0);
  });

  it('is all there, few of it in the document', async () => {
    await page.command('sym -l | wc -l');
    lines = Number(await lastLine());
    expect(lines).toBeGreaterThan(50_000);
    const drawn = await page.app.$$eval('#console-output .lines > div', (all) => all.length);
    expect(drawn).toBeLessThan(4000);
    await scroll(0);
    await page.waitText('#console-output .lines > div', /\(/);
    await scroll(0.5);
    await page.app.waitForFunction(() => {
      const output = document.querySelector('#console-output');
      const box = output?.getBoundingClientRect();
      return [...document.querySelectorAll('#console-output .lines > div')].some((line) => {
        const { top, bottom } = line.getBoundingClientRect();
        return box && top >= box.top && bottom <= box.bottom;
      });
    });
  });

  it('is searched whole', async () => {
    await page.app.focus('#console-output');
    await page.page.keyboard.down('Control');
    await page.page.keyboard.press('f');
    await page.page.keyboard.up('Control');
    await page.app.waitForSelector('#console-find');
    await page.page.keyboard.type('null_pointer_INIT');
    await page.app.waitForFunction(() =>
      /of|번째/.test(document.querySelector('[data-hits]')?.textContent ?? ''),
    );
    await page.waitText('#console-output .found', /null_pointer_init/);
    expect(await page.text('#console-output .found :is(mark, .hit)')).toBe('null_pointer_init');
    await page.app.waitForFunction(() => {
      const found = document.querySelector('#console-output .found')?.getBoundingClientRect();
      const box = document.querySelector('#console-output')?.getBoundingClientRect();
      return found && box && found.top >= box.top && found.bottom <= box.bottom;
    });
    await page.page.keyboard.press('Escape');
    expect(await page.app.$('#console-find')).toBeNull();
    expect(await page.app.evaluate(() => document.activeElement?.id)).toBe('console-input');
  });

  it('is copied whole by its button', async () => {
    await page.app.evaluate(() => {
      const { watched } = globalThis as unknown as { watched: Watched };
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: (text: string) => Promise.resolve(void (watched.copied = text)) },
      });
    });
    await page.click('#console-output .entry [data-copy]');
    const copied = await page.app.evaluate(() => {
      const { watched } = globalThis as unknown as { watched: Watched };
      return watched.copied?.split('\n').length;
    });
    expect(copied).toBe(lines);
    await page.app.waitForSelector('#console-output .entry [data-copy][aria-label^="Copied"]');
  });

  it('is marked across what is not in the document, and copied with it', async () => {
    await scroll(0);
    // In one step, for lines come and go; of the first entry, for those after it have a block 0 as well.
    await page.app.waitForFunction(() => {
      const entry = document.querySelector('#console-output .entry');
      const third = entry?.querySelectorAll('[data-block="0"] .lines > div')[2];
      if (!entry || !third) return false;
      const range = document.createRange();
      range.setStart(third, 0);
      range.setEndAfter(entry);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
      return true;
    });
    await page.app.focus('#console-output');
    await page.page.keyboard.down('Control');
    await page.page.keyboard.press('c');
    await page.page.keyboard.up('Control');
    await page.app.waitForFunction(
      (all) => {
        const { watched } = globalThis as unknown as { watched: Watched };
        return watched.copied?.split('\n').length === all - 2;
      },
      { timeout: 20_000 },
      lines,
    );
  });
});
