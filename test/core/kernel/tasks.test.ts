import { describe, expect, it } from 'vitest';
import { step } from '../../../src/core/addr.ts';
import { taskLayout, taskListBroken, tasks, threadsOf } from '../../../src/core/kernel/tasks.ts';
import { patchedKernel, type Patches } from '../../build/patched.ts';
import { openDump } from '../../build/zoo.ts';

const { kernel } = openDump('sample');
const whole = tasks(kernel);
const link = kernel.types.offsetOf('task_struct', 'tasks');
const layout = taskLayout(kernel);
const leaders = whole.filter((task) => task.pid === task.tgid && task.pid > 0);
const [first, , third] = leaders;

const pids = (patches: Patches): number[] => tasks(patchedKernel(kernel, patches)).map((task) => task.pid);
const all = whole.map((task) => task.pid);

describe('the list of tasks', () => {
  it('is whole in a whole dump', () => {
    expect(taskListBroken(kernel)).toBeUndefined();
    expect(all.slice(0, 3)).toEqual([0, 0, 1]);
    expect(new Set(whole.map((task) => task.address)).size).toBe(whole.length);
  });

  it.each<[string, bigint | 'absent', string]>([
    ['ends', 0n, 'broken-list.link'],
    ['leads out of the dump', 'absent', 'broken-list.link'],
    ['leads to what is no task', 0xffff888000000001n, 'broken-list.link'],
    ['turns in a circle', step(first.address, link), 'broken-list.circle'],
  ])('is followed from the other end where it %s', (_, next, reason) => {
    const patches = new Map([[step(third.address, link), next] as const]);
    const broken = patchedKernel(kernel, patches);
    expect(tasks(broken).map((task) => task.pid)).toEqual(all);
    expect(taskListBroken(broken)?.id).toBe(reason);
  });

  it('has what can be reached when it is broken in two places', () => {
    const last = leaders[leaders.length - 1];
    const found = pids(
      new Map([
        [step(third.address, link), 0n],
        [step(last.address, link + 8), 0n],
      ]),
    );
    expect(found).toEqual(expect.arrayContaining([0, 1, third.pid, last.pid]));
    expect(found.length).toBeLessThan(all.length);
  });

  it('does not take what has no PID for a task', () => {
    const found = pids(new Map([[step(third.address, layout.pid), 0xdeadbeefn]]));
    expect(found).not.toContain(third.pid);
    expect(found.length).toBeGreaterThan(all.length - 3);
  });

  it.each<[string, bigint | 'absent']>([
    ['circle', 'absent'],
    ['hole', 0n],
  ])('has the threads before a %s among them', (kind, to) => {
    const leader = leaders.find((task) => threadsOf(kernel, task).length > 3);
    if (!leader) throw new Error('the sample has a process of several threads');
    const group = threadsOf(kernel, leader);
    const node = (i: number): bigint => step(group[i].address, layout.threads?.node ?? 0);
    const broken = patchedKernel(kernel, new Map([[node(2), kind === 'circle' ? node(1) : to]]));
    expect(threadsOf(broken, leader).length).toBeGreaterThanOrEqual(3);
    expect(taskListBroken(broken)?.id).toBe(
      kind === 'circle' ? 'broken-list.threadsCircle' : 'broken-list.taskAbsent',
    );
  });
});
