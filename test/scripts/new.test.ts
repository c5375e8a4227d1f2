import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const top = fileURLToPath(new URL('../..', import.meta.url));
const kinds = readdirSync(join(top, 'scripts/new')).map((file) => file.replace('.mjs', ''));
/** Compilers, lint and tests over a whole copy: minutes where others are at work on the machine too. */
const LONG = { timeout: 900_000 };
/** What a working copy needs: sources and settings, and the engine that is built already. */
const COPIED = ['src', 'workers', 'test', 'scripts', 'bench', 'build', 'docs'];

/** Every file below `folder` that is not linked, with its text. */
function filesOf(folder: string, below = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = join(below, entry.name);
    if (entry.isDirectory()) for (const each of filesOf(folder, path)) found.set(...each);
    else if (entry.isFile() && statSync(join(folder, path)).size < 1 << 20)
      found.set(path, readFileSync(join(folder, path), 'latin1'));
  }
  return found;
}

/** Making one of every list in a copy of the repository: what is promised of it (CONTRIBUTING.md) is tried out. */
describe('npm run new', () => {
  const copy = mkdtempSync(join(tmpdir(), 'oopscope-new-'));
  /** A program of the installed packages, or a script, in the copy; its output, also when it fails. */
  const run = (...args: string[]): string => {
    try {
      return execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      expect.fail(`${args.join(' ')} failed:
${stdout}
${stderr}`);
    }
  };
  const made: string[] = [];
  let before: Map<string, string>;

  beforeAll(() => {
    for (const name of COPIED) cpSync(join(top, name), join(copy, name), { recursive: true });
    for (const name of readdirSync(top).filter((each) => statSync(join(top, each)).isFile()))
      cpSync(join(top, name), join(copy, name));
    symlinkSync(join(top, 'node_modules'), join(copy, 'node_modules'));
    before = filesOf(copy);
    for (const kind of kinds) run('scripts/new.mjs', kind, `zz-${kind}`);
    made.push(...[...filesOf(copy).keys()].filter((path) => !before.has(path)));
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it.each(kinds)('%s: writes what it is and its test, and touches no other file', (kind) => {
    const own = made.filter((path) => path.includes(`zz-${kind}`) || path.includes('Zz'));
    expect(own.some((path) => path.startsWith('src'))).toBe(true);
    expect(made.some((path) => path.startsWith('test') && path.includes(`zz-${kind}`))).toBe(true);
    for (const [path, text] of before)
      expect(readFileSync(join(copy, path), 'latin1') === text, path).toBe(true);
  });

  it('refuses to write over what is there, and names that are none', () => {
    expect(() => run('scripts/new.mjs', 'command', 'ps')).toThrow(/exists already/);
    expect(() => run('scripts/new.mjs', 'command', '../x')).toThrow(/no name for a file/);
    expect(existsSync(join(copy, 'src/core/commands/ps.ts'))).toBe(true);
  });

  it('writes what compiles and keeps to the layers', LONG, () => {
    run('node_modules/typescript/bin/tsc', '--noEmit');
    run(
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      'src',
      'workers',
      '--config',
      '.dependency-cruiser.mjs',
    );
  });

  it('writes what the lint rules let pass', LONG, () => {
    const linted = made.filter((path) => /\.(ts|svelte)$/.test(path));
    run('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', ...linted);
  });

  it('writes tests that pass, as do those that look at the whole lists', LONG, () => {
    const tests = made.filter((path) => path.endsWith('.test.ts'));
    expect(tests).toHaveLength(kinds.length);
    run(
      'node_modules/vitest/vitest.mjs',
      'run',
      ...tests,
      'test/core/things',
      // The reference document is made anew for a new thing.
      '--exclude',
      'test/core/things/document.test.ts',
      // Needs dumps, which the copy has not beside it.
      '--exclude',
      'test/core/things/running-machine.test.ts',
      '--exclude',
      'test/core/things/softirqs.test.ts',
      'test/core/container/probe.test.ts',
    );
  });
});
