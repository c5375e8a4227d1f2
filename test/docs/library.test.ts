import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { make } from '../../scripts/house/make.mjs';

/** The examples of docs/library.md, run with the built library: they print what the document says they print. */
const top = fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(join(top, 'docs/library.md'), 'utf8');
const examples = [...text.matchAll(/```js\n([\s\S]*?)```\n\nprints\n\n```text\n([\s\S]*?)```/g)].map(
  ([, code, printed]) => ({ code, printed }),
);
const [opening, ...others] = examples;
/** Inside the package, so that it finds itself by its name. */
const folder = mkdtempSync(join(top, 'build', 'library-'));

function run(code: string): { out: string; err: string } {
  const path = join(folder, 'example.mjs');
  writeFileSync(path, code);
  const done = spawnSync(process.execPath, [path], { cwd: top, encoding: 'utf8' });
  return { out: done.stdout, err: done.stderr };
}

/** Imports first: examples that go on from the first one stand after its code. */
function joined(...parts: string[]): string {
  const lines = parts.join('\n').split('\n');
  const imports = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, names, from] = /^import \{ (.*) \} from '(.*)';$/.exec(line) ?? [];
    if (!names) continue;
    const known = imports.get(from) ?? new Set();
    for (const name of names.split(', ')) known.add(name);
    imports.set(from, known);
  }
  const heads = [...imports].map(([from, names]) => `import { ${[...names].join(', ')} } from '${from}';`);
  return [...heads, ...lines.filter((line) => !line.startsWith('import '))].join('\n');
}

beforeAll(() => {
  expect((make as (names: string[]) => boolean)(['engine', 'core'])).toBe(true);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('docs/library.md', () => {
  it('opens a dump', () => {
    expect(examples.length).toBeGreaterThan(4);
    expect(run(opening.code)).toEqual({ out: opening.printed, err: '' });
  });

  it.each(others)('runs: $code', ({ code, printed }) => {
    const open = opening.code.replace(/^(console\.log|closeSync).*\n/gm, '');
    expect(run(joined(open, `{\n${code}\n}`))).toEqual({ out: printed, err: '' });
  });
});

describe('the declarations of dist/core', () => {
  it.each([
    ['of the language alone', 'es2022'],
    ['of a worker', 'es2023,webworker'],
    ['of a page', 'es2023,dom'],
  ])('are enough for a strict program with the types %s', (_, lib) => {
    const program = `
      import { CObject, identify, openSession, tasks, vmas } from 'oopscope/core';
      import type { ByteSource, Identity, Line, Session, Summary, Verdict } from 'oopscope/core';
      import { engineBytes } from 'oopscope/core/engine';
      export function why(source: ByteSource): Verdict {
        const session: Session = openSession([source], { engine: engineBytes });
        const summary: Summary = session.summary;
        const first: CObject | undefined = tasks(session.kernel)[0]?.object;
        const pid: number = first?.get('pid').number() ?? 0;
        const lines: Line[] = [...session.run('ps')];
        const what: Identity | undefined = identify(session.kernel, 0n);
        const areas = first ? [...vmas(session.kernel, first.get('mm').deref())] : [];
        if (pid > lines.length + areas.length) throw new Error(what?.kind ?? summary.file);
        // @ts-expect-error there is no such export of a session
        session.nothing();
        return session.verdict();
      }
    `;
    writeFileSync(join(folder, 'program.ts'), program);
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const options = ['--noEmit', ...strict, '--target', 'es2022', '--module', 'nodenext', '--lib', lib];
    const done = spawnSync(
      process.execPath,
      [
        join(top, 'node_modules/typescript/bin/tsc'),
        ...options,
        '--typeRoots',
        folder,
        '--ignoreConfig',
        join(folder, 'program.ts'),
      ],
      { cwd: top, encoding: 'utf8' },
    );
    expect(done.stdout).toBe('');
    expect(done.status).toBe(0);
  });
});
