import { existsSync, realpathSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Frame } from 'puppeteer-core';
import { engines, launch, type Engine } from '../test/browser/browsers.ts';
import { pageFile } from '../test/browser/page.ts';
import type { Piece } from './piece.ts';

/**
 * The page, opened from file:// in each browser that is here. Times are taken inside the page, from the navigation or
 * from the change event of the file input on; medians of five, after one round to warm up.
 *
 *   OOPSCOPE_BENCH_DUMP    a kdump of some 20 MB (the zoo's 6.1-null_pointer when absent)
 *   OOPSCOPE_BENCH_LARGE   an ELF core of some 4 GB
 */
const ROUNDS = 5;
const top = fileURLToPath(new URL('..', import.meta.url));
const MEGABYTE = 1e6;
/** A user's browser has run for a while before he opens the page. */
const SETTLE_MS = 1500;

/** What a round of opening the page and a dump took, in milliseconds. */
interface Round {
  readonly painted: number;
  readonly ready: number;
  readonly verdict?: number;
}

/** Milliseconds in Chromium; Firefox may take twice as long to a verdict. */
const MAX = { painted: 300, ready: 700, verdict: 1500, large: 2000 } as const;

export const piece: Piece = {
  id: 'page',
  about: 'The page: opened from file://, a dump chosen',
  async run() {
    let well = sizes();
    console.log(
      '\n| browser | file | painted, ms | ready, ms | dump | chosen to verdict, ms |\n|---|---|---|---|---|---|',
    );
    for (const engine of engines())
      for (const [file, dump, most] of cases()) well = (await row(engine, file, dump, most)) && well;
    return well;
  },
};

function cases(): [file: string, dump: string | undefined, most: number | undefined][] {
  const dump = process.env.OOPSCOPE_BENCH_DUMP ?? `${top}../shared/zoo/6.1-null_pointer.vmcore`;
  const large = process.env.OOPSCOPE_BENCH_LARGE;
  return [
    ['oopscope.html', existsSync(dump) ? dump : undefined, MAX.verdict],
    ...(large ? [['oopscope.html', large, MAX.large] as [string, string, number]] : []),
    ['oopscope-demo.html', undefined, undefined],
  ];
}

function sizes(): boolean {
  const bytes = statSync(pageFile()).size;
  console.log(`dist/oopscope.html: ${(bytes / MEGABYTE).toFixed(2)} MB`);
  return bytes <= 3 * MEGABYTE;
}

async function row(
  engine: Engine,
  file: string,
  dump: string | undefined,
  most: number | undefined,
): Promise<boolean> {
  const rounds: Round[] = [];
  for (let i = 0; i <= ROUNDS; i++) {
    const round = await measure(engine, file, dump);
    if (i > 0) rounds.push(round);
  }
  const painted = median(rounds.map((round) => round.painted));
  const ready = median(rounds.map((round) => round.ready));
  const verdict = dump === undefined ? undefined : median(rounds.map((round) => round.verdict ?? Infinity));
  const size = dump === undefined ? '' : `${(statSync(dump).size / MEGABYTE).toFixed(0)} MB`;
  console.log(
    `| ${engine} | ${file} | ${painted.toFixed(0)} | ${ready.toFixed(0)} | ${size} | ${verdict?.toFixed(0) ?? ''} |`,
  );
  const slack = engine === 'firefox' ? 2 : 1;
  // The demo may take twice as long as the plain page.
  const start =
    file === 'oopscope.html' ? painted <= MAX.painted && ready <= MAX.ready : ready <= 2 * MAX.ready;
  return start && (verdict === undefined || most === undefined || verdict <= most * slack);
}

async function measure(engine: Engine, file: string, dump: string | undefined): Promise<Round> {
  const { browser } = await launch(engine, {});
  try {
    const page = await browser.newPage();
    // A browser that has just started draws its own first page beside ours.
    await new Promise((done) => setTimeout(done, SETTLE_MS));
    await page.evaluateOnNewDocument(watch);
    await page.goto(`file://${pageFile(file)}`);
    const app = await appOf(() => page.frames());
    const began = await page.evaluate(() => performance.timeOrigin);
    const marks = await app.evaluate(() => (window as unknown as Watched).oopscopeMarks);
    const paints = await Promise.all(
      page.frames().map((frame) => frame.evaluate(firstPaint).catch(() => undefined)),
    );
    const painted = Math.min(...paints.filter((time) => time !== undefined), marks.ready ?? Infinity) - began;
    const ready = (marks.ready ?? Infinity) - began;
    if (dump === undefined) return { painted, ready };
    const input = await app.waitForSelector('input#file');
    // Chromium refuses a path with .. in it.
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(realpathSync(dump));
    const after = await marksWithVerdict(app);
    return { painted, ready, verdict: (after.verdict ?? Infinity) - (after.chosen ?? 0) };
  } finally {
    await browser.close();
  }
}

/** The marks once the verdict is there. (The driver's own waiting runs in a world of its own and does not see them.) */
async function marksWithVerdict(app: Frame): Promise<Watched['oopscopeMarks']> {
  for (let i = 0; i < 2400; i++) {
    const marks = await app.evaluate(() => (window as unknown as Watched).oopscopeMarks);
    if (marks.verdict !== undefined) return marks;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('The verdict did not appear within two minutes.');
}

interface Watched {
  oopscopeMarks: { ready?: number; chosen?: number; verdict?: number };
}

/** Runs in each document before its scripts: notes when the app is ready, a file chosen, the verdict there. */
function watch(): void {
  const marks: Watched['oopscopeMarks'] = {};
  (window as unknown as Watched).oopscopeMarks = marks;
  const now = (): number => performance.timeOrigin + performance.now();
  const look = (): void => {
    if (document.documentElement?.dataset.app === 'ready') marks.ready ??= now();
    if (marks.chosen !== undefined && document.querySelector('[data-view="verdict"] h1'))
      marks.verdict ??= now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  document.addEventListener('change', () => (marks.chosen ??= now()), true);
}

/** When the document first showed something, as absolute time. */
function firstPaint(): number | undefined {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return paint && performance.timeOrigin + paint.startTime;
}

/** The frame of the document that shows the app, once it is ready. */
async function appOf(frames: () => Frame[]): Promise<Frame> {
  for (let i = 0; i < 600; i++) {
    for (const frame of frames()) {
      const ready = await frame
        .evaluate(() => document.documentElement.dataset.app === 'ready')
        .catch(() => false);
      if (ready) return frame;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('The page did not become ready within 30 seconds.');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
