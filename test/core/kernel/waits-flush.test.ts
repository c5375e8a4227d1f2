import { expect, it, vi } from 'vitest';
import type { Addr } from '../../../src/core/addr.ts';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import type { Task } from '../../../src/core/kernel/tasks.ts';
import type { Work } from '../../../src/core/kernel/workqueues.ts';
import { wordKernel } from '../../build/word-kernel.ts';

/**
 * Who flushes a work item waits for a barrier, a work item on its own stack behind the one that is meant (insert_wq_barrier(),
 * kernel/workqueue.c). In built memory.
 */

const ONE = 0xffff888001000000n;
const TWO = 0xffff888001002000n;
const BARRIER = 0xffffffff81234000n;
const FIRST = 0xffffffffc0001000n;
const SECOND = 0xffffffffc0002000n;
const HEAD = 0xffff888005000040n;
const stackOf = (task: bigint): bigint => 0xffffc90000000000n + (task & 0xffffn) * 16n;
const entryOf = (task: bigint): bigint => stackOf(task) + 2048n + 256n;
/** struct wq_barrier: work at 0, done at 32. */
const barrierOf = (task: bigint): bigint => stackOf(task) + 2048n + 512n;
const taskOf = (address: bigint): Task => ({ address, comm: 't', pid: 1 }) as unknown as Task;
let works: Partial<Work>[] = [];

vi.mock('../../../src/core/kernel/stack-ranges.ts', () => ({
  taskStack: (_: Kernel, { address }: Task) => ({ low: stackOf(address), high: stackOf(address) + 4096n }),
}));
vi.mock('../../../src/core/kernel/stacks.ts', () => ({
  sleepingStart: (_: Kernel, { address }: Task) => ({ sp: stackOf(address) + 2048n }),
  // As 5.10 has it, where wait_for_completion() only jumps there.
  unwindTask: () => ({ frames: [{ symbol: { symbol: { name: '__wait_for_common' } } }] }),
}));
vi.mock('../../../src/core/kernel/running.ts', () => ({
  isActive: () => false,
}));
vi.mock('../../../src/core/kernel/tasks.ts', () => ({
  taskByAddress: (_: Kernel, address: bigint) => ([ONE, TWO].includes(address) ? taskOf(address) : undefined),
  tasks: () => [],
}));
vi.mock('../../../src/core/kernel/workqueues.ts', () => ({ works: () => works }));

const { waitChain } = await import('../../../src/core/kernel/waits.ts');

/** `waiting` wait each for the completion in its barrier, whose list_head leads back to what is given with it. */
function kernelWith(waiting: readonly (readonly [task: bigint, before: bigint])[]): Kernel {
  const memory = new Map<bigint, bigint>();
  for (const [task, before] of waiting) {
    const [entry, head] = [entryOf(task), barrierOf(task) + 32n + 8n];
    memory
      .set(entry, task)
      .set(entry + 8n, head)
      .set(entry + 16n, head);
    memory.set(head, entry + 8n).set(head + 8n, entry + 8n);
    memory.set(barrierOf(task) + 8n + 8n, before);
  }
  const kernel = wordKernel(memory, {
    'completion.wait.task_list': 8,
    'swait_queue.task': 0,
    'swait_queue.task_list': 8,
    'wq_barrier.work': 0,
    'wq_barrier.done': 32,
    'work_struct.entry': 8,
  });
  return {
    ...kernel,
    symbols: { byName: (name: string) => (name === 'wq_barrier_func' ? { address: BARRIER } : undefined) },
  } as unknown as Kernel;
}
const barrier = (task: bigint, state: Work['state'], worker?: bigint): Partial<Work> => ({
  address: barrierOf(task) as Work['address'],
  function: BARRIER as Work['function'],
  state,
  queue: '',
  ...(worker !== undefined && { worker: taskOf(worker) }),
});
const running = (of: bigint, worker: bigint): Partial<Work> => ({
  address: (0xffff888006000000n + of) as Work['address'],
  function: of as Work['function'],
  state: 'running',
  queue: 'office',
  worker: taskOf(worker),
});

it('finds two workers that flush what the other runs', () => {
  works = [
    running(FIRST, ONE),
    barrier(TWO, 'scheduled', ONE),
    running(SECOND, TWO),
    barrier(ONE, 'scheduled', TWO),
  ];
  const { waits, circle } = waitChain(
    kernelWith([
      [ONE, HEAD],
      [TWO, HEAD],
    ]),
    taskOf(ONE),
  );
  expect(waits.map(({ kind, flush }) => [kind, flush?.function])).toEqual([
    ['completion', SECOND],
    ['completion', FIRST],
  ]);
  expect(circle?.map(({ address }) => address)).toEqual([ONE, TWO]);
});

it('finds a worker that flushes what its own queue holds back until it is done, past another barrier', () => {
  const held: Partial<Work> = {
    address: 0xffff888006000100n as Work['address'],
    function: SECOND as Work['function'],
    state: 'inactive',
    queue: 'office',
  };
  works = [running(FIRST, ONE), held, barrier(TWO, 'inactive'), barrier(ONE, 'inactive')];
  const kernel = kernelWith([
    [ONE, barrierOf(TWO) + 8n],
    [TWO, 0xffff888006000108n],
  ]);
  const { waits, circle } = waitChain(kernel, taskOf(ONE));
  expect(waits[0]).toMatchObject({ flush: { function: SECOND, state: 'inactive' }, until: { address: ONE } });
  expect(circle).toHaveLength(1);
  // Where the queue runs two, the end of neither is what it waits for alone.
  works = [...works, running(FIRST + 1n, TWO)];
  expect(waitChain(kernelWith([[ONE, 0xffff888006000108n]]), taskOf(ONE)).circle).toBeUndefined();
});

it('takes no other completion on a stack for a barrier', () => {
  works = [running(SECOND, TWO), { ...barrier(ONE, 'scheduled', TWO), function: FIRST as Work['function'] }];
  const { waits, circle } = waitChain(kernelWith([[ONE, HEAD]]), taskOf(ONE));
  expect(waits[0].flush).toBeUndefined();
  expect(circle).toBeUndefined();
});

it('does not guess what is flushed where the barrier cannot be read', () => {
  works = [running(FIRST, TWO), barrier(ONE, 'scheduled', TWO)];
  const flushIn = (kernel: Kernel) => waitChain(kernel, taskOf(ONE)).waits[0].flush;
  expect(flushIn(kernelWith([[ONE, HEAD]]))).toBeDefined();
  const { space, ...others } = kernelWith([[ONE, HEAD]]);
  const lost = barrierOf(ONE) + 16n;
  const tryU64 = (at: bigint): bigint | undefined => (at === lost ? undefined : space.tryU64(at as Addr));
  expect(flushIn({ ...others, space: { ...space, tryU64 } } as unknown as Kernel)).toBeUndefined();
});
