import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { listEntries, type BrokenList } from './lists.ts';
import { taskByAddress, type Task } from './tasks.ts';

/** Something on a wait queue: struct wait_queue_entry (include/linux/wait.h; __wait_queue before 4.13). */
export interface Waiter {
  readonly address: Addr;
  /** What is called to wake it. */
  readonly function: Addr;
  /** The task that it is for; undefined of what waits in another way (epoll). */
  readonly task?: Task;
}

/** Its entries have in `private` a struct poll_wqueues, which names the task (fs/select.c). */
const POLL = 'pollwake';

/** What waits at `address`, a struct wait_queue_head; `broken` says why the list ended early. */
export function* waiters(kernel: Kernel, address: bigint, broken?: BrokenList): Generator<Waiter> {
  const { types } = kernel;
  const modern = types.struct('wait_queue_head') !== undefined;
  const head = kernel.at(modern ? 'struct wait_queue_head' : 'struct __wait_queue_head', address);
  const [type, member] = modern ? ['struct wait_queue_entry', 'entry'] : ['struct __wait_queue', 'task_list'];
  for (const entry of listEntries(head.get(modern ? 'head' : 'task_list'), type, member, broken)) {
    const wake = entry.try((each) => each.get('func').pointer()) ?? (0n as Addr);
    yield { address: entry.address, function: wake, task: taskOf(kernel, entry, wake) };
  }
}

function taskOf(kernel: Kernel, entry: CObject, wake: Addr): Task | undefined {
  const owner = entry.try((each) => each.get('private').pointer()) ?? 0n;
  if (owner === 0n) return undefined;
  const direct = taskByAddress(kernel, owner);
  if (direct) return direct;
  const at = kernel.symbols.byAddress(wake);
  if (at?.symbol.name !== POLL || !kernel.types.has('poll_wqueues', 'polling_task')) return undefined;
  const table = kernel.at('struct poll_wqueues', owner);
  const polling = table.try((each) => each.get('polling_task').pointer()) ?? 0n;
  return taskByAddress(kernel, polling);
}
