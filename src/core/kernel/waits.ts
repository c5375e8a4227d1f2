import { isKernelHalf, step, type Addr } from '../addr.ts';
import { isMessage } from '../catalogue/message.ts';
import type { Kernel } from './kernel.ts';
import { taskStack } from './stack-ranges.ts';
import { sleepingStart, unwindTask } from './stacks.ts';
import { isActive, taskByAddress, tasks, type Task } from './tasks.ts';

/** What a task can sleep for. */
export type WaitKind = 'mutex' | 'rwsem' | 'semaphore' | 'rt_mutex' | 'completion' | 'futex' | 'wait queue';

/** What a sleeping task waits for, as the entry on its stack tells. */
export interface Wait {
  readonly task: Task;
  readonly kind: WaitKind;
  /** The lock, completion or wait queue; of a futex the word in the process's own memory. */
  readonly at: Addr;
  /** The struct at `at`; undefined of a futex. */
  readonly type?: string;
  /** Who holds a lock, as far as the lock says (readers of a rwsem do not all stand there). */
  readonly owner?: Task;
  /** Tasks that wait for it, this one included. */
  readonly waiters: number;
}

/**
 * An entry that lies on the waiter's stack, holds its task_struct, and hangs by a list_head in the ring of what it waits
 * for: all but the head of the ring are such entries.
 */
interface Entry {
  readonly kind: WaitKind;
  readonly type: string;
  readonly task: string;
  readonly list: string;
  /** The struct that has the head of the ring, and where. */
  readonly holder: string;
  readonly head: string;
  /** The holder's member that names the owner, and which low bits of it are flags. */
  readonly owner?: { readonly member: string; readonly flags: bigint };
  /** The functions that wait so: other entries (of SysV IPC) look alike, so one of these must be on the stack. */
  readonly through?: RegExp;
}

const ENTRIES: readonly Entry[] = [
  // include/linux/mutex.h, kernel/locking/mutex.h: owner's low 3 bits are flags (4.10 on)
  {
    kind: 'mutex',
    type: 'mutex_waiter',
    task: 'task',
    list: 'list',
    holder: 'mutex',
    head: 'wait_list',
    owner: { member: 'owner', flags: 7n },
    through: /mutex_lock/,
  },
  // include/linux/rwsem.h, kernel/locking/rwsem.c: owner's low 2 bits are flags (5.3 on)
  {
    kind: 'rwsem',
    type: 'rwsem_waiter',
    task: 'task',
    list: 'list',
    holder: 'rw_semaphore',
    head: 'wait_list',
    owner: { member: 'owner', flags: 3n },
    through: /rwsem_down|^down_(read|write)/,
  },
  // kernel/locking/semaphore.c
  {
    kind: 'semaphore',
    type: 'semaphore_waiter',
    task: 'task',
    list: 'list',
    holder: 'semaphore',
    head: 'wait_list',
    through: /^_*down(_|$)/,
  },
  // include/linux/completion.h, swait.h (5.7 on)
  {
    kind: 'completion',
    type: 'swait_queue',
    task: 'task',
    list: 'task_list',
    holder: 'completion',
    head: 'wait.task_list',
    through: /completion|^wait_for_common/,
  },
  // include/linux/swait.h: a simple wait queue
  {
    kind: 'wait queue',
    type: 'swait_queue',
    task: 'task',
    list: 'task_list',
    holder: 'swait_queue_head',
    head: 'task_list',
  },
  // include/linux/wait.h
  {
    kind: 'wait queue',
    type: 'wait_queue_entry',
    task: 'private',
    list: 'entry',
    holder: 'wait_queue_head',
    head: 'head',
  },
];
/** Entries of one ring that are gone through to find its head. */
const MAX_RING = 65536;

/** What `task` sleeps for; undefined when it runs, or when no entry lies on its stack. */
export function waitOf(kernel: Kernel, task: Task): Wait | undefined {
  const start = sleepingStart(kernel, task);
  const stack = taskStack(kernel, task);
  if (isMessage(start) || !stack) return undefined;
  const bytes = kernel.space.readSome(start.sp, Number(stack.high - start.sp));
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
  for (let i = 0; i < words.length; i++) {
    if (words[i] !== task.address) continue;
    const slot = step(start.sp, i * 8);
    for (const entry of ENTRIES) {
      const found = inRing(kernel, entry, task, slot);
      if (found) return found;
    }
    const found = realTime(kernel, task, slot) ?? futex(kernel, task, slot);
    if (found) return found;
  }
  return undefined;
}

