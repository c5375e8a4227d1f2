import { isKernelHalf, step, type Addr } from '../addr.ts';
import { ifKnown } from '../errors.ts';
import { bitWait, sameBit, type BitWait } from './bit-waits.ts';
import { isMessage } from '../catalogue/message.ts';
import { futexAt, type FutexWaiter } from './futexes.ts';
import type { Kernel } from './kernel.ts';
import { taskStack } from './stack-ranges.ts';
import { sleepingStart, unwindTask } from './stacks.ts';
import { flushedWith } from './flushes.ts';
import type { Work } from './workqueues.ts';
import { isActive } from './running.ts';
import { taskByAddress, tasks, type Task } from './tasks.ts';

/** What a task can sleep for. */
export type WaitKind = 'mutex' | 'rwsem' | 'semaphore' | 'rt_mutex' | 'completion' | 'futex' | 'wait queue';

/** What a sleeping task waits for, as the entry on its stack tells. */
export interface Wait {
  readonly task: Task;
  readonly kind: WaitKind;
  /** The lock, completion or wait queue; of a futex the word in the process's own memory. */
  readonly at: Addr;
  /** The struct at `at`; undefined of a futex's word. */
  readonly type?: string;
  /** Who holds a lock, as far as the lock says (readers of a rwsem do not all stand there). */
  readonly owner?: Task;
  /**
   * What that word means: the one owner; one of those that read (a rwsem, whose other readers are not known, and which may have
   * let it go since); who took it last (a semaphore has no owner).
   */
  readonly hold?: 'owner' | 'reader' | 'last';
  /** What the lock names as its owner where that is no task any more: it ended without unlocking. */
  readonly gone?: Addr;
  /** Of a completion: the task whose end completes it, which is that of kthread_stop() and of the parent of a vfork(). */
  readonly until?: Task;
  /** Of a completion: the work item whose end completes it; `until` is then the thread that has to do it. */
  readonly flush?: Work;
  /** Of a futex: the entry on the stack. */
  readonly futex?: FutexWaiter;
  /** Of a wait queue that is shared by what hashes to it: the bit or the variable that is waited for. */
  readonly bit?: BitWait;
  /** Tasks that wait for it, this one included. */
  readonly waiters: number;
}

/**
 * An entry that lies on the waiter's stack, holds its task_struct, and hangs by a list_head in the ring of what it waits
 * for: all but the head of the ring are such entries. Where the holder has no head but a pointer to its first waiter (mutex,
 * rw_semaphore and semaphore from 7.1 on), the ring has entries only.
 */
interface Entry {
  readonly kind: WaitKind;
  readonly type: string;
  readonly task: string;
  readonly list: string;
  /** The struct that has the head of the ring, and where. */
  readonly holder: string;
  readonly head: string;
  /** The holder's pointer to the first entry, of kernels whose ring has no head. */
  readonly first?: string;
  /** The holder's member that names the owner, and which low bits of it are flags; a set `reader` says that it is one of several. */
  readonly owner?: {
    readonly member: string;
    readonly flags: bigint;
    readonly reader?: bigint;
    readonly last?: true;
  };
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
    first: 'first_waiter',
    owner: { member: 'owner', flags: 7n },
    through: /mutex_lock/,
  },
  // include/linux/rwsem.h, kernel/locking/rwsem.c: owner's low 2 bits are flags (5.3 on),
  // RWSEM_READER_OWNED is bit 0
  {
    kind: 'rwsem',
    type: 'rwsem_waiter',
    task: 'task',
    list: 'list',
    holder: 'rw_semaphore',
    head: 'wait_list',
    first: 'first_waiter',
    owner: { member: 'owner', flags: 3n, reader: 1n },
    through: /rwsem_down|^down_(read|write)/,
  },
  // kernel/locking/semaphore.c; last_holder only with CONFIG_DETECT_HUNG_TASK_BLOCKER (6.16 on)
  {
    kind: 'semaphore',
    type: 'semaphore_waiter',
    task: 'task',
    list: 'list',
    holder: 'semaphore',
    head: 'wait_list',
    first: 'first_waiter',
    owner: { member: 'last_holder', flags: 0n, last: true },
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
    through: /completion|wait_for_common/,
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
  const known = kernel.remember('waits by task', () => new Map<bigint, Wait | undefined>());
  if (known.has(task.address)) return known.get(task.address);
  const found = lookForWait(kernel, task);
  known.set(task.address, found);
  return found;
}

