import type { ByteSource } from '../src/core/source/source.ts';
import { existsSync, realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openGiven } from '../src/cli/given-files.ts';
import { openScanner, openSession } from '../src/core/session.ts';
import { launch } from '../test/browser/browsers.ts';
import { OpenPage } from '../test/browser/page.ts';
import { engine } from '../test/build/zoo.ts';
import type { Piece } from './piece.ts';
import { runWhole } from './process.ts';
import { crash } from './rivals.ts';

/**
 * search over a machine's whole memory, files in the page cache. Start-up is taken off: of each program a run that asks
 * for nothing. Every contender of a row runs once in a round, in turn; the first round warms up.
 *
 *   OOPSCOPE_BENCH_MEMORY        an ELF core of all of a machine's memory (4 GB), and OOPSCOPE_VMLINUX_MEMORY its vmlinux
 *   OOPSCOPE_BENCH_MEMORY_ZSTD   a kdump with zstd of all of it
 *   OOPSCOPE_BENCH_ROUNDS        3 when absent
 */
const ROUNDS = Number(process.env.OOPSCOPE_BENCH_ROUNDS ?? 3);
const VALUE = 'deadbeefcafebabe';
const top = fileURLToPath(new URL('..', import.meta.url));
const program = `"${process.execPath}" "${top}dist/oopscope.mjs"`;
/** Ours takes at most this part of the other's time. */
const MAX = { crash: 1 / 3, decoding: 1.2, reading: 1.3, after: 1.1 } as const;

export const piece: Piece = {
  id: 'search',
  about: 'search over all of memory',
  async run() {
    const { OOPSCOPE_BENCH_MEMORY: elf, OOPSCOPE_BENCH_MEMORY_ZSTD: zstd } = process.env;
    if (!elf || !existsSync(elf)) {
      console.log('No memory to search: set OOPSCOPE_BENCH_MEMORY.');
      return true;
    }
    console.log(
      '| what | ours, s | beside | theirs, s | ours / theirs | held to |\n|---|---|---|---|---|---|',
    );
    let well = true;
    for (const where of ['-k', '-p']) well = (await besideCrash(elf, where)) && well;
    if (zstd && existsSync(zstd)) well = (await besideDecoding(zstd)) && well;
    well = (await besideReading(elf)) && well;
    return afterwards(elf) && well;
  },
};

async function besideCrash(dump: string, where: string): Promise<boolean> {
  const vmlinux = process.env.OOPSCOPE_VMLINUX_MEMORY;
  const ours: number[] = [];
  const theirs: number[] = [];
  const asked = `search ${where} ${VALUE}`;
  for (let round = 0; round <= ROUNDS; round++) {
    const start = await runWhole(`${program} -c 'eval 1' "${dump}"`);
    const mine = await runWhole(`${program} -c '${asked}' "${dump}"`);
    if (mine.status !== 0) {
      console.log(`| ${asked} | not answered (exit ${mine.status}) | | | | |`);
      return false;
    }
    const rival = crash && vmlinux ? crash.line(dump, vmlinux) : undefined;
    const idle = rival === undefined ? undefined : await runWhole(rival, 'q\n');
    const other = rival === undefined ? undefined : await runWhole(rival, `${asked}\nq\n`);
    if (round === 0) continue;
    ours.push(mine.seconds - start.seconds);
    if (idle && other) theirs.push(other.seconds - idle.seconds);
  }
  return row(asked, ours, theirs.length > 0 ? 'crash' : '(crash is not here)', theirs, MAX.crash);
}

/** Every page is read and decoded; a core's share of them by one thread is what that many workers need at least. */
async function besideDecoding(dump: string): Promise<boolean> {
  const cores = Math.min(8, availableParallelism());
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = await runWhole(`${program} -c 'eval 1' "${dump}"`);
    const mine = await runWhole(`${program} -c 'search -p ${VALUE}' "${dump}"`);
    const scanner = openScanner([openGiven(dump, 'en') as ByteSource], engine);
    const began = performance.now();
    decodeShare(scanner, cores);
    if (round === 0) continue;
    ours.push(mine.seconds - start.seconds);
    theirs.push((performance.now() - began) / 1000);
  }
  return row(
    'search -p, kdump with zstd',
    ours,
    `reading and decoding 1/${cores} of its pages in one thread`,
    theirs,
    MAX.decoding,
  );
}

