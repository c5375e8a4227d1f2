import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Piece } from './piece.ts';
import { runWhole, type Run } from './process.ts';
import { crash, drgn, type Rival } from './rivals.ts';

/**
 * The command line as a whole process, files in the page cache, beside crash and drgn on the same dump. One round runs
 * every contender of a row once, in turn; the first round warms up and does not count. A time is the median of five
 * rounds, a ratio the median of the rounds' ratios.
 *
 *   OOPSCOPE_BENCH_DUMP    the dump (the zoo's 6.1-null_pointer when absent)
 *   OOPSCOPE_BENCH_CROWD   a dump with 20,000 tasks
 *   OOPSCOPE_BENCH_ROWS    a part of the names of the rows that are measured (all when absent)
 */
const ROUNDS = 5;
const top = fileURLToPath(new URL('..', import.meta.url));
const program = `"${process.execPath}" "${top}dist/oopscope.mjs"`;

/** One question, asked of ours and of one rival. */
interface Question {
  readonly what: string;
  readonly dump: string;
  readonly vmlinux: string | undefined;
  /** Options of oopscope. */
  readonly ours: string;
  readonly rival: Rival | undefined;
  /** What the rival reads on standard input. */
  readonly commands?: string;
  /** Ours takes at most this part of the rival's time. */
  readonly most: number;
}

/** Peak memory of ours, in MB. */
const MAX_MEGABYTES = 250;

function questions(): Question[] {
  const dump = process.env.OOPSCOPE_BENCH_DUMP ?? `${top}../shared/zoo/6.1-null_pointer.vmcore`;
  const crowd = process.env.OOPSCOPE_BENCH_CROWD;
  const vmlinux = process.env.OOPSCOPE_VMLINUX;
  const here = { dump, vmlinux };
  const all: Question[] = [
    { ...here, what: 'verdict / stack of the crashed thread', ours: '', rival: drgn, most: 1 },
    { ...here, what: 'verdict / start-up and quit', ours: '', rival: crash, commands: 'q\n', most: 1 / 10 },
    {
      ...here,
      what: 'foreach bt',
      ours: `-c 'foreach bt'`,
      rival: crash,
      commands: 'foreach bt\nq\n',
      most: 1 / 8,
    },
    {
      ...here,
      what: 'ps; log; mod',
      ours: `-c 'ps; log; mod'`,
      rival: crash,
      commands: 'ps\nlog\nmod\nq\n',
      most: 1 / 8,
    },
  ];
  /** What the whole-memory commands are held to, on a small dump and on one with 20,000 tasks. */
  const whole = ['kmem -s', 'kmem -i', 'kmem -p', 'foreach files', 'foreach vm'];
  const asked = (
    line: string,
    most: number,
    place: Pick<Question, 'dump' | 'vmlinux'>,
    about = '',
  ): Question => ({
    ...place,
    what: `${line}${about}`,
    ours: `-c '${line}'`,
    rival: crash,
    commands: `${line}\nq\n`,
    most,
  });
  all.push(...whole.map((line) => asked(line, 1 / 8, here)));
  if (crowd) {
    const there = { dump: crowd, vmlinux: process.env.OOPSCOPE_VMLINUX_CROWD ?? vmlinux };
    all.push(...['foreach bt', ...whole].map((line) => asked(line, 1 / 3, there, ', 20,000 tasks')));
  }
  return all;
}

export const piece: Piece = {
  id: 'cli',
  about: 'The command line, whole processes',
  async run() {
    const rows = process.env.OOPSCOPE_BENCH_ROWS ?? '';
    const asked = questions().filter(({ what, dump }) => what.includes(rows) && existsSync(dump));
    if (asked.length === 0) console.log('No dump to measure with: set OOPSCOPE_BENCH_DUMP.');
    else
      console.log(
        '| what | ours, s (min..max) | peak MB | beside | theirs, s | peak MB | ours / theirs | held to |\n|---|---|---|---|---|---|---|---|',
      );
    let well = true;
    for (const question of asked) well = (await measure(question)) && well;
    return well;
  },
};

async function measure(question: Question): Promise<boolean> {
  const ours: Run[] = [];
  const theirs: Run[] = [];
  const { rival, vmlinux, dump } = question;
  for (let round = 0; round <= ROUNDS; round++) {
    const mine = await runWhole(`${program} ${question.ours} "${dump}"`);
    const other = rival && vmlinux ? await runWhole(rival.line(dump, vmlinux), question.commands) : undefined;
    if (mine.status !== 0 || mine.printed === 0) {
      console.log(`| ${question.what} | not answered (exit ${mine.status}) | | | | | | |`);
      return false;
    }
    if (round === 0) continue;
    ours.push(mine);
    if (other) theirs.push(other);
  }
  const ratio = theirs.length > 0 ? median(ours.map((run, i) => run.seconds / theirs[i].seconds)) : undefined;
  const megabytes = Math.max(...ours.map((run) => run.megabytes));
  const cells = [
    question.what,
    spread(ours),
    megabytes.toFixed(0),
    theirs.length > 0 ? (rival?.name ?? '') : '(not here)',
    theirs.length > 0 ? spread(theirs) : '',
    theirs.length > 0 ? Math.max(...theirs.map((run) => run.megabytes)).toFixed(0) : '',
    ratio === undefined ? '' : ratio.toFixed(3),
    `≤ ${question.most.toFixed(3)}, ≤ ${MAX_MEGABYTES} MB`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
  return (ratio ?? 0) <= question.most && megabytes <= MAX_MEGABYTES;
}

function spread(runs: readonly Run[]): string {
  const seconds = runs.map((run) => run.seconds);
  return `${median(seconds).toFixed(2)} (${Math.min(...seconds).toFixed(2)}..${Math.max(...seconds).toFixed(2)})`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
