import { engines, type Engine } from '../test/browser/browsers.ts';
import { OpenPage, SAMPLE } from '../test/browser/page.ts';
import type { Piece } from './piece.ts';

/**
 * The page's longest table, the symbols of the sample (some 98,700 rows), scrolled by hand's steps and by leaps: how long the
 * page itself works for a frame (rows drawn and laid out), and how far apart the frames were, which other work on the
 * machine makes longer.
 */
const SECONDS = 4;
/** Milliseconds of work for one frame that are too many. */
const MAX = 50;

interface Scrolled {
  readonly rows: number;
  readonly work: number[];
  readonly gaps: number[];
}

export const piece: Piece = {
  id: 'scroll',
  about: 'Scrolling the table of all symbols, in the built page',
  async run() {
    console.log(
      '| browser | rows | step | frames/s | work a frame: median, 99 %, longest ms | frames apart: 99 %, longest ms |',
    );
    console.log('|---|---|---|---|---|---|');
    let well = true;
    for (const engine of engines()) well = (await scroll(engine)) && well;
    return well;
  },
};

async function scroll(engine: Engine): Promise<boolean> {
  const page = await OpenPage.open(engine);
  try {
    await page.openDump(SAMPLE);
    await page.go('symbols');
    await page.app.waitForFunction(
      () =>
        document.querySelector('[data-view="symbols"] [role="grid"]')?.getAttribute('aria-busy') === 'false',
    );
    let longest = 0;
    for (const [name, step] of [
      ['60 px', 60],
      ['9,001 px', 9001],
    ] as const) {
      const { rows, work, gaps } = await page.app.evaluate(measure, step, SECONDS * 1000);
      const part = (of: number[], share: number): number =>
        of[Math.min(of.length - 1, Math.floor(of.length * share))];
      for (const each of [work, gaps]) each.sort((a, b) => a - b);
      longest = Math.max(longest, part(work, 1));
      console.log(
        `| ${engine} | ${rows} | ${name} | ${(work.length / SECONDS).toFixed(0)} | ${[0.5, 0.99, 1].map((share) => part(work, share).toFixed(1)).join(', ')} | ${[0.99, 1].map((share) => part(gaps, share).toFixed(0)).join(', ')} |`,
      );
    }
    return longest <= MAX;
  } finally {
    await page.close();
  }
}

/** Runs in the page: moves by `step` each frame and notes what that took. */
async function measure(step: number, milliseconds: number): Promise<Scrolled> {
  const grid = document.querySelector<HTMLElement>('[data-view="symbols"] [role="grid"]');
  if (!grid) throw new Error('There is no table of symbols.');
  const work: number[] = [];
  const gaps: number[] = [];
  grid.scrollTop = 0;
  const begun = performance.now();
  let last = begun;
  while (performance.now() - begun < milliseconds) {
    await new Promise((done) => requestAnimationFrame(done));
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    grid.scrollTop =
      grid.scrollTop + step > grid.scrollHeight - grid.clientHeight ? 0 : grid.scrollTop + step;
    // What the scrolled table does comes with its event; then rows are laid out.
    grid.dispatchEvent(new Event('scroll'));
    await Promise.resolve();
    void grid.getBoundingClientRect().height;
    void grid.querySelector('.rows')?.getBoundingClientRect().height;
    work.push(performance.now() - now);
  }
  return { rows: Number(grid.getAttribute('aria-rowcount')) - 1, work, gaps: gaps.slice(1) };
}
