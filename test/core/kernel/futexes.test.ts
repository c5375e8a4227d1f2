import { expect, it } from 'vitest';
import { step } from '../../../src/core/addr.ts';
import { futexArea, futexAt, futexWaiters } from '../../../src/core/kernel/futexes.ts';
import { taskStack } from '../../../src/core/kernel/stack-ranges.ts';
import { waits } from '../../../src/core/kernel/waits.ts';
import { vmas } from '../../../src/core/kernel/vmas.ts';
import { patchedKernel, type Patches } from '../../build/patched.ts';
import { openDump } from '../../build/zoo.ts';

/** The sample has two threads that wait for words of their process's memory; what it has none of is put in their place. */
const { kernel } = openDump('sample');
const [first, second] = [...futexWaiters(kernel)];
const member = (path: string): bigint => first.object.get(path).address;

it('tells words of different addresses apart, and where they lie', () => {
  expect(first.task?.comm).toMatch(/^lab_thr_/);
  expect(first.key).toBe('private');
  expect(first.at).not.toBe(second.at);
  expect(first.sameAs).not.toBe(second.sameAs);
  expect(first.inherits).toBe(false);
});

it('finds a futex of a file in the area that maps it', () => {
  const mm = kernel.at('struct mm_struct', first.task?.mm ?? 0n);
  const area = [...vmas(kernel, mm)].find(({ object }) => object.get('vm_file').pointer() !== 0n)!;
  const inode = area.object.get('vm_file').get('f_inode').deref();
  const patches: Patches = new Map([
    [member('key.both.ptr'), inode.get('i_sequence').pointer()],
    [member('key.both.word'), area.object.get('vm_pgoff').pointer()],
    // FUT_OFF_INODE
    [member('key.both.offset'), 0x124n | 1n],
  ]);
  const shared = patchedKernel(kernel, patches);
  const found = [...futexWaiters(shared)].find(({ object }) => object.address === first.object.address)!;
  expect(found.key).toBe('file');
  expect(found.at).toBe(area.start + 0x124n);
  expect(futexArea(shared, found)?.vma.start).toBe(area.start);
  // The number of a page is no address of a process.
  expect(waits(shared).find(({ task }) => task.pid === first.task?.pid)?.at).toBe(area.start + 0x124n);
});

it('names who has a futex with priority inheritance', () => {
  const init = kernel.symbol('init_task').address;
  const state = member('key') - 4096n;
  const owner = state + BigInt(kernel.types.offsetOf('futex_pi_state', 'owner'));
  const inherited = patchedKernel(
    kernel,
    new Map([
      [member('pi_state'), state],
      [owner, init],
    ]),
  );
  const [found] = [...futexWaiters(inherited)];
  expect(found.inherits).toBe(true);
  expect(found.owner?.pid).toBe(0);
});

it('takes nothing else on the stack of who waits for a waiter', () => {
  for (const { task } of [first, second]) {
    const { low, high } = taskStack(kernel, task!)!;
    const found: bigint[] = [];
    for (let at = low; at + 256n < high; at = step(at, 8)) {
      const waiter = futexAt(kernel, at);
      if (waiter) found.push(waiter.object.address);
    }
    expect(found).toHaveLength(1);
  }
});

it('leaves out who was woken, and goes on behind a table that is damaged', () => {
  const woken = patchedKernel(kernel, new Map([[member('lock_ptr'), 0n]]));
  expect([...futexWaiters(woken)].map(({ task }) => task?.pid)).toEqual([second.task?.pid]);
  const table = kernel.symbol('__futex_data').address;
  for (const size of [0n, 3n, 1n << 40n])
    expect([...futexWaiters(patchedKernel(kernel, new Map([[table + 8n, size]])))]).toEqual([]);
});

it('tells a waiter once where two buckets lead to it, and ends with a circle', () => {
  const node = member('list.node_list');
  const other = second.object.get('list.node_list').address;
  const head = kernel.space.u64(step(other, 8));
  // The bucket of the second waiter leads to the first one, whose list goes round without a head.
  const patched = patchedKernel(
    kernel,
    new Map<bigint, bigint>([
      [head, node],
      [node, node],
      [node + 8n, node],
    ]),
  );
  expect([...futexWaiters(patched)].map(({ task }) => task?.pid)).toEqual([first.task?.pid]);
});
