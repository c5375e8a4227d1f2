#!/usr/bin/env node
/**
 * `npm test`: from a bare clone to a verdict on the code. Installs packages, builds, checks (types, lint, format,
 * layers), runs the tests, then those of the page in both browsers. The last line is the summary.
 * `--checks`: the checks only. With CI=true nothing may be skipped for want of a browser.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { provideBrowsers } from './house/browsers.mjs';
import { install } from './house/install.mjs';
import { make } from './house/make.mjs';
import { bin, top, zoo } from './house/paths.mjs';
import { run, runQuietly } from './house/run.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };
// A log file is no terminal; some tools colour whatever CI sees.
if (!process.stdout.isTTY) process.env.NO_COLOR = '1';
const ci = process.env.CI === 'true' || process.env.CI === '1';

function count(kind, text) {
  total[kind]++;
  console.log(`${{ passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped' }[kind]} ${text}`);
}

function check(title, program, ...args) {
  const started = Date.now();
  const done = runQuietly(process.execPath, [bin(program), ...args]);
  if (done.status !== 0) console.log(done.output.trim());
  count(
    done.status === 0 ? 'passed' : 'failed',
    `${title} (${((Date.now() - started) / 1000).toFixed(0)} s)`,
  );
}

function checks() {
  check('types: tsc', 'typescript/bin/tsc', '--noEmit');
  check(
    'types: svelte-check',
    'svelte-check/bin/svelte-check',
    '--tsconfig',
    'tsconfig.json',
    '--output',
    'human',
  );
  check('lint: eslint', 'eslint/bin/eslint.js', '--max-warnings', '0', '.');
  check('format: prettier', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.');
  check(
    'layers: dependency-cruiser',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    'src',
    'workers',
    '--config',
    '.dependency-cruiser.mjs',
  );
  check('dead exports: knip', 'knip/bin/knip.js', '--no-progress', '--no-config-hints');
}

/** Runs vitest and adds up its report. */
function tests(name, args, env = {}) {
  const report = join(top, 'build', `${name}.json`);
  mkdirSync(join(top, 'build'), { recursive: true });
  rmSync(report, { force: true });
  const status = run(
    process.execPath,
    [
      bin('vitest/vitest.mjs'),
      'run',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { env: { ...process.env, ...env } },
  );
  if (!existsSync(report)) return count('failed', `${name}: vitest ended without a report`);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  total.passed += numPassedTests;
  total.failed += numFailedTests;
  total.skipped += numPendingTests + (numTodoTests ?? 0);
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  for (const file of broken) count('failed', `${name}: ${file.name} could not be loaded: ${file.message}`);
  if (status !== 0 && numFailedTests === 0 && broken.length === 0)
    count('failed', `${name}: vitest reported an error outside of the tests`);
  return undefined;
}

function browserTests() {
  if (!existsSync(join(top, 'test', 'browser'))) return;
  const { paths, missing, why } = provideBrowsers();
  for (const name of missing) {
    const text = `tests of the page in ${name}: no ${name} on this machine, and ${why}`;
    count(ci ? 'failed' : 'skipped', text);
  }
  if (missing.length === Object.keys(paths).length) return;
  tests('browser tests', ['test/browser'], {
    OOPSCOPE_BROWSER_TESTS: '1',
    OOPSCOPE_CHROMIUM: paths.chromium ?? '',
    OOPSCOPE_FIREFOX: paths.firefox ?? '',
  });
}

install();
const built = make(['engine']);
count(built ? 'passed' : 'failed', 'build: engine');
if (built) {
  checks();
  if (!process.argv.includes('--checks')) {
    const whole = make(['page', 'cli']);
    count(whole ? 'passed' : 'failed', 'build: page and command line');
    if (!existsSync(zoo))
      count(ci ? 'failed' : 'skipped', 'tests of real dumps: there are none in ../shared/zoo');
    tests('tests', []);
    if (whole) browserTests();
  }
}
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
);
process.exit(total.failed > 0 ? 1 : 0);
