import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './run.mjs';
import { top } from './paths.mjs';

const OLDEST = [20, 19];

/** Ends with a sentence where Node is older than what the packages need. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(`oopscope needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(2);
}

/** True when node_modules holds what package-lock.json names (packages for other systems aside). */
export function installed() {
  const kept = join(top, 'node_modules', '.package-lock.json');
  if (!existsSync(kept)) return false;
  const wanted = JSON.parse(readFileSync(join(top, 'package-lock.json'), 'utf8')).packages;
  const have = JSON.parse(readFileSync(kept, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || entry.version === have[path]?.version,
  );
}

/** Runs `npm ci` where the packages are missing or older than the lock file. Says so on standard error. */
export function install() {
  checkNode();
  if (installed()) return;
  console.error('Installing packages (npm ci) …');
  const windows = process.platform === 'win32';
  const done = runQuietly(
    windows ? 'npm.cmd' : 'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      shell: windows,
    },
  );
  if (done.status === 0) return;
  console.error(done.output.trim());
  console.error('npm ci failed (above); check that a package registry can be reached, then start again.');
  process.exit(2);
}
