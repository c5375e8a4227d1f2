import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';

export type Engine = 'chromium' | 'firefox';
export const ENGINES: readonly Engine[] = ['chromium', 'firefox'];

const PLACES = {
  chromium: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  firefox: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

/** The program of an engine (OOPSCOPE_CHROMIUM, OOPSCOPE_FIREFOX, else where Debian puts it); undefined when there is none. */
export function programOf(engine: Engine): string | undefined {
  return process.env[`OOPSCOPE_${engine.toUpperCase()}`] || PLACES[engine].find((path) => existsSync(path));
}

/** A profile whose owner has switched off "preload pages" (chrome://settings/performance). */
function profileWithoutPreloading(): string {
  const folder = mkdtempSync(join(tmpdir(), 'silence-profile-'));
  mkdirSync(join(folder, 'Default'));
  writeFileSync(
    join(folder, 'Default', 'Preferences'),
    JSON.stringify({ net: { network_prediction_options: 2 } }),
  );
  return folder;
}

export interface Launch {
  /** Chromium with "preload pages" off. */
  readonly preloadingOff?: boolean;
  /** Everything that listens is on this machine. */
  readonly loopback?: boolean;
}

/** A browser as a user has it, apart from its own talk to its makers. */
export async function launch(
  engine: Engine,
  { preloadingOff = false, loopback = false }: Launch = {},
): Promise<Browser> {
  const executablePath = programOf(engine);
  if (!executablePath) throw new Error(`There is no ${engine} on this machine.`);
  const common = { executablePath, headless: true, protocolTimeout: 60_000 };
  if (engine === 'firefox')
    return puppeteer.launch({
      ...common,
      browser: 'firefox',
      extraPrefsFirefox: {
        // Puppeteer changes these two: with its values file:// is laxer, and guessed connections are fewer, than for users.
        'security.fileuri.strict_origin_policy': true,
        'network.http.speculative-parallel-limit': 20,
        'media.peerconnection.ice.loopback': loopback,
        'app.update.enabled': false,
        'network.captive-portal-service.enabled': false,
        'network.connectivity-service.enabled': false,
        'datareporting.policy.dataSubmissionEnabled': false,
        'browser.safebrowsing.update.enabled': false,
      },
    });
  const userDataDir = preloadingOff ? profileWithoutPreloading() : undefined;
  const browser = await puppeteer.launch({
    ...common,
    browser: 'chrome',
    userDataDir,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-default-apps',
      '--no-first-run',
      // The control page's routes go to this machine where there is no private network: not a thing to ask the user for.
      '--disable-features=LocalNetworkAccessChecks',
    ],
  });
  if (userDataDir)
    browser.once('disconnected', () => {
      // The browser may still be writing; what is left in the folder for temporary files is of no harm.
      rm(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch(
        () => undefined,
      );
    });
  return browser;
}
