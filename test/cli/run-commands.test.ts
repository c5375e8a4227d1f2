import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Line } from '../../src/core/rows/value.ts';
import { TextOutput } from '../../src/cli/output.ts';
import { OutputFiles } from '../../src/cli/output-file.ts';
import { runLine, type Runner } from '../../src/cli/run-commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'oopscope-run-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs lines on an answer that never ends; the user wants an end after `patience` lines. */
function endless(patience: number): { runner: Runner; out: TextOutput; given: () => number } {
  let given = 0;
  const out = new TextOutput();
  const lines = function* (): Generator<Line, void, void> {
    for (;;) yield { text: `line ${++given}` };
  };
  const runner: Runner = {
    run: lines,
    out,
    files: new OutputFiles([]),
    complain: () => undefined,
    json: false,
    redact: (text) => text,
    cancelled: () => given > patience,
  };
  return { runner, out, given: () => given };
}

describe('a command that the user ends', () => {
  it('ends where it is, and the rest of the line is not run', async () => {
    const { runner, out, given } = endless(5);
    await runLine('a', runner);
    expect(out.text.split('\n')).toHaveLength(6);
    expect(given()).toBe(6);
  });

  it('ends within its filters', async () => {
    const { runner, out, given } = endless(5000);
    await runLine('a | grep nothing', runner);
    expect(out.text).toBe('');
    expect(given()).toBeLessThan(5003);
  });

  it('leaves no file, and not half of one', async () => {
    const { runner } = endless(100);
    expect(await runLine(`a > ${join(folder, 'kept')}`, runner)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a program after a bar', () => {
  it('that wants no more ends the command before it', async () => {
    const { runner, given } = endless(Number.POSITIVE_INFINITY);
    const file = join(folder, 'three');
    expect(await runLine(`a | head -n 3 - > ${file}`, runner)).toBe(true);
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe('line 1\nline 2\nline 3\n');
    expect(given()).toBeGreaterThan(3);
  });
});
