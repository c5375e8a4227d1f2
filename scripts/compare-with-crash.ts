/**
 * Compares our commands with what crash printed of the zoo's dumps.
 *
 *   npm run compare -- [--dump NAME]… [--family NAME]… [--id ID] [--show] [--brief] [--zoo DIR]
 *
 * Prints a table by family: equal, differing, missing (not yet), and for each difference its first line.
 * Compared as zoo/plan.tsv's notes say: white space folded; KERNEL: and DUMPFILE: lines, DWARF's file and
 * line aside; _MODULE_INIT_START_X and the function's own name taken as equal.
 */
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { OopscopeError } from '../src/core/errors.ts';
import { openSession, type Session } from '../src/core/session.ts';
import { BlockCache } from '../src/core/source/blocks.ts';
import { fold } from './compare/fold.ts';

const FAMILIES = [
  'sys',
  'log',
  'bt',
  'ps',
  'mod',
  'sym',
  'rd',
  'struct',
  'union',
  '*',
  'dis',
  'vtop',
  'set',
  'task',
  'foreach',
  'help',
  'eval',
];
const DUMPS = ['6.1-null_pointer', '6.12-cloud-sysrq', '6.1-cloud-hung_task'];

const { values: options } = parseArgs({
  options: {
    dump: { type: 'string', multiple: true },
    family: { type: 'string', multiple: true },
    id: { type: 'string', multiple: true },
    show: { type: 'boolean' },
    brief: { type: 'boolean' },
    /** Another folder laid out like the zoo. */
    zoo: { type: 'string' },
  },
});

const ZOO = options.zoo
  ? options.zoo.replace(/\/*$/, '/')
  : new URL('../../shared/zoo/', import.meta.url).pathname;

interface Case {
  readonly id: string;
  readonly family: string;
}
type Outcome = 'equal' | 'differing' | 'missing';

function lines(path: string): string[][] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

const cases: Case[] = lines(ZOO + 'plan.tsv').map(([id, family]) => ({ id, family }));
const unfit = new Set(lines(ZOO + 'unfit.tsv').map(([id, dump]) => `${id} ${dump}`));

function openDump(path: string): { session: Session; close: () => void } {
  const fd = openSync(path, 'r');
  const source = new BlockCache({
    name: path,
    size: fstatSync(fd).size,
    read: (offset, into) => readSync(fd, into, 0, into.length, offset),
  });
  const engine = new WebAssembly.Module(readFileSync(new URL('../build/engine.wasm', import.meta.url)));
  return { session: openSession([source], { engine }), close: () => closeSync(fd) };
}

function reference(dump: string, id: string): string | undefined {
  const path = `${ZOO}reference/${dump}/${id}.txt`;
  if (existsSync(path)) return readFileSync(path, 'latin1');
  return existsSync(path + '.gz') ? gunzipSync(readFileSync(path + '.gz')).toString('latin1') : undefined;
}

/** What our console answers to `command` (two commands when joined by ;;), from the panic task's context. */
function answer(session: Session, command: string, first: bigint): string {
  session.context.task = first;
  session.context.radix = 10;
  let text = '';
  for (const part of command.split(' ;; ')) {
    try {
      for (const line of session.run(part)) text += line.text + '\n';
    } catch (error) {
      text += (error instanceof OopscopeError ? error.message : String((error as Error).stack)) + '\n';
    }
  }
  return text;
}

const totals: Record<Outcome, number> = { equal: 0, differing: 0, missing: 0 };
for (const dump of options.dump ?? DUMPS) {
  const { session, close } = openDump(`${ZOO}${dump}.vmcore`);
  const first = session.context.task;
  const commands = new Map(
    lines(`${ZOO}reference/${dump}/commands.tsv`).map(([id, command]) => [id, command]),
  );
  const table = new Map<string, Record<Outcome, number>>();
  for (const { id, family } of cases) {
    if (!(options.family ?? FAMILIES).includes(family) || (options.id && !options.id.includes(id))) continue;
    if (unfit.has(`${id} ${dump}`) || unfit.has(`${id} *`) || !commands.has(id)) continue;
    const expected = reference(dump, id);
    if (expected === undefined) continue;
    const ours = answer(session, commands.get(id) as string, first);
    const cut = /\n\[cut: \d+ of \d+ lines\]\s*$/.exec(expected);
    const want = fold(cut ? expected.slice(0, cut.index) : expected, family);
    let have = fold(ours, family);
    if (cut) have = have.slice(0, want.length);
    const outcome: Outcome =
      /: not yet;|^command not found/.test(ours) && !expected.includes('command not found')
        ? 'missing'
        : same(want, have)
          ? 'equal'
          : 'differing';
    const row = table.get(family) ?? { equal: 0, differing: 0, missing: 0 };
    row[outcome]++;
    totals[outcome]++;
    table.set(family, row);
    if (outcome !== 'equal' && !options.brief)
      difference(id, commands.get(id) as string, want, have, outcome);
    if (options.show) console.log(`--- crash\n${expected}\n--- oopscope\n${ours}`);
  }
  console.log(`\n${dump}`);
  for (const [family, row] of table)
    console.log(
      `  ${family.padEnd(10)} equal ${String(row.equal).padStart(3)}  differing ${String(row.differing).padStart(3)}  missing ${String(row.missing).padStart(3)}`,
    );
  close();
}
const all = totals.equal + totals.differing + totals.missing;
console.log(
  `\nall: ${totals.equal} of ${all} equal (${((100 * totals.equal) / Math.max(1, all)).toFixed(1)} %), ${totals.differing} differing, ${totals.missing} missing`,
);

function same(want: readonly string[], have: readonly string[]): boolean {
  return want.length === have.length && want.every((line, i) => line === have[i]);
}

function difference(
  id: string,
  command: string,
  want: readonly string[],
  have: readonly string[],
  outcome: Outcome,
): void {
  const at = Math.max(
    0,
    want.findIndex((line, i) => line !== have[i]),
  );
  console.log(`${outcome.padEnd(9)} ${id}: ${command}`);
  if (outcome === 'differing')
    console.log(
      `    line ${at + 1} of ${want.length}/${have.length}\n      crash    ${want[at] ?? '(end)'}\n      oopscope ${have[want.length < have.length && at === 0 && want[0] === have[0] ? want.length : at] ?? '(end)'}`,
    );
}
