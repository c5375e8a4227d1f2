import { step, type Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import { isMessage } from '../catalogue/message.ts';
import { sleepingStart } from './stacks.ts';
import { taskStack } from './stack-ranges.ts';
import { taskByAddress, type Task } from './tasks.ts';

/** A sleeping lock that a task waits for. */
export interface LockWait {
  readonly kind: 'mutex' | 'rwsem';
  readonly lock: Addr;
  /** Who holds it, as far as the lock says (readers of a rwsem do not all stand there). */
  readonly owner?: Task;
}

/** What tells of each kind: its waiter (on the waiter's stack) and where the lock keeps waiters and owner. */
const KINDS = [
  // include/linux/mutex.h, kernel/locking/mutex.h; owner's low 3 bits are flags (4.10 on)
  { kind: 'mutex', waiter: 'mutex_waiter', lock: 'mutex', flags: 7n },
  // include/linux/rwsem.h, kernel/locking/rwsem.c; owner's low 2 bits are flags (5.3 on)
  { kind: 'rwsem', waiter: 'rwsem_waiter', lock: 'rw_semaphore', flags: 3n },
] as const;
/** Waiters of one lock that are gone through to find it. */
const MAX_WAITERS = 4096;

/**
 * The mutex or rw_semaphore that sleeping `task` waits for. Its waiter lies on its stack: a word that is the
 * task's own address, within a waiter whose list_head is linked. The ring of waiters leads to the lock.
 */
export function lockWait(kernel: Kernel, task: Task): LockWait | undefined {
  const start = sleepingStart(kernel, task);
  const stack = taskStack(kernel, task);
  if (isMessage(start) || !stack) return undefined;
  const bytes = kernel.space.readSome(start.sp, Number(stack.high - start.sp));
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
  for (let i = 0; i < words.length; i++) {
    if (words[i] !== task.address) continue;
    for (const kind of KINDS) {
      const found = waiterAt(kernel, kind, step(start.sp, i * 8));
      if (found) return found;
    }
  }
  return undefined;
}

function waiterAt(kernel: Kernel, kind: (typeof KINDS)[number], slot: Addr): LockWait | undefined {
  const { types, space } = kernel;
  if (!types.has(kind.waiter, 'task') || !types.has(kind.lock, 'wait_list') || !types.has(kind.lock, 'owner'))
    return undefined;
  const list = step(slot, types.offsetOf(kind.waiter, 'list') - types.offsetOf(kind.waiter, 'task'));
  const waitList = types.offsetOf(kind.lock, 'wait_list');
  const first = space.tryU64(list);
  if (first === undefined || space.tryU64(step(first, 8)) !== list) return undefined;
  let here: Addr = first;
  for (let count = 0; here !== list && count < MAX_WAITERS; count++) {
    const lock = step(here, -waitList);
    const owner = kernel.at(`struct ${kind.lock}`, lock).try((object) => object.get('owner').bigint());
    const task = owner === undefined ? undefined : taskByAddress(kernel, owner & ~kind.flags);
    if (task) return { kind: kind.kind, lock, owner: task };
    const next = space.tryU64(here);
    if (next === undefined) return undefined;
    here = next;
  }
  return undefined;
}

/** Tasks that wait for each other in a circle, beginning with `task`; undefined when there is none. */
export function deadlock(kernel: Kernel, task: Task): readonly Task[] | undefined {
  const chain: Task[] = [];
  let here: Task | undefined = task;
  while (here) {
    const again = chain.findIndex((each) => each.address === here?.address);
    if (again >= 0) return chain.slice(again);
    chain.push(here);
    if (chain.length > MAX_WAITERS) return undefined;
    here = lockWait(kernel, here)?.owner;
  }
  return undefined;
}
