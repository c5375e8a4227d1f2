import { existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame, Page } from 'puppeteer-core';
import { launch, type Engine, type Launch, type Opened } from './browsers.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));

/** The built page; `npm run build` makes it. */
export function pageFile(name = 'oopscope.html'): string {
  const path = `${top}dist/${name}`;
  if (!existsSync(path)) throw new Error(`dist/${name} is missing: run npm run build first.`);
  return path;
}

export const SAMPLE = `${top}test/sample/null_pointer.vmcore`;

/** How long a state is waited for: far longer than it takes, as the machine may be busy with other things. */
const PATIENCE = 120_000;

/** Sizes the window's content. Firefox 140 (ESR) does it, but does not know the command for the orientation sent along. */
async function resize(page: Page, width: number, height: number): Promise<void> {
  await page.setViewport({ width, height }).catch((error: unknown) => {
    if (!String(error).includes('unknown command')) throw error;
  });
}

/** The built page in a browser, from file://, driven by the hooks of the design and by what its users see. */
export class OpenPage {
  readonly errors: string[] = [];

  private constructor(
    readonly engine: Engine,
    readonly opened: Opened,
    readonly page: Page,
    /** The document that shows the app. */
    public app: Frame,
  ) {}

  static async open(
    engine: Engine,
    options: Launch & { file?: string; width?: number; height?: number } = {},
  ): Promise<OpenPage> {
    const opened = await launch(engine, options);
    const page = await opened.browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error instanceof Error ? error.message : String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.setDefaultTimeout(PATIENCE);
    await resize(page, options.width ?? 1440, options.height ?? 900);
    await page.goto(`file://${pageFile(options.file)}`);
    const open = new OpenPage(engine, opened, page, await readyFrame(page));
    open.errors.push(...errors);
    page.on('pageerror', (error) => open.errors.push(error instanceof Error ? error.message : String(error)));
    return open;
  }

  /** The page in a tab that something was already done with; `early` is chosen as soon as there is an input. */
  static async attach(engine: Engine, opened: Opened, page: Page, early?: string): Promise<OpenPage> {
    if (early !== undefined) {
      const frame = await innerFrame(page);
      const open = new OpenPage(engine, opened, page, frame);
      await open.choose(early);
    }
    return new OpenPage(engine, opened, page, await readyFrame(page));
  }

  /**
   * Reloads and waits for the new document. The old one is marked, for an engine may hand out the frame of
   * before under the same name, or answer that it reloaded while the old document still stands.
   */
  async reload(how: () => Promise<unknown> = () => this.page.reload()): Promise<void> {
    await this.app.evaluate((mark) => document.documentElement.setAttribute(mark, ''), OUTDATED);
    await how();
    this.app = await readyFrame(this.page);
  }

  async close(): Promise<void> {
    await this.opened.browser.close();
  }

  /** Closes `page`, which is none where it could not be opened, and then fails when it met an error that nobody expected. */
  static async end(page: OpenPage | undefined): Promise<void> {
    await page?.close();
    if (page?.errors.length) throw new Error(`The page met errors:\n${page.errors.join('\n')}`);
  }

  /** Chooses `file` and gives opening it up as soon as there is a button for it; the page is then `left` in that state. */
  async chooseAndCancel(file: string, left: 'empty' | 'open'): Promise<void> {
    await this.app.evaluate(() => {
      delete document.body.dataset.cancelled;
      const seen = new MutationObserver(() => {
        const cancel = document.querySelector<HTMLElement>('#progress button');
        if (!cancel) return;
        seen.disconnect();
        cancel.click();
        document.body.dataset.cancelled = '';
      });
      seen.observe(document.body, { childList: true, subtree: true });
    });
    await this.choose(file);
    await this.app.waitForFunction(
      // Before the file has arrived the page is as it will be after the cancel.
      (state) =>
        document.body.dataset.cancelled === '' &&
        document.querySelector('[data-state]')?.getAttribute('data-state') === state,
      {},
      left,
    );
  }

  /** Chooses files through the page's own input. */
  async choose(...paths: string[]): Promise<void> {
    const input = await this.app.waitForSelector('input#file');
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(
      // Chromium reads no path with .. in it.
      ...paths.map((path) => resolve(path)),
    );
  }

  /** Chooses a dump and waits for its verdict. */
  async openDump(path: string): Promise<void> {
    await this.choose(path);
    await this.app.waitForSelector('[data-state="open"]', { timeout: PATIENCE });
    await this.app.waitForSelector('[data-view="verdict"] h1', { timeout: PATIENCE });
  }

  async go(view: string): Promise<void> {
    await this.click(`[data-go="${view}"]`);
    await this.app.waitForSelector(`[data-view="${view}"]`, { visible: true });
  }

  /** Clicks without scrolling games: the element's own click, which works in both engines inside frames. */
  async click(selector: string): Promise<void> {
    await this.app.waitForSelector(selector);
    await this.app.$eval(selector, (element) => (element as HTMLElement).click());
  }

  async text(selector: string): Promise<string> {
    return this.app.$eval(selector, (element) => element.textContent ?? '');
  }

  /** Waits until `selector`'s text matches. */
  async waitText(selector: string, pattern: RegExp, timeout = PATIENCE): Promise<string> {
    await this.app.waitForFunction(
      (css, source) => {
        const text = document.querySelector(css)?.textContent ?? '';
        return new RegExp(source).test(text);
      },
      { timeout, polling: 50 },
      selector,
      pattern.source,
    );
    return this.text(selector);
  }

  /** Runs a console line and answers what the console then holds. */
  async command(line: string): Promise<string> {
    await this.app.waitForSelector('#console-input');
    await this.app.focus('#console-input');
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
    await this.app.waitForFunction(
      (asked) => {
        const entries = [...document.querySelectorAll('#console-output .asked')];
        return (entries.at(-1)?.textContent ?? '').includes(asked) && !document.querySelector('[data-busy]');
      },
      { timeout: PATIENCE, polling: 30 },
      line,
    );
    return this.text('#console-output');
  }

  /** Names of the files that were saved, once one has the end `end`. */
  async saved(end: string): Promise<string> {
    for (const until = Date.now() + PATIENCE; Date.now() < until;) {
      const names = readdirSync(this.opened.downloads);
      const found = names.find((name) => name.endsWith(end));
      const path = `${this.opened.downloads}/${found}`;
      // Firefox makes an empty file first.
      if (found && !names.some((name) => name.endsWith('.part')) && statSync(path).size > 0) return path;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`No file ending in ${end} was saved.`);
  }
}

/** Stands on a document that is about to be reloaded. */
const OUTDATED = 'data-outdated';

/** The frame whose document says that the app listens. */
async function readyFrame(page: Page): Promise<Frame> {
  for (const until = Date.now() + PATIENCE; Date.now() < until;) {
    for (const frame of page.frames()) {
      const ready = await frame
        .evaluate(
          (mark) =>
            document.documentElement.dataset.app === 'ready' && !document.documentElement.hasAttribute(mark),
          OUTDATED,
        )
        .catch(() => false);
      if (ready) return frame;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`The page did not get ready within ${PATIENCE / 1000} s.`);
}

/** The inner document, ready or not. */
export async function innerFrame(page: Page): Promise<Frame> {
  for (;;) {
    const inner = page.frames().find((frame) => frame !== page.mainFrame());
    if (inner) return inner;
    await new Promise((done) => setTimeout(done, 10));
  }
}
