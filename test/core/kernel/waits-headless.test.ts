import { expect, it, vi } from 'vitest';
import type { Addr } from '../../../src/core/addr.ts';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import type { Task } from '../../../src/core/kernel/tasks.ts';
import { wordKernel } from '../../build/word-kernel.ts';

/**
 * Mutexes of 7.1 and newer have no head in their ring of waiters, only a pointer to the first (struct mutex.first_waiter): stacks
 * and locks as such kernels have them, in built memory.
 */

const KEEPER = 0xffff888001000000n;
const SECOND = 0xffff888001002000n;
const THIRD = 0xffff888001003000n;
const GONE = 0xffff88800100f000n;
const LOCK = 0xffffffffc0004140n;
const stackOf = (task: bigint): bigint => 0xffffc90000000000n + (task & 0xffffn) * 16n;
const taskOf = (address: bigint): Task => ({ address, comm: 't', pid: 1, object: {} }) as unknown as Task;

vi.mock('../../../src/core/kernel/stack-ranges.ts', () => ({
  taskStack: (_: Kernel, { address }: Task) => ({ low: stackOf(address), high: stackOf(address) + 4096n }),
}));
vi.mock('../../../src/core/kernel/stacks.ts', () => ({
  sleepingStart: (_: Kernel, { address }: Task) => ({ sp: stackOf(address) + 2048n }),
  unwindTask: () => ({ frames: [{ symbol: { symbol: { name: '__mutex_lock.constprop.0' } } }] }),
}));
vi.mock('../../../src/core/kernel/running.ts', () => ({
  isActive: (_: Kernel, { address }: Task) => address === KEEPER,
}));
vi.mock('../../../src/core/kernel/tasks.ts', () => ({
  taskByAddress: (_: Kernel, address: bigint) =>
    [KEEPER, SECOND, THIRD].includes(address) ? taskOf(address) : undefined,
  tasks: () => [SECOND, THIRD].map(taskOf),
}));

const { waitChain, waitOf } = await import('../../../src/core/kernel/waits.ts');

/** A kernel with a mutex that `owner` has (with flags), and whose waiters are those of `waiters`, in this order. */
function kernelWith(owner: bigint, waiters: readonly bigint[]): Kernel {
  const memory = new Map<bigint, bigint>();
  const entry = (task: bigint): bigint => stackOf(task) + 2048n + 256n;
  waiters.forEach((task, i) => {
    memory.set(stackOf(task) + 2048n + 64n, LOCK);
    const at = (step: number): bigint => entry(waiters[(i + step + waiters.length) % waiters.length]);
    memory.set(entry(task), at(1));
    memory.set(entry(task) + 8n, at(-1));
    memory.set(entry(task) + 16n, task);
  });
  memory.set(LOCK, owner);
  memory.set(LOCK + 16n, entry(waiters[0]));
  return wordKernel(memory, {
    'mutex.owner': 0,
    'mutex.first_waiter': 16,
    'mutex_waiter.list': 0,
    'mutex_waiter.task': 16,
  });
}

it('finds the mutex of a ring without a head, who owns it, and how many wait', () => {
  for (const waiters of [[SECOND], [SECOND, THIRD], [THIRD, SECOND]]) {
    const kernel = kernelWith(KEEPER | 1n, waiters);
    expect(waitOf(kernel, taskOf(SECOND))).toMatchObject({
      kind: 'mutex',
      at: LOCK as Addr,
      hold: 'owner',
      owner: { address: KEEPER },
      waiters: waiters.length,
    });
    expect(waitChain(kernel, taskOf(SECOND)).circle).toBeUndefined();
  }
});

it('says that the owner is gone where it is no task any more', () => {
  const wait = waitOf(kernelWith(GONE, [SECOND]), taskOf(SECOND));
  expect(wait).toMatchObject({ kind: 'mutex', gone: GONE });
  expect(wait?.owner).toBeUndefined();
});

it('finds a circle that the first task stands outside of', () => {
  // Who owns it waits for it: as short as circles get.
  const { circle, waits } = waitChain(kernelWith(THIRD, [THIRD, SECOND]), taskOf(SECOND));
  expect(circle?.map(({ address }: Task) => address)).toEqual([THIRD]);
  expect(waits).toHaveLength(2);
});