function lookForWait(kernel: Kernel, task: Task): Wait | undefined {
  const start = sleepingStart(kernel, task);
  const stack = taskStack(kernel, task);
  if (isMessage(start) || !stack) return undefined;
  const bytes = kernel.space.readSome(start.sp, Number(stack.high - start.sp));
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
  for (let i = 0; i < words.length; i++) {
    if (words[i] !== task.address) continue;
    const slot = step(start.sp, i * 8);
    for (const entry of ENTRIES) {
      const found = inRing(kernel, entry, task, slot, words);
      if (found) return found;
    }
    const found = realTime(kernel, task, slot) ?? futex(kernel, task, slot);
    if (found) return found;
  }
  return undefined;
}

function inRing(
  kernel: Kernel,
  entry: Entry,
  task: Task,
  slot: Addr,
  stack: BigUint64Array,
): Wait | undefined {
  const { types, space } = kernel;
  const headless = entry.first !== undefined && types.has(entry.holder, entry.first);
  if (!types.has(entry.type, entry.task) || !(headless || types.has(entry.holder, entry.head)))
    return undefined;
  const toList = types.offsetOf(entry.type, entry.list) - types.offsetOf(entry.type, entry.task);
  const list = step(slot, toList);
  let here = space.tryU64(list);
  if (here === undefined || space.tryU64(step(here, 8)) !== list) return undefined;
  if (here === list && !headless) return undefined;
  let head: Addr | undefined;
  const ring = [list];
  for (let count = 0; here !== list && count < MAX_RING; count++) {
    const owner = space.tryU64(step(here, -toList));
    if (owner !== undefined && taskByAddress(kernel, owner)) ring.push(here);
    else if (head === undefined && !headless) head = here;
    // Two that are no entries: this is a ring of something else (wait entries without a task: epoll's).
    else if (entry.kind !== 'wait queue') return undefined;
    const next: Addr | undefined = space.tryU64(here);
    if (next === undefined || space.tryU64(step(next, 8)) !== here) return undefined;
    here = next;
  }
  if (entry.through && !goesThrough(kernel, task, entry.through)) return undefined;
  const at = headless
    ? pointingTo(kernel, entry, ring, stack)
    : head && step(head, -types.offsetOf(entry.holder, entry.head));
  if (at === undefined) return undefined;
  const held = ownerOf(kernel, entry, at);
  // Its task_struct was given to the waiter since.
  const stale = held.hold === 'last' && held.owner?.address === task.address;
  const flush = entry.kind === 'completion' ? ifKnown(() => flushedWith(kernel, at)) : undefined;
  const until = flush?.until ?? (entry.kind === 'completion' ? endsWith(kernel, task, at) : undefined);
  // An entry begins before its list, by the same distance everywhere in the ring.
  const bitAt = (here: bigint): BitWait | undefined =>
    entry.type === 'wait_queue_entry'
      ? bitWait(kernel, step(here, -types.offsetOf(entry.type, entry.list)))
      : undefined;
  const bit = bitAt(list);
  return {
    task,
    kind: entry.kind,
    at,
    type: entry.holder,
    ...(stale ? {} : held),
    ...(until && { until }),
    ...(flush && { flush: flush.work }),
    ...(bit && { bit }),
    waiters: bit ? ring.filter((here) => sameBit(bit, bitAt(here))).length : ring.length,
  };
}

/**
 * The task, other than `waiter`, whose end completes what is at `at`: mm_release() completes a task's vfork_done (kernel/fork.c),
 * which is on the stack of the parent, or `exited` of a kernel thread's struct kthread (kernel/kthread.c).
 */
function endsWith(kernel: Kernel, waiter: Task, at: Addr): Task | undefined {
  if (!kernel.types.has('task_struct', 'vfork_done')) return undefined;
  const ends = kernel.remember('tasks by vfork_done', () => {
    const found = new Map<bigint, Task>();
    for (const task of tasks(kernel)) {
      const done = task.object.try((each) => each.get('vfork_done').pointer()) ?? 0n;
      if (done !== 0n) found.set(done, task);
    }
    return found;
  });
  const found = ends.get(at);
  return found?.address === waiter.address ? undefined : found;
}

/**
 * What waits for it has its address on its stack: the word of `stack` whose holder's pointer leads to an entry of `ring`, given
 * by the entries' list_heads.
 */
