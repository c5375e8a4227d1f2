import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { make } from '../../scripts/house/make.mjs';
import { buildElf } from '../build/elf.ts';
import type { Pieces } from '../build/pieces.ts';

/** What files that somebody wrote to break their reader take of a machine: the program alone, so that its memory is its own. */
const folder = mkdtempSync(join(tmpdir(), 'oopscope-hostile-'));
const program = fileURLToPath(new URL('../../dist/oopscope.mjs', import.meta.url));
beforeAll(() => {
  expect((make as (names: string[]) => boolean)(['engine', 'cli'])).toBe(true);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes what of `file` is no zeros. */
function written(name: string, { size, pieces }: Pieces): string {
  const path = join(folder, name);
  const fd = openSync(path, 'w');
  for (const [at, bytes] of pieces) writeSync(fd, bytes, 0, bytes.length, at);
  ftruncateSync(fd, size);
  closeSync(fd);
  return path;
}

/** What the program says of `path`, and the most memory that it took, in MB. */
function told(path: string): { readonly status: number | null; readonly err: string; readonly mb: number } {
  const script = `process.on('exit', () => console.log('MOST ' + process.resourceUsage().maxRSS));
    process.argv.splice(1, 0, ${JSON.stringify(program)});
    await import(${JSON.stringify(pathToFileURL(program).href)});`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script, path],
    { encoding: 'utf8' },
  );
  return { status, err: stderr, mb: Math.round(Number(/MOST (\d+)/.exec(stdout)?.[1]) / 1000) };
}

describe('a million program headers', { timeout: 120_000 }, () => {
  const many = (segment: (i: number) => { physical: number; memory: number; stored: number }): Pieces => {
    const segments = Array.from({ length: 1_000_000 }, (_, i) => segment(i));
    return buildElf({ segments, manyHeaders: true });
  };

  it.each([
    ['in order', many((i) => ({ physical: i * 16, memory: 8, stored: 8 }))],
    [
      'backwards, half of each left out',
      many((i) => ({ physical: (1_000_000 - i) * 16, memory: 12, stored: 6 })),
    ],
    ['upon each other', many((i) => ({ physical: (i % 1000) * 16, memory: 4096, stored: 8 }))],
  ])('take no more than 200 MB: %s', (name, file) => {
    const { status, err, mb } = told(written(`${name.length}.elf`, file));
    expect(status).toBe(0);
    expect(err).not.toContain('fault in oopscope');
    expect(mb).toBeGreaterThan(20);
    expect(mb).toBeLessThanOrEqual(200);
  });
});
