import { tasks } from '../src/core/kernel/tasks.ts';
import { thingNamed } from '../src/core/things/index.ts';
import { batchOf, tableRows } from '../src/core/things/rows.ts';
import { openCrowd } from '../test/build/crowd.ts';
import type { Piece } from './piece.ts';

/**
 * A machine with many tasks, built from the sample: `ps` in the console, and the page's table of them, in one process.
 *
 *   OOPSCOPE_BENCH_TASKS   100,000 when absent
 */
const COUNT = Number(process.env.OOPSCOPE_BENCH_TASKS ?? 100_000);
/** Milliseconds until the first row, and until the last, of processor time. */
const MAX = { first: 200, all: 3000 } as const;

export const piece: Piece = {
  id: 'crowd',
  about: `${COUNT.toLocaleString('en')} tasks`,
  run() {
    const session = openCrowd(COUNT);
    const { kernel } = session;
    const begun = process.cpuUsage();
    const since = (): number => {
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1000;
    };
    console.log('| what | processor time, ms | held to |\n|---|---|---|');
    const listed = tasks(kernel).length;
    const read = since();
    console.log(`| the task list read (${listed}; once, when the dump is opened) | ${read.toFixed(0)} | |`);
    let first = 0;
    let count = 0;
    for (const _ of session.run('ps')) if (count++ === 0) first = since() - read;
    const all = since() - read;
    console.log(`| ps, first row | ${first.toFixed(0)} | ≤ ${MAX.first} |`);
    console.log(`| ps, ${count} rows | ${all.toFixed(0)} | ≤ ${MAX.all} |`);
    const thing = thingNamed('tasks');
    const before = since();
    const rows = thing ? [...tableRows(thing, kernel)] : [];
    const batch = thing && batchOf(thing, kernel, rows.slice(0, 500));
    console.log(`| the page’s table, its first ${batch?.count} rows | ${(since() - before).toFixed(0)} | |`);
    if (thing) batchOf(thing, kernel, rows);
    console.log(`| all of them | ${(since() - before).toFixed(0)} | |`);
    return Promise.resolve(first <= MAX.first && all <= MAX.all && count > COUNT);
  },
};
