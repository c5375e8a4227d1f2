import { expect, it, vi } from 'vitest';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import type { Task } from '../../../src/core/kernel/tasks.ts';
import { wordKernel } from '../../build/word-kernel.ts';

/**
 * Who waits for the end of another task waits for a completion that task's vfork_done leads to (kernel/fork.c): the `exited` of a
 * kernel thread that kthread_stop() was called for, or the one on the stack of a vfork()'s parent. In built memory.
 */

const STOPPER = 0xffff888001000000n;
const STOPPED = 0xffff888001002000n;
const OTHER = 0xffff888001003000n;
const EXITED = 0xffff888004d2bac8n;
const stackOf = (task: bigint): bigint => 0xffffc90000000000n + (task & 0xffffn) * 16n;
const entryOf = (task: bigint): bigint => stackOf(task) + 2048n + 256n;
let vforkDone = new Map<bigint, bigint>();

const taskOf = (address: bigint): Task =>
  ({
    address,
    comm: 't',
    pid: 1,
    object: {
      try: <T>(work: (each: unknown) => T) =>
        work({ get: () => ({ pointer: () => vforkDone.get(address) ?? 0n }) }),
    },
  }) as unknown as Task;

vi.mock('../../../src/core/kernel/stack-ranges.ts', () => ({
  taskStack: (_: Kernel, { address }: Task) => ({ low: stackOf(address), high: stackOf(address) + 4096n }),
}));
vi.mock('../../../src/core/kernel/stacks.ts', () => ({
  sleepingStart: (_: Kernel, { address }: Task) => ({ sp: stackOf(address) + 2048n }),
  unwindTask: () => ({ frames: [{ symbol: { symbol: { name: 'wait_for_completion' } } }] }),
}));
vi.mock('../../../src/core/kernel/running.ts', () => ({
  isActive: () => false,
}));
vi.mock('../../../src/core/kernel/tasks.ts', () => ({
  taskByAddress: (_: Kernel, address: bigint) =>
    [STOPPER, STOPPED, OTHER].includes(address) ? taskOf(address) : undefined,
  tasks: () => [STOPPER, STOPPED, OTHER].map(taskOf),
}));

const { waitChain, waitOf } = await import('../../../src/core/kernel/waits.ts');

/** A kernel in which each of `waiting` waits for the completion that is given with it, alone. */
function kernelWith(waiting: readonly (readonly [task: bigint, completion: bigint])[]): Kernel {
  const memory = new Map<bigint, bigint>();
  for (const [task, completion] of waiting) {
    const [entry, head] = [entryOf(task), completion + 8n];
    memory
      .set(entry, task)
      .set(entry + 8n, head)
      .set(entry + 16n, head);
    memory.set(head, entry + 8n).set(head + 8n, entry + 8n);
  }
  return wordKernel(memory, {
    'completion.wait.task_list': 8,
    'swait_queue.task': 0,
    'swait_queue.task_list': 8,
    'task_struct.vfork_done': 0,
  });
}

it('finds the task whose end completes what is waited for', () => {
  vforkDone = new Map([[STOPPED, EXITED]]);
  const kernel = kernelWith([[STOPPER, EXITED]]);
  expect(waitOf(kernel, taskOf(STOPPER))).toMatchObject({
    kind: 'completion',
    at: EXITED,
    until: { address: STOPPED },
  });
  const { waits, circle } = waitChain(kernel, taskOf(STOPPER));
  expect(waits).toHaveLength(1);
  expect(circle).toBeUndefined();
});

it('finds a circle of those who wait for the end of each other', () => {
  vforkDone = new Map([
    [STOPPED, EXITED],
    [STOPPER, EXITED + 4096n],
  ]);
  const kernel = kernelWith([
    [STOPPER, EXITED],
    [STOPPED, EXITED + 4096n],
  ]);
  const { circle } = waitChain(kernel, taskOf(STOPPER));
  expect(circle?.map(({ address }: Task) => address)).toEqual([STOPPER, STOPPED]);
});

it('names nobody of a completion that is no end of a task, or that the waiter itself would complete', () => {
  vforkDone = new Map([
    [STOPPED, EXITED + 8n],
    [STOPPER, EXITED],
  ]);
  const wait = waitOf(kernelWith([[STOPPER, EXITED]]), taskOf(STOPPER));
  expect(wait).toMatchObject({ kind: 'completion', at: EXITED });
  expect(wait?.until).toBeUndefined();
});
