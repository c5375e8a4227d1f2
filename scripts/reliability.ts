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
import { seededRandom } from '../test/build/random.ts';
import { knownDumps } from '../test/build/zoo.ts';

const LIMIT_MS = 300_000;
const known = knownDumps().find(({ name }) => name === '6.1-null_pointer');
if (!known) {
  console.error('The zoo beside the repository is needed (../shared/zoo).');
  process.exit(2);
}
const room = process.env.OOPSCOPE_ROOM ?? mkdtempSync(join(tmpdir(), 'oopscope-'));
const whole = readFileSync(known.path);
const cut = (percent: number): Uint8Array => whole.subarray(0, Math.floor((whole.length * percent) / 100));
const zeroed = (percent: number, length: number): Uint8Array => {
  const from = Math.floor((whole.length * percent) / 100);
  return Uint8Array.from(whole).fill(0, from, from + length);
};
/** One bit wrong in each of `count` places from `percent` on, the same ones each time. */
const flipped = (count: number, percent: number): Uint8Array => {
  const bytes = Uint8Array.from(whole);
  const below = seededRandom(count);
  const from = Math.floor((whole.length * percent) / 100);
  for (let i = 0; i < count; i++) bytes[from + below(bytes.length - from)] ^= 1 << below(8);
  return bytes;
};
const word = (at: number, value: number): Uint8Array => {
  const bytes = Uint8Array.from(whole);
  new DataView(bytes.buffer).setUint32(at, value, true);
  return bytes;
};
/** Where in the file what lies: docs/reliability.md. */
const copies: readonly (readonly [what: string, bytes: Uint8Array])[] = [
  ['whole', whole],
  ...[99, 95.8, 91.7, 87.5, 83.3, 75, 60, 40].map(
    (percent) => [`cut at ${percent} %`, cut(percent)] as const,
  ),
  ['4 KiB of zeros at 40 % (kernel code)', zeroed(40, 4096)],
  ['4 KiB of zeros at 65 % (kallsyms)', zeroed(65, 4096)],
  ['4 KiB of zeros at 75 % (types)', zeroed(75, 4096)],
  ['4 KiB of zeros at 80.5 % (page tables, the log)', zeroed(80.5, 4096)],
  ['64 KiB of zeros at 91.4 % (tables of the direct map)', zeroed(91.4, 65536)],
  ['one bit wrong in 10 places', flipped(10, 5)],
  ['one bit wrong in 1000 places', flipped(1000, 5)],
  ['max_mapnr of the header 2^40', word(4096 + 100, 256)],
  ['block size of the header 0', word(428, 0)],
];
const expected = known.meta.verdict.task;

/** Who crashed, as each of them says it. */
const CRASHED = [/^\$?PID: \d+ .*COMMAND: "(.*)"/m, /^(\S+) \(PID \d+\) on CPU/m, /\b(\S+) \(PID \d+\)/];

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
  if (run.status !== 0 || run.stdout.trim() === '') return 'does not open';
  const other = CRASHED.map((says) => says.exec(run.stdout)?.[1]).find((name) => name !== undefined);
  return other === undefined ? 'opens, names none' : `wrong: ${other}`;
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
