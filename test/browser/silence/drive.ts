/** Runs every route in one browser on one page and hands back how each ended; the network has what arrived. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { launch, type Engine } from './browsers.ts';
import type { Network } from './network.ts';
import { arrivesUnprotected } from './expected.ts';
import { routesIn } from './routes/index.ts';
import type { Target } from './routes/route.ts';
import type { Outcomes } from './routes/runner.ts';
import { hook } from './script.ts';

/** Where routes run: `open` an unprotected page, `page` the built file with the dump open, `quiet` that, preloading off. */
export type Variant = 'open' | 'page' | 'quiet';

export interface Subject {
  readonly engine: Engine;
  readonly variant: Variant;
  /** The built page and the dump that is opened in it. */
  readonly page: string;
  readonly dump: string;
  readonly script: string;
}

const BETWEEN = 15;
const wait = (milliseconds: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, milliseconds);
  });

/** No policy, no sandbox, a worker started like the page's: what a browser lets through by itself. */
const UNPROTECTED = `<!doctype html><meta charset="utf-8"><title>unprotected</title><body><p>unprotected
<script>new Worker(URL.createObjectURL(new Blob(['0'], { type: 'text/javascript' })))</script>`;

async function openUnprotected(browser: Browser, script: string): Promise<{ page: Page; frame: Frame }> {
  const file = join(mkdtempSync(join(tmpdir(), 'silence-')), 'unprotected.html');
  writeFileSync(file, UNPROTECTED);
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(hook(script));
  await page.goto(pathToFileURL(file).href);
  return { page, frame: page.mainFrame() };
}

async function openBuilt(browser: Browser, subject: Subject): Promise<{ page: Page; frame: Frame }> {
  const page = await browser.newPage();
  page.on('dialog', (dialog) => void dialog.accept().catch(() => 0)); // "leave this page?"
  await page.evaluateOnNewDocument(hook(subject.script));
  await page.goto(pathToFileURL(subject.page).href);
  const frame = await page.waitForFrame((each) => each !== page.mainFrame());
  await frame.waitForSelector('html[data-app="ready"]', { timeout: 30_000 });
  const input = await frame.$('input#file');
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(subject.dump);
  await frame.waitForSelector('[data-state="open"]', { timeout: 30_000 });
  return { page, frame };
}

export class Drive {
  private readonly outcomes: Outcomes = {};
  private browser!: Browser;
  private page!: Page;
  private frame!: Frame;

  constructor(
    private readonly subject: Subject,
    private readonly network: Network,
  ) {}

  /** All routes, or those named. */
  async run(only?: readonly string[]): Promise<{ outcomes: Outcomes; version: string }> {
    const chosen = (runs: 'page' | 'worker' | 'click'): string[] =>
      routesIn(runs).filter((name) => !only || only.includes(name));
    const [inWorker, inPage, clicks] = [chosen('worker'), chosen('page'), chosen('click')];
    const { engine, variant } = this.subject;
    const reserved = await this.network.reserve(`${variant}-${engine}`, [...inWorker, ...inPage, ...clicks]);
    const pick = (names: readonly string[]): Record<string, Target> =>
      Object.fromEntries(names.map((name) => [name, reserved.targets[name]]));
    this.browser = await this.launch();
    const version = await this.browser.version();
    try {
      if (inWorker.length + inPage.length > 0) {
        await this.openAnew();
        await this.batch('runInWorker', pick(inWorker), 1500);
        await this.batch('run', pick(inPage), 4000);
      }
      if (clicks.length > 0) await this.openAnew();
      for (const name of clicks) await this.click(name, reserved.targets[name]);
      await wait(2000);
    } finally {
      await this.browser.close();
      reserved.close();
    }
    return { outcomes: this.outcomes, version };
  }

  private launch(): Promise<Browser> {
    const { engine, variant } = this.subject;
    return launch(engine, { preloadingOff: variant === 'quiet', loopback: this.network.kind === 'loopback' });
  }

