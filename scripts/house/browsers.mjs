import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runQuietly } from './run.mjs';

/** The browsers the page is tested in: environment variable with a path, names of the program, Debian package. */
const BROWSERS = {
  chromium: {
    variable: 'OOPSCOPE_CHROMIUM',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
    package: 'chromium',
  },
  firefox: { variable: 'OOPSCOPE_FIREFOX', programs: ['firefox-esr', 'firefox'], package: 'firefox-esr' },
};

/** The path of browser `name` ('chromium', 'firefox') on this machine; undefined when there is none. */
export function findBrowser(name) {
  const { variable, programs } = BROWSERS[name];
  const given = process.env[variable];
  if (given) return given;
  return programs.map(onPath).find((path) => path);
}

/** The path of `program` (a name, or a path itself) where there is one. */
function onPath(program) {
  if (program.includes('/')) return existsSync(program) ? program : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** Both browsers, those missing installed from Debian where that is possible. Answers paths, and why one is missing. */
export function provideBrowsers() {
  const names = Object.keys(BROWSERS);
  const missing = names.filter((name) => !findBrowser(name));
  const packages = missing.map((name) => BROWSERS[name].package);
  // `ip` makes the private network in which is counted what leaves the page.
  if (process.platform === 'linux' && !onPath('ip') && !onPath('/usr/sbin/ip')) packages.push('iproute2');
  let why = '';
  if (packages.length > 0) why = cannotInstall() ?? installPackages(packages);
  const paths = Object.fromEntries(names.map((name) => [name, findBrowser(name)]));
  return { paths, missing: names.filter((name) => !paths[name]), why };
}

function cannotInstall() {
  if (process.env.OOPSCOPE_NO_INSTALL) return 'OOPSCOPE_NO_INSTALL is set';
  if (process.getuid?.() !== 0) return 'installing it takes root';
  return existsSync('/usr/bin/apt-get') ? undefined : 'there is no apt-get here';
}

function installPackages(packages) {
  console.error(`Installing ${packages.join(' and ')} (apt-get; OOPSCOPE_NO_INSTALL=1 forbids it) …`);
  const apt = (...args) =>
    runQuietly('apt-get', ['-o', 'DPkg::Lock::Timeout=600', '-q', '-y', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  let done = apt('install', '--no-install-recommends', ...packages);
  if (done.status !== 0) {
    apt('update');
    done = apt('install', '--no-install-recommends', ...packages);
  }
  return done.status === 0 ? '' : `apt-get could not install it: ${done.output.trim().split('\n').at(-1)}`;
}