function pointingTo(
  kernel: Kernel,
  entry: Entry,
  ring: readonly bigint[],
  stack: BigUint64Array,
): Addr | undefined {
  const { types, space } = kernel;
  if (entry.first === undefined) return undefined;
  const toFirst = types.offsetOf(entry.holder, entry.first);
  const entries = new Set(ring.map((list) => step(list, -types.offsetOf(entry.type, entry.list))));
  for (const word of stack) {
    if (!isKernelHalf(word)) continue;
    const first = space.tryU64(step(word, toFirst));
    if (first !== undefined && entries.has(first)) return word as Addr;
  }
  return undefined;
}

type Held = Pick<Wait, 'owner' | 'hold' | 'gone'>;

function ownerOf(kernel: Kernel, { holder, owner }: Entry, at: Addr): Held {
  if (!owner || !kernel.types.has(holder, owner.member)) return {};
  const read = kernel.at(`struct ${holder}`, at).try((each) => each.get(owner.member).bigint());
  if (read === undefined) return {};
  const word = BigInt.asUintN(64, read);
  const reads = owner.reader !== undefined && (word & owner.reader) !== 0n;
  return holderOf(kernel, word & ~owner.flags, owner.last ? 'last' : reads ? 'reader' : 'owner');
}

/** The task at `address`, or that none is there any more: only an owner surely still holds the lock then. */
function holderOf(kernel: Kernel, address: bigint, hold: Wait['hold']): Held {
  const owner = taskByAddress(kernel, address);
  if (owner) return { owner, hold };
  return hold === 'owner' && isKernelHalf(address) ? { gone: address as Addr } : {};
}

/** Whether a function that `names` matches is on the stack of `task`. */
function goesThrough(kernel: Kernel, task: Task, names: RegExp): boolean {
  return unwindTask(kernel, task).frames.some((frame) => names.test(frame.symbol?.symbol.name ?? ''));
}

/** struct futex_q, on the stack of who waits for one (kernel/futex/futex.h). */
function futex(kernel: Kernel, task: Task, slot: Addr): Wait | undefined {
  const { types } = kernel;
  if (!types.has('futex_q', 'task')) return undefined;
  const found = futexAt(kernel, step(slot, -types.offsetOf('futex_q', 'task')));
  if (found?.task !== task || !goesThrough(kernel, task, /futex/)) return undefined;
  const place = found.at === undefined ? { at: found.object.address, type: 'futex_q' } : { at: found.at };
  return { task, kind: 'futex', ...place, waiters: 1, futex: found };
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
    ...holderOf(kernel, owner & ~1n, 'owner'),
    waiters: 1,
  };
}

/** What every sleeping task waits for, where its stack tells. */
export function waits(kernel: Kernel): readonly Wait[] {
  return kernel.remember('what tasks wait for', () =>
    tasks(kernel).flatMap((task) => (isActive(kernel, task) ? [] : (waitOf(kernel, task) ?? []))),
  );
}

/** Who waits for whom, from one task on. */
export interface WaitChain {
  /** The first task's wait, then that of whoever holds what it waits for or whose end it waits for, and so on. */
  readonly waits: readonly Wait[];
  /** The tasks that wait for each other, where it ends in a circle; the first task may stand outside of it. */
  readonly circle?: readonly Task[];
}

/** Follows owners, and those whose end is waited for, from `task` on. */
export function waitChain(kernel: Kernel, task: Task): WaitChain {
  const found: Wait[] = [];
  for (let here: Task | undefined = task; here && found.length < MAX_CHAIN;) {
    const { address } = here;
    const again = found.findIndex((each) => each.task.address === address);
    if (again >= 0) return { waits: found, circle: found.slice(again).map((each) => each.task) };
    const wait: Wait | undefined = isActive(kernel, here) ? undefined : waitOf(kernel, here);
    if (!wait) break;
    found.push(wait);
    // Who took it last need not have it any more.
    here = wait.hold === 'last' ? undefined : (wait.owner ?? wait.until);
  }
  return { waits: found };
}
/** Tasks of one chain. */
const MAX_CHAIN = 4096;

/** The tasks that wait for each other in a circle, beginning with `task`; undefined when it is in none. */
export function circleOf(kernel: Kernel, task: Task): readonly Task[] | undefined {
  const { circle } = waitChain(kernel, task);
  return circle?.[0].address === task.address ? circle : undefined;
}