function inRing(kernel: Kernel, entry: Entry, task: Task, slot: Addr): Wait | undefined {
  const { types, space } = kernel;
  if (!types.has(entry.type, entry.task) || !types.has(entry.holder, entry.head)) return undefined;
  const toList = types.offsetOf(entry.type, entry.list) - types.offsetOf(entry.type, entry.task);
  const list = step(slot, toList);
  let here = space.tryU64(list);
  if (here === undefined || here === list || space.tryU64(step(here, 8)) !== list) return undefined;
  let head: Addr | undefined;
  let waiters = 1;
  for (let count = 0; here !== list && count < MAX_RING; count++) {
    const owner = space.tryU64(step(here, -toList));
    if (owner !== undefined && taskByAddress(kernel, owner)) waiters++;
    else if (head === undefined) head = here;
    // Two that are no entries: this is a ring of something else (wait entries without a task: epoll's).
    else if (entry.kind !== 'wait queue') return undefined;
    const next: Addr | undefined = space.tryU64(here);
    if (next === undefined || space.tryU64(step(next, 8)) !== here) return undefined;
    here = next;
  }
  if (head === undefined || (entry.through && !goesThrough(kernel, task, entry.through))) return undefined;
  const at = step(head, -types.offsetOf(entry.holder, entry.head));
  return { task, kind: entry.kind, at, type: entry.holder, owner: ownerOf(kernel, entry, at), waiters };
}

function ownerOf(kernel: Kernel, { holder, owner }: Entry, at: Addr): Task | undefined {
  if (!owner || !kernel.types.has(holder, owner.member)) return undefined;
  const word = kernel.at(`struct ${holder}`, at).try((each) => each.get(owner.member).bigint());
  return word === undefined ? undefined : taskByAddress(kernel, BigInt.asUintN(64, word) & ~owner.flags);
}

/** Whether a function that `names` matches is on the stack of `task`. */
function goesThrough(kernel: Kernel, task: Task, names: RegExp): boolean {
  return unwindTask(kernel, task).frames.some((frame) => names.test(frame.symbol?.symbol.name ?? ''));
}

/** struct futex_q, on the stack of who waits for a word of its own memory (kernel/futex/futex.h). */
function futex(kernel: Kernel, task: Task, slot: Addr): Wait | undefined {
  const { types } = kernel;
  if (!types.has('futex_q', 'task') || !types.has('futex_q', 'key.private.address')) return undefined;
  const waiter = kernel.at('struct futex_q', step(slot, -types.offsetOf('futex_q', 'task')));
  const key = waiter.try((each) => ({
    lock: each.get('lock_ptr').pointer(),
    page: each.get('key.private.address').pointer(),
    offset: each.get('key.private.offset').number(),
  }));
  // lock_ptr becomes NULL when it was woken; the low two bits of the offset tell the kind of key.
  if (
    !key ||
    !isKernelHalf(key.lock) ||
    isKernelHalf(key.page) ||
    key.page === 0n ||
    key.offset > 0x1ffff ||
    !goesThrough(kernel, task, /futex/)
  )
    return undefined;
  return { task, kind: 'futex', at: step(key.page, key.offset & ~3), waiters: 1 };
}

/** PREEMPT_RT: struct rt_mutex_waiter names its lock; bit 0 of a lock's owner is a flag (kernel/locking/rtmutex_common.h). */
function realTime(kernel: Kernel, task: Task, slot: Addr): Wait | undefined {
  const { types } = kernel;
  if (!types.has('rt_mutex_waiter', 'task') || !types.has('rt_mutex_waiter', 'lock')) return undefined;
  const base = types.struct('rt_mutex_base') ? 'rt_mutex_base' : 'rt_mutex';
  const waiter = kernel.at('struct rt_mutex_waiter', step(slot, -types.offsetOf('rt_mutex_waiter', 'task')));
  const lock = waiter.try((each) => each.get('lock').pointer()) ?? 0n;
  if (lock === 0n || task.object.try((each) => each.find('pi_blocked_on')?.pointer()) !== waiter.address)
    return undefined;
  const holder = kernel.at(`struct ${base}`, lock);
  const owner = holder.try((each) => each.get('owner').pointer()) ?? 0n;
  return {
    task,
    kind: 'rt_mutex',
    at: holder.address,
    type: base,
    owner: taskByAddress(kernel, owner & ~1n),
    waiters: 1,
  };
}

/** What every sleeping task waits for, where its stack tells. */
export function waits(kernel: Kernel): readonly Wait[] {
  return kernel.remember('what tasks wait for', () =>
    tasks(kernel).flatMap((task) => (isActive(kernel, task) ? [] : (waitOf(kernel, task) ?? []))),
  );
}

/** The tasks that wait for each other in a circle, beginning with `task`; undefined when it is in none. */
export function circleOf(kernel: Kernel, task: Task): readonly Task[] | undefined {
  const owners = kernel.remember('who waits for whom', () => {
    const map = new Map<bigint, Task>();
    for (const { task: waiter, owner } of waits(kernel)) if (owner) map.set(waiter.address, owner);
    return map;
  });
  const chain: Task[] = [];
  for (let here: Task | undefined = task; here; here = owners.get(here.address)) {
    if (chain.some((each) => each.address === here?.address))
      return here.address === task.address ? chain : undefined;
    chain.push(here);
  }
  return undefined;
}
