import { describe, expect, it } from 'vitest';
import { circleOf, waits } from '../../../src/core/kernel/waits.ts';
import { hasDump, openDump, zooText } from '../../build/zoo.ts';

const DUMPS = [
  '6.1-cloud-hung_task',
  '6.1-null_pointer',
  '5.10-cloud-null_pointer',
  '6.12-cloud-sysrq',
].filter(hasDump);

// A file without a test is an error to vitest.
it.skipIf(DUMPS.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.length).toBeGreaterThan(0);
});

/** By PID, the functions of each thread's stack as the kernel told them: sections "==> 116/task/130/stack <==". */
function stacks(dump: string): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const section of zooText(`truth/${dump}/tasks.txt`).split('==> ').slice(1)) {
    const [, pid] = /^(?:\d+\/task\/)?(\d+)\/stack <==/.exec(section) ?? [];
    if (pid)
      found.set(
        Number(pid),
        [...section.matchAll(/^\[<0>\] ([\w.]+)\+/gm)].map(([, name]) => name),
      );
  }
  return found;
}

describe.each(DUMPS)('what tasks wait for on %s', (dump) => {
  const { kernel } = openDump(dump);
  const found = waits(kernel);
  const truth = stacks(dump);

  it('is what the kernel said that they were doing', () => {
    expect(found.length).toBeGreaterThan(8);
    const through = {
      mutex: /mutex/,
      completion: /completion|wait_for_common|vfork/,
      futex: /futex/,
      rwsem: /rwsem|down/,
      semaphore: /down/,
      rt_mutex: /rt_mutex/,
      'wait queue': /./,
    };
    for (const { task, kind } of found) {
      const stack = truth.get(task.pid);
      // Those that came later than the truth are not in it; the two of the deadlock had yet to reach it.
      if (!stack || stack.length === 0 || /^lab_(transfer|report)$/.test(task.comm)) continue;
      expect(stack.join(' '), `${task.comm} (${task.pid}) waits for a ${kind}`).toMatch(through[kind]);
    }
  });

  it('finds the threads of lab_threads that wait for words of their memory', () => {
    const futexes = found.filter(({ kind }) => kind === 'futex');
    expect(futexes.length).toBeGreaterThan(0);
    for (const { at } of futexes) expect(at).toBeLessThan(1n << 47n);
    const told = [...truth].filter(([, stack]) => stack.includes('futex_wait')).map(([pid]) => pid);
    const ours = new Set(futexes.map(({ task }) => task.pid));
    for (const pid of ours) expect(told).toContain(pid);
  });
});

describe.skipIf(!hasDump('6.1-null_pointer'))('the parent of a vfork()', () => {
  it('waits for the end of its child, and in no circle', () => {
    const { kernel } = openDump('6.1-null_pointer');
    const ends = waits(kernel).filter(({ until }) => until);
    expect(ends.map(({ task, kind, until }) => [task.comm, kind, until?.comm])).toEqual([
      ['lab_vfork', 'completion', 'lab_vfork'],
    ]);
    const [{ task, until }] = ends;
    expect(until?.object.get('real_parent').pointer()).toBe(task.address);
    expect(circleOf(kernel, task)).toBeUndefined();
  });
});

describe.skipIf(!hasDump('6.1-cloud-hung_task'))('two threads that hold what the other waits for', () => {
  it('are a circle, both ways round, with the lock each waits for', () => {
    const { kernel } = openDump('6.1-cloud-hung_task');
    const locks = waits(kernel).filter(({ kind }) => kind === 'mutex');
    expect(locks.map(({ task, owner }) => [task.comm, owner?.comm])).toEqual([
      ['lab_transfer', 'lab_report'],
      ['lab_report', 'lab_transfer'],
    ]);
    for (const { task } of locks) {
      expect(circleOf(kernel, task)?.[0].pid).toBe(task.pid);
      expect(circleOf(kernel, task)).toHaveLength(2);
    }
    const idle = waits(kernel).find(({ task }) => task.comm === 'kauditd');
    expect(idle && circleOf(kernel, idle.task)).toBeUndefined();
  });
});
