import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { strict } from '../build/zoo.ts';

/** Chromium is driven over CDP, Firefox over WebDriver BiDi; both as they are installed. */
export type Engine = 'chromium' | 'firefox';

const PATHS: Record<Engine, readonly (string | undefined)[]> = {
  chromium: [
    process.env.OOPSCOPE_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ],
  firefox: [process.env.OOPSCOPE_FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

function pathOf(engine: Engine): string | undefined {
  return PATHS[engine].find((path) => path && existsSync(path));
}

/** The engines on this machine; with CI set a missing one fails instead of being left out. */
export function engines(): Engine[] {
  const all: Engine[] = ['chromium', 'firefox'];
  if (strict) return all;
  const found = all.filter((engine) => pathOf(engine));
  for (const engine of all.filter((each) => !found.includes(each)))
    console.log(`${engine} is not on this machine: its tests of the page are skipped.`);
  return found;
}

export interface Launch {
  readonly args?: readonly string[];
  readonly prefs?: Readonly<Record<string, unknown>>;
  readonly language?: string;
  readonly profile?: string;
}

export interface Opened {
  readonly browser: Browser;
  /** Where saved files go. */
  readonly downloads: string;
}

const QUIET_CHROMIUM = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--no-first-run',
];
const QUIET_FIREFOX = {
  // The driver switches this off; without it file:// is laxer than for users.
  'security.fileuri.strict_origin_policy': true,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'browser.safebrowsing.update.enabled': false,
};

export async function launch(
  engine: Engine,
  { args = [], prefs = {}, language = 'en-US', profile }: Launch = {},
): Promise<Opened> {
  const executablePath = pathOf(engine);
  if (!executablePath)
    throw new Error(`${engine} is not on this machine; install it (Debian: chromium, firefox-esr).`);
  const downloads = mkdtempSync(join(tmpdir(), 'oopscope-saved-'));
  const common = { executablePath, headless: true, protocolTimeout: 300_000, timeout: 90_000 };
  if (engine === 'chromium') {
    const browser = await puppeteer.launch({
      ...common,
      browser: 'chrome',
      userDataDir: profile,
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...QUIET_CHROMIUM,
        `--lang=${language}`,
        `--accept-lang=${language}`,
        ...args,
      ],
    });
    const target = await browser.target().createCDPSession();
    await target.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
    return { browser, downloads };
  }
  const browser = await puppeteer.launch({
    ...common,
    browser: 'firefox',
    args: [...args],
    extraPrefsFirefox: {
      ...QUIET_FIREFOX,
      'intl.accept_languages': language,
      'browser.download.dir': downloads,
      'browser.download.folderList': 2,
      'browser.download.useDownloadDir': true,
      ...prefs,
    },
  });
  return { browser, downloads };
}
