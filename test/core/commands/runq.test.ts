import { describe, expect, it } from 'vitest';
import { runnables, waitedFor } from '../../../src/core/kernel/runqueues.ts';
import { hasDump, openDump, textOf } from '../../build/zoo.ts';

/** The one dump of the zoo in which tasks wait: a single emulated CPU was busy with the crash for two seconds. */
const ARM = '6.12-arm64-null_pointer';

describe.skipIf(!hasDump(ARM))(`runq on ${ARM}`, () => {
  it('lists the tasks that wait for CPU 0, in the order of the tree', () => {
    const text = textOf(ARM, 'runq -c 0');
    expect(text).toMatch(/CURRENT: PID: 207 {4}TASK: ffff3f45033a5c80 {2}COMMAND: "insmod"/);
    expect(
      [...text.matchAll(/\[(\d+)\] PID: \d+ .*COMMAND: "(.*)"/g)].map(([, prio, comm]) => [prio, comm]),
    ).toEqual([
      ['120', 'lab_timer'],
      ['120', 'kworker/0:1'],
      ['100', 'kworker/0:1H'],
      ['120', 'kcompactd0'],
      ['120', 'kworker/u8:0'],
    ]);
  });

  it('agrees with the counter of the run queue, and says for how long each has waited', () => {
    const { kernel } = openDump(ARM);
    const all = [...runnables(kernel)];
    for (const cpu of [0, 1]) {
      const here = all.filter((each) => each.cpu === cpu);
      // rq.nr_running counts a deadline server of the fair class as well.
      expect(here.length).toBe(kernel.perCpu('runqueues', cpu, 'struct rq').get('cfs.nr_running').number());
    }
    const waiting = all.filter(({ queue }) => queue !== undefined);
    expect(waiting.length).toBeGreaterThan(0);
    for (const each of waiting) {
      const waited = waitedFor(kernel, each);
      expect(waited, each.task.comm).toBeGreaterThanOrEqual(0n);
      expect(waited, each.task.comm).toBeLessThan(10_000_000_000n);
    }
  });

  it('shows the one that runs in its group', () => {
    expect(textOf(ARM, 'runq -g -c 0')).toMatch(/ROOT_TASK_GROUP.*\n +\[120\] PID: 207 .*\[CURRENT\]\n/);
  });
});