  /**
   * Many routes in one go, none of which should replace the document. Started and looked at later, so that a document
   * that went away after all costs its words, not the run.
   */
  private async batch(
    how: 'run' | 'runInWorker',
    targets: Record<string, Target>,
    settle: number,
  ): Promise<void> {
    const names = Object.keys(targets);
    if (names.length === 0) return;
    await this.frame.evaluate(`void silence.${how}(${JSON.stringify(targets)}, ${BETWEEN}, 0)`);
    await wait(names.length * BETWEEN * 2 + settle);
    const seen = async (): Promise<Outcomes> =>
      (await within(5000, this.frame.evaluate('silence.outcomes')).catch(() => ({}))) as Outcomes;
    let outcomes = await seen();
    for (let more = 0; more < 20 && names.some((name) => !(name in outcomes)); more++) {
      await wait(500);
      outcomes = await seen();
    }
    for (const name of names) this.outcomes[name] = outcomes[name] ?? 'not tried: the document was left';
    if (this.subject.variant === 'open') await until(8000, () => !names.some((name) => this.isMissing(name)));
  }

  /** Whether nothing has arrived yet of a route that arrives when unprotected. */
  private isMissing(name: string): boolean {
    const { engine, variant } = this.subject;
    return (
      arrivesUnprotected(name, engine, this.network.kind) &&
      this.network.arrivals.furthest(`${variant}-${engine}`, name) === undefined
    );
  }

  /** One route with a user's activation (evaluations carry it), in a fresh page when the last one took the document. */
  private async click(name: string, target: Target): Promise<void> {
    const unprotected = this.subject.variant === 'open';
    if (unprotected || !(await this.alive())) await this.openAnew();
    const call = `silence.run(${JSON.stringify({ [name]: target })}, 0, 350)`;
    const ended = this.frame.evaluate(call).then(
      (made) => (made as Outcomes)[name],
      () => 'the document was left',
    );
    // Firefox leaves evaluations of a document that is gone without an answer.
    const left = wait(unprotected ? 1500 : 3000).then(() => 'the document was left');
    this.outcomes[name] = await Promise.race([ended, left]);
    if (unprotected) await until(4000, () => !this.isMissing(name));
    else await this.closeAllBut(this.page);
  }

  private async alive(): Promise<boolean> {
    const here = this.frame.evaluate(
      `typeof silence === 'object' && document.querySelector('#app') !== null`,
    );
    return within(1500, here)
      .then((yes) => yes === true)
      .catch(() => false);
  }

  /** A page as it is before anything was tried; in a new browser where the old one is in no state to open it. */
  private async openAnew(): Promise<void> {
    const { variant, script } = this.subject;
    const open = (): Promise<{ page: Page; frame: Frame }> =>
      variant === 'open' ? openUnprotected(this.browser, script) : openBuilt(this.browser, this.subject);
    const opened = await open().catch(async (error: unknown) => {
      console.error(`${this.subject.engine} ${variant}: a new browser is needed (${String(error)})`);
      await Promise.race([this.browser.close().catch(() => 0), wait(5000)]);
      this.browser = await this.launch();
      return open();
    });
    this.page = opened.page;
    this.frame = opened.frame;
    await this.frame.evaluate(script);
    await this.closeAllBut(opened.page);
  }

  /** Closes what earlier routes left or opened; not waited for long, as a page in the middle of leaving may not answer. */
  private async closeAllBut(kept: Page): Promise<void> {
    const others = (await this.browser.pages()).filter((page) => page !== kept);
    await Promise.race([Promise.allSettled(others.map((page) => page.close())), wait(800)]);
  }
}

async function until(milliseconds: number, holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < milliseconds && !holds(); waited += 50) await wait(50);
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    wait(milliseconds).then(() => {
      throw new Error(`no answer within ${milliseconds} ms`);
    }),
  ]);
}
