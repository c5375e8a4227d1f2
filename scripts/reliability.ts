/**
 * The same whole, cut and damaged copies of one dump for oopscope, crash and drgn: does each open it, and does it name the
 * task that crashed? The table of docs/reliability.md is what this prints for the zoo's 6.1-null_pointer.
 *
 *   npm run ts -- scripts/reliability.ts
 *
 * OOPSCOPE_VMLINUX, OOPSCOPE_CRASH, OOPSCOPE_DRGN as in bench/rivals.ts; OOPSCOPE_ROOM: a folder for the copies (they are
 * named to the rivals by {name}). Who is not there is left out.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { crash, drgn } from '../bench/rivals.ts';
import { knownDumps } from '../test/build/zoo.ts';

const LIMIT_MS = 120_000;
const known = knownDumps().find(({ name }) => name === '6.1-null_pointer');
if (!known) {
  console.error('The zoo beside the repository is needed (../shared/zoo).');
  process.exit(2);
}
const room = process.env.OOPSCOPE_ROOM ?? mkdtempSync(join(tmpdir(), 'oopscope-'));
const whole = readFileSync(known.path);
const cut = (percent: number): Uint8Array => whole.subarray(0, Math.floor((whole.length * percent) / 100));
const zeroed = (from: number, length: number): Uint8Array => {
  const bytes = Uint8Array.from(whole);
  return bytes.fill(0, Math.floor(whole.length * from), Math.floor(whole.length * from) + length);
};
const copies: readonly (readonly [what: string, bytes: Uint8Array])[] = [
  ['whole', whole],
  ...[95.8, 87.5, 75, 40].map((percent) => [`cut at ${percent} %`, cut(percent)] as const),
  ['4 KiB of zeros at 65 % (kallsyms)', zeroed(0.65, 4096)],
  ['4 KiB of zeros at 75 % (types)', zeroed(0.75, 4096)],
];
const expected = known.meta.verdict.task;

/** Whether what `line` prints names the task that crashed, in words. */
function outcome(line: string, input = ''): string {
  const run = spawnSync(line, {
    shell: true,
    input,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 2 ** 28,
  });
  if (run.error && 'code' in run.error && run.error.code === 'ETIMEDOUT') return 'hangs';
  if (run.stdout.includes(expected)) return 'right';
  return run.status === 0 && run.stdout.trim() !== '' ? 'opens, does not name it' : 'does not open';
}

const vmlinux = process.env.OOPSCOPE_VMLINUX ?? 'vmlinux';
console.log(`| copy of ${known.name} | oopscope |${crash ? ' crash |' : ''}${drgn ? ' drgn |' : ''}`);
console.log(`| --- | --- |${crash ? ' --- |' : ''}${drgn ? ' --- |' : ''}`);
for (const [what, bytes] of copies) {
  const path = join(room, 'copy.vmcore');
  writeFileSync(path, bytes);
  const cells = [outcome(`node dist/oopscope.mjs ${path}`)];
  for (const rival of [crash, drgn])
    if (rival)
      cells.push(outcome(rival.line(path, vmlinux).replaceAll('{name}', basename(path)), 'bt\nquit\n'));
  console.log(`| ${what} | ${cells.join(' | ')} |`);
  rmSync(path);
}
