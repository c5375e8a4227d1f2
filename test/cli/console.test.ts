import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { make } from '../../scripts/house/make.mjs';
import { dumpPath, hasDump } from '../build/zoo.ts';

const dump = ['sample', '6.1-null_pointer'].find(hasDump);
/** util-linux's script(1) gives a terminal; Debian's knows these options. */
const terminal = spawnSync('script', ['-qfec', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'oopscope-console-'));
const program = join(folder, 'oopscope.mjs');

/** The program at its prompt, at a terminal of its own. */
class Console {
  private said = '';
  private readonly child: ChildProcessWithoutNullStreams;

  constructor(environment: Record<string, string> = {}) {
    const line = `"${process.execPath}" "${program}" --console "${dumpPath(dump!)}"`;
    this.child = spawn('script', ['-qfec', line, '/dev/null'], {
      cwd: folder,
      env: { ...process.env, TERM: 'xterm', SHELL: '/bin/sh', LC_ALL: 'C', ...environment },
    });
    this.child.stdout.on('data', (part: Buffer) => (this.said += part.toString()));
  }

  type(text: string): void {
    this.child.stdin.write(text);
  }

  /** Resolves with what was said once it has `wanted` in it; then begins anew. */
  async says(wanted: RegExp): Promise<string> {
    await expect.poll(() => this.said, { timeout: 25_000, interval: 30 }).toMatch(wanted);
    const { said } = this;
    this.said = '';
    return said;
  }

  async end(): Promise<void> {
    const closed = new Promise((done) => this.child.once('close', done));
    this.type('q\r');
    await closed;
  }
}

beforeAll(() => {
  expect((make as (names: string[]) => boolean)(['engine', 'cli'])).toBe(true);
  copyFileSync(fileURLToPath(new URL('../../dist/oopscope.mjs', import.meta.url)), program);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.skipIf(!terminal || !dump)('Ctrl-C at the prompt', () => {
  it('ends whatever runs there, and the next command has its answer', { timeout: 90_000 }, async () => {
    const console = new Console();
    await console.says(/oopscope> /);
    for (const [line, running] of [
      ['log | echo reads && sleep 60', /reads/],
      ['! echo runs && sleep 60', /runs/],
      ['search -p deadbeefdeadbeef | grep nothing', /nothing/],
      ['half a line that is given up', /given up/],
    ] as const) {
      console.type(line.startsWith('half') ? line : `${line}\r`);
      await console.says(running);
      // What is started has its time; a filter's scan is under way by then.
      await new Promise((done) => setTimeout(done, 600));
      console.type('\x03');
      await console.says(/\^C[\s\S]*oopscope> |oopscope> /);
      console.type('sys | grep RELEASE\r');
      await console.says(/RELEASE: \d/);
    }
    await console.end();
  });

  it('takes an answer to what it asks, and Ctrl-C for a no', { timeout: 60_000 }, async () => {
    const kept = join(folder, 'kept.txt');
    writeFileSync(kept, 'keep');
    const console = new Console();
    await console.says(/oopscope> /);
    for (const [answer, stays] of [
      ['\x03', true],
      ['n\r', true],
      ['y\r', false],
    ] as const) {
      console.type('sys | grep RELEASE > kept.txt\r');
      await console.says(/\[y\/N\] /);
      console.type(answer);
      expect(await console.says(/oopscope> /)).not.toContain('fault in oopscope');
      expect(readFileSync(kept, 'utf8') === 'keep').toBe(stays);
    }
    await console.end();
  });

  it('runs a line of before again, and lists them', { timeout: 60_000 }, async () => {
    const console = new Console();
    await console.says(/oopscope> /);
    for (const [line, said] of [
      ['sys | grep RELEASE', /RELEASE: \d/],
      ['!! | wc -l', /sys \| grep RELEASE \| wc -l\s+1\s/],
      ['r 1', /RELEASE: \d/],
      ['h | tail -1', /\[4\] h \| tail -1\s/],
      ['r nonesuch', /begins with "nonesuch"/],
    ] as const) {
      console.type(`${line}\r`);
      await console.says(said);
    }
    await console.end();
  });

  it('leaves its input to a program that was asked for', { timeout: 60_000 }, async () => {
    const console = new Console();
    await console.says(/oopscope> /);
    console.type('! read word && echo "it read $word"\r');
    await console.says(/read word/);
    await new Promise((done) => setTimeout(done, 500));
    console.type('hello\r');
    await console.says(/it read hello[\s\S]*oopscope> /);
    await console.end();
  });

  it(
    'works where the terminal knows nothing but text, and is sent nothing else',
    { timeout: 60_000 },
    async () => {
      const console = new Console({ TERM: 'dumb' });
      await console.says(/oopscope> /);
      console.type('sys | grep RELEASE\r');
      const said = await console.says(/RELEASE: \d[\s\S]*oopscope> /);
      expect(said).not.toMatch(/\x1b/);
      console.type('log | sleep 60\r');
      await console.says(/sleep/);
      await new Promise((done) => setTimeout(done, 500));
      console.type('\x03');
      await console.says(/oopscope> /);
      await console.end();
    },
  );
});
