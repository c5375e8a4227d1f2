import { expect, it } from 'vitest';
import { step, type Addr } from '../../../src/core/addr.ts';
import { crossCalls } from '../../../src/core/kernel/ipis.ts';
import { taskByPid } from '../../../src/core/kernel/tasks.ts';
import { patchedKernel } from '../../build/patched.ts';
import { openDump } from '../../build/zoo.ts';

/** The sample's CPUs asked each other nothing when it died: queues and slots of theirs are filled here as kernel/smp.c does. */
const { kernel } = openDump('sample');
const own = (name: string, cpu: number): Addr => step(kernel.symbol(name).address, kernel.perCpuOffset(cpu));
const queue = own('call_single_queue', 1);
const flush = kernel.symbol('do_flush_tlb_all').address;
/** The slot of CPU 0 for what CPU 1 is to do. */
const slot = (): Addr => {
  const { types, space } = kernel;
  const member = types.has('call_function_data', 'csd') ? 'csd' : 'pcpu';
  const pointer = space.u64(step(own('cfd_data', 0), types.offsetOf('call_function_data', member)));
  return step(
    pointer + kernel.perCpuOffset(1),
    types.has('cfd_percpu', 'csd') ? types.offsetOf('cfd_percpu', 'csd') : 0,
  );
};
const csd = slot();
const locked = new Map<bigint, bigint>([
  [csd, 0n],
  [csd + 8n, 0x11n],
  [csd + 16n, flush],
  [csd + 24n, 0n],
]);

it('finds nothing where nothing was asked', () => {
  expect(crossCalls(kernel)).toEqual([]);
});

it('tells a call that lies in the queue from one that was taken', () => {
  const queued = crossCalls(patchedKernel(kernel, new Map([...locked, [queue, csd]])));
  expect(queued).toMatchObject([
    { from: 0, to: 1, kind: 'call', function: flush, queued: true, waits: true },
  ]);
  const taken = crossCalls(patchedKernel(kernel, locked));
  expect(taken).toMatchObject([
    { from: 0, to: 1, kind: 'call', function: flush, queued: false, waits: true },
  ]);
  const done = crossCalls(patchedKernel(kernel, new Map([...locked, [csd + 8n, 0x10n]])));
  expect(done).toEqual([]);
});

it('names the task of a wake-up, and ends with a circle', () => {
  const task = taskByPid(kernel, 1)!;
  const entry = task.object.get('wake_entry').address;
  const patches = new Map<bigint, bigint>([
    [queue, entry],
    [entry, entry],
    [entry + 8n, 0x30n],
  ]);
  const found = crossCalls(patchedKernel(kernel, patches));
  expect(found).toMatchObject([{ to: 1, kind: 'wake-up', queued: true, waits: false }]);
  expect(found[0].task?.pid).toBe(1);
});

it('tells each entry once where the queues of CPUs lead to the same', () => {
  const both = new Map([...locked, [queue, csd], [own('call_single_queue', 0), csd], [csd, csd]]);
  expect(crossCalls(patchedKernel(kernel, both))).toHaveLength(1);
});
