import { spawnSync } from 'node:child_process';
import { top } from './paths.mjs';

/** Runs `program` in the top folder with its output shown; answers its exit code (1 when a signal ended it). */
export function run(program, args, options = {}) {
  const done = spawnSync(program, args, { cwd: top, stdio: 'inherit', ...options });
  if (done.error) throw new Error(`${program} could not be started: ${done.error.message}.`);
  return done.status ?? 1;
}

/** Runs `program` quietly; answers exit code and everything it printed. */
export function runQuietly(program, args, options = {}) {
  const done = spawnSync(program, args, {
    cwd: top,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  if (done.error) return { status: 1, output: `${program} could not be started: ${done.error.message}.` };
  return { status: done.status ?? 1, output: done.stdout + done.stderr };
}