function decodeShare(scanner: ReturnType<typeof openScanner>, cores: number): void {
  const tasks = scanner.tasks(Float64Array.of(0, scanner.pages.endPfn));
  let number = 0;
  // A text longer than any that is compared: nothing is looked for in the pages.
  const nothing = { kind: 'texts', texts: [] } as const;
  for (let task = tasks.next(); task; task = tasks.next())
    if (number++ % cores === 0) scanner.look(nothing, task);
}

async function besideReading(dump: string): Promise<boolean> {
  const path = realpathSync(dump);
  const ours: number[] = [];
  const theirs: number[] = [];
  const open = await OpenPage.open('chromium').catch(() => undefined);
  if (!open) {
    console.log('| search -p in Chromium | (no Chromium here) | | | | |');
    return true;
  }
  const { browser } = await launch('chromium', {});
  try {
    await choose(open.app, 'input#file', path);
    await open.app.waitForSelector('[data-view="verdict"] h1');
    const plain = await browser.newPage();
    await plain.goto('about:blank');
    await plain.setContent('<input type="file">');
    await choose(plain.mainFrame(), 'input', path);
    for (let round = 0; round <= ROUNDS; round++) {
      const mine = await inConsole(open, `search -p ${VALUE}`);
      const other = await plain.evaluate(readAll);
      if (round === 0) continue;
      ours.push(mine);
      theirs.push(other);
    }
  } finally {
    await browser.close();
    await open.opened.browser.close();
  }
  return row('search -p in Chromium', ours, 'reading the file, 4 × 16 MiB under way', theirs, MAX.reading);
}

async function choose(frame: OpenPage['app'], selector: string, path: string): Promise<void> {
  const input = await frame.waitForSelector(selector);
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
}

/** Seconds that `line` takes in the page's console. */
async function inConsole({ app, page }: OpenPage, line: string): Promise<number> {
  if (!(await app.$('#console-input'))) await app.click('[data-go="console"]');
  await app.waitForSelector('#console-input');
  await app.focus('#console-input');
  await page.keyboard.type(line);
  const began = performance.now();
  await page.keyboard.press('Enter');
  await app.waitForSelector('[data-busy]');
  await app.waitForSelector('[data-view="console"]:not([data-busy])', { timeout: 600_000 });
  return (performance.now() - began) / 1000;
}

/** Runs in the browser: seconds for all bytes of the chosen file, four slices of 16 MiB under way (the fastest way there). */
async function readAll(): Promise<number> {
  const file = document.querySelector('input')!.files![0];
  const size = 16 * 1024 * 1024;
  const began = performance.now();
  let at = 0;
  const one = async (): Promise<void> => {
    while (at < file.size) {
      const from = at;
      at += size;
      await file.slice(from, from + size).arrayBuffer();
    }
  };
  await Promise.all([one(), one(), one(), one()]);
  return (performance.now() - began) / 1000;
}

/** What was fast before a search is as fast after it. */
function afterwards(dump: string): boolean {
  const session = openSession([openGiven(dump, 'en') as ByteSource], { engine });
  const time = (): number => {
    const began = performance.now();
    for (const line of ['ps', 'bt -a']) for (const _ of session.run(line));
    return (performance.now() - began) / 1000;
  };
  const before: number[] = [];
  const after: number[] = [];
  time();
  for (let round = 0; round <= ROUNDS; round++) {
    const first = time();
    for (const _ of session.run(`search -p ${VALUE}`));
    const second = time();
    if (round === 0) continue;
    before.push(first);
    after.push(second);
  }
  return row('ps; bt -a after a search', after, 'before it', before, MAX.after, 4);
}

function row(
  what: string,
  ours: readonly number[],
  beside: string,
  theirs: readonly number[],
  most: number,
  digits = 2,
): boolean {
  const ratio = theirs.length > 0 ? median(ours.map((seconds, i) => seconds / theirs[i])) : undefined;
  const cells = [
    what,
    spread(ours, digits),
    beside,
    theirs.length > 0 ? spread(theirs, digits) : '',
    ratio?.toFixed(2) ?? '',
    `≤ ${most.toFixed(2)}`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
  return ratio === undefined || ratio <= most;
}

function spread(seconds: readonly number[], digits: number): string {
  const [middle, least, most] = [median(seconds), Math.min(...seconds), Math.max(...seconds)];
  return `${middle.toFixed(digits)} (${least.toFixed(digits)}..${most.toFixed(digits)})`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
