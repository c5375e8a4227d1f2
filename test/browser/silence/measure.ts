import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Measured } from './measured.ts';
import { enterNamespace } from './namespace.ts';
import type { NetworkKind } from './network.ts';

const TOP = fileURLToPath(new URL('../../..', import.meta.url));
/** The page under test and the dump opened in it. */
export const PAGE = process.env.OOPSCOPE_PAGE ?? join(TOP, 'dist', 'oopscope.html');
export const DUMP = join(TOP, 'test', 'sample', 'null_pointer.vmcore');

/** Whether this machine gives us a private network: namespaces (as root, or as a user who may), and the tools. */
export function networkHere(): NetworkKind {
  if (process.env.OOPSCOPE_SILENCE === 'loopback') return 'loopback';
  const [program, ...words] = enterNamespace(process.getuid?.() === 0);
  const tried = spawnSync(
    program,
    [
      ...words,
      'sh',
      '-c',
      'ip link set lo up && ip link add a0 type veth peer name a1 && mount --bind /etc/hosts /etc/resolv.conf',
    ],
    { stdio: 'ignore' },
  );
  return tried.status === 0 ? 'namespace' : 'loopback';
}

/** Runs all routes in a process of its own, inside a private network where there is one. */
export async function measure(kind: NetworkKind = networkHere()): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'silence-'));
  const output = join(folder, 'measured.json');
  const node = [process.execPath, join(TOP, 'scripts', 'ts.mjs'), 'test/browser/silence/run.ts'];
  const enter = kind === 'namespace' ? enterNamespace(process.getuid?.() === 0) : [];
  const [program, ...words] = [...enter, ...node, kind, PAGE, DUMP, output];
  const run = spawn(program, words, {
    cwd: TOP,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, INIT_CWD: TOP },
  });
  const status = await new Promise((done, fail) => {
    run.once('error', fail);
    run.once('exit', (code, signal) => done(code ?? signal));
  });
  if (status !== 0)
    throw new Error(`The measurement of silence ended with ${String(status)} (its words are above).`);
  const measured = JSON.parse(readFileSync(output, 'utf8')) as Measured;
  rmSync(folder, { recursive: true, force: true });
  return measured;
}
