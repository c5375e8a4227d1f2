/**
 * Makes pictures of every view into docs/screenshots: `npm run ts -- scripts/screenshots.ts [DUMP]`; with a FOLDER
 * after it pictures in every form into that: both engines, three sizes, light and dark, English and Korean.
 * The page must be built. Look at the pictures before you believe them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engines, type Engine } from '../test/browser/browsers.ts';
import { OpenPage, SAMPLE } from '../test/browser/page.ts';

const kept = fileURLToPath(new URL('../docs/screenshots', import.meta.url));
const [dump = SAMPLE, folder] = process.argv.slice(2);

const VIEWS = [
  'verdict',
  'log',
  'stacks',
  'tasks',
  'cpus',
  'modules',
  'usage',
  'memory',
  'types',
  'symbols',
  'disassembly',
  'console',
  'about',
];

interface Series {
  readonly engine: Engine;
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
  readonly language: 'en-US' | 'ko-KR';
  readonly views: readonly string[];
}

/** All views once; the verdict and a table in every other form. */
const SERIES: readonly Series[] = [
  { engine: 'chromium', width: 1440, height: 900, theme: 'light', language: 'en-US', views: VIEWS },
  { engine: 'firefox', width: 1440, height: 900, theme: 'dark', language: 'ko-KR', views: ['verdict'] },
  { engine: 'firefox', width: 1440, height: 900, theme: 'dark', language: 'en-US', views: VIEWS },
  { engine: 'firefox', width: 1024, height: 768, theme: 'light', language: 'ko-KR', views: VIEWS },
  { engine: 'chromium', width: 1024, height: 768, theme: 'dark', language: 'ko-KR', views: VIEWS },
  { engine: 'chromium', width: 3840, height: 2160, theme: 'dark', language: 'en-US', views: VIEWS },
  { engine: 'firefox', width: 3840, height: 2160, theme: 'light', language: 'en-US', views: VIEWS },
];

/** The series that stand in the repository. */
const KEPT = 2;

const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 600));

async function prepare(page: OpenPage, view: string): Promise<void> {
  await page.go(view);
  if (view === 'types') await page.app.waitForSelector('[data-view="types"] [data-ref="type:module"]');
  if (view === 'log') await page.click('[data-oops]');
  if (view === 'types')
    await page.app.evaluate(() =>
      document.querySelector<HTMLElement>('[data-view="types"] button[data-ref="type:module"]')?.click(),
    );
  if (view === 'stacks') await page.click('[data-words]');
  if (view === 'console') {
    await page.command('sys');
    await page.command('bt');
  }
  await page.app.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), { timeout: 30_000 });
  await settle();
}

async function shoot({ engine, width, height, theme, language, views }: Series): Promise<void> {
  const page = await OpenPage.open(engine, { width, height, language });
  const form = [theme, width, engine, language === 'ko-KR' ? 'ko' : 'en'].join('-');
  // Those of the repository are called by their view, and by what is not light and English.
  const short = theme === 'light' ? '' : `-${theme}-${language === 'ko-KR' ? 'ko' : 'en'}`;
  const name = (view: string): `${string}.png` =>
    `${folder ? join(folder, `${view}-${form}`) : join(kept, view + short)}.png`;
  for (let i = 0; i < 3; i++) {
    if ((await page.app.evaluate(() => document.documentElement.dataset.theme)) === theme) break;
    await page.click('[data-theme-switch]');
  }
  if (views.length > 3) {
    await settle();
    await page.page.screenshot({ path: name('empty') });
  }
  await page.openDump(dump);
  for (const view of views) {
    await prepare(page, view);
    await page.page.screenshot({ path: name(view) });
    console.log(name(view));
  }
  await page.close();
}

mkdirSync(folder ?? kept, { recursive: true });
const found = engines();
for (const series of folder ? SERIES : SERIES.slice(0, KEPT))
  if (found.includes(series.engine)) await shoot(series);
