import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Page } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, launch, type Opened } from './browsers.ts';

interface ShownTable {
  readonly rows: Uint32Array;
  sorting: readonly { readonly column: string; readonly down: boolean }[];
  filter: string;
  readonly busy: boolean;
}

/** The page's table with a million rows: any row can be reached, sorted and filtered; how smooth is printed, not judged. */
describe.each(engines())('a million rows in %s', (engine) => {
  let opened: Opened;
  let page: Page;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'oopscope-million-'));
    await build({
      configFile: false,
      logLevel: 'warn',
      plugins: [svelte({ compilerOptions: { runes: true, css: 'injected' } })],
      build: {
        outDir: folder,
        emptyOutDir: false,
        lib: {
          entry: fileURLToPath(new URL('million/main.ts', import.meta.url)),
          formats: ['iife'],
          name: 'million',
          fileName: () => 'main.js',
          cssFileName: 'main',
        },
      },
    });
    const html =
      '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="main.css"><div id="app"></div><script src="main.js"></script>';
    writeFileSync(join(folder, 'index.html'), html);
    opened = await launch(engine);
    page = await opened.browser.newPage();
    await page.goto(`file://${folder}/index.html`);
    await page.waitForSelector('[role="grid"] [role="gridcell"]', { timeout: 60_000 });
    await idle();
  });
  afterAll(async () => {
    await opened?.browser.close();
  });

  async function idle(): Promise<void> {
    await page.waitForFunction(
      () => {
        const { table } = globalThis as unknown as { table: ShownTable };
        return !table.busy && table.rows.length > 0;
      },
      { timeout: 60_000 },
    );
  }

  const firstCell = (): Promise<string> =>
    page.$eval('[aria-rowindex="2"] [role="gridcell"]', (cell) => cell.textContent ?? '');

  it('says how many there are and draws a windowful', async () => {
    expect(await page.$eval('[role="grid"]', (grid) => grid.getAttribute('aria-rowcount'))).toBe('1000001');
    expect((await page.$$('[role="row"]')).length).toBeLessThan(120);
  });

  it('reaches the last row, by scrolling and by key', async () => {
    await page.$eval('[role="grid"]', (grid) => (grid.scrollTop = grid.scrollHeight));
    await page.waitForSelector('[aria-rowindex="1000001"]');
    expect(await page.$eval('[aria-rowindex="1000001"]', (row) => row.textContent)).toContain('999999');
    await page.focus('[role="grid"]');
    await page.keyboard.press('Home');
    await page.waitForSelector('[aria-rowindex="2"]');
    await page.keyboard.press('End');
    await page.waitForSelector('[aria-rowindex="1000001"]');
    await page.keyboard.press('ArrowUp');
    await page.waitForSelector('[aria-rowindex="1000000"].at');
  });

  it('scrolls', async () => {
    const shown = await page.evaluate(async () => {
      const grid = document.querySelector('[role="grid"]');
      if (!grid) return { frames: 0, milliseconds: 1, worst: 0 };
      grid.scrollTop = 0;
      const start = performance.now();
      let last = start;
      let worst = 0;
      let frames = 0;
      while (performance.now() - start < 1500) {
        grid.scrollTop += 977;
        await new Promise((done) => requestAnimationFrame(done));
        worst = Math.max(worst, performance.now() - last);
        last = performance.now();
        frames++;
      }
      return { frames, milliseconds: performance.now() - start, worst };
    });
    console.log(
      `${engine}: ${((shown.frames * 1000) / shown.milliseconds).toFixed(0)} frames/s, longest ${shown.worst.toFixed(0)} ms`,
    );
    expect(shown.frames).toBeGreaterThan(2);
  });

  it('sorts and filters', async () => {
    await page.evaluate(() => {
      (globalThis as unknown as { table: ShownTable }).table.sorting = [{ column: 'name', down: true }];
    });
    await new Promise((done) => setTimeout(done, 100));
    await idle();
    await page.$eval('[role="grid"]', (grid) => (grid.scrollTop = 0));
    await page.waitForFunction(() =>
      document.querySelector('[aria-rowindex="2"]')?.textContent?.includes('object 999999'),
    );
    await page.evaluate(() => {
      const { table } = globalThis as unknown as { table: ShownTable };
      table.sorting = [];
      table.filter = 'number:77777';
    });
    await new Promise((done) => setTimeout(done, 100));
    await idle();
    await page.waitForFunction(
      () => document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount') === '20',
    );
    expect(await firstCell()).toBe('77777');
  });
});
