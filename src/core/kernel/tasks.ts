import { brokenList, kernelSays } from '../catalogue/kernel.ts';
import type { Message } from '../catalogue/message.ts';
import { step, type Addr } from '../addr.ts';
import { FaultError, ifKnown, MissingError } from '../errors.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount } from './cpus.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { Kernel } from './kernel.ts';
import { listEntries, type BrokenList } from './lists.ts';

export { stateLong, stateShort } from './task-state.ts';

/** A thread of the dead machine: struct task_struct (include/linux/sched.h). */
export interface Task {
  readonly object: CObject;
  readonly address: Addr;
  /** Of the thread. */
  readonly pid: number;
  /** Of its process (thread group). */
  readonly tgid: number;
  /** At most 15 characters, as the kernel keeps it. */
  readonly comm: string;
  /** PF_… bits. */
  readonly flags: number;
  /** __state joined with exit_state (task-state.ts). */
  readonly stateBits: number;
  /** The CPU that it ran on last. */
  readonly cpu: number;
  /** mm_struct; 0 for kernel threads and what has exited. */
  readonly mm: Addr;
  /** task_struct of the parent: real_parent; of idle tasks parent, as their real_parent is whoever started the CPU. */
  readonly parent: Addr;
  /** Resident pages that this thread had not added to its process yet (SPLIT_RSS_COUNTING, up to 6.1). */
  readonly pendingPages: number;
}

/** Room of task_struct.comm. */
const COMM = 16;
/** PID_MAX_LIMIT (include/linux/threads.h): no PID is larger. */
const MAX_PID = 4 * 1024 * 1024;
/** PF_KTHREAD (include/linux/sched.h). */
const PF_KTHREAD = 0x00200000;
const NOWHERE = 0n as Addr;
/** MM_FILEPAGES, MM_ANONPAGES, MM_SHMEMPAGES (include/linux/mm_types_task.h since 4.5; 2 is MM_SWAPENTS): an enum without a name. */
export const RESIDENT = [0, 1, 3] as const;

/** Where in task_struct the members lie that whole lists of tasks need, resolved once. */
export interface TaskLayout {
  readonly pid: number;
  readonly tgid: number;
  readonly comm: number;
  readonly flags: number;
  readonly state: number;
  readonly exitState: number;
  /** Undefined where the CPU stands outside of task_struct. */
  readonly cpu: number | undefined;
  readonly mm: number;
  readonly signal: number;
  readonly parent: number;
  readonly idleParent: number;
  /** How the threads of a process are linked; undefined where nothing tells. */
  readonly threads: ThreadLinks | undefined;
  /** rss_stat.count[], for the kinds of pages that are resident. */
  readonly pending: readonly number[];
  /** Where the CPU stands in the thread_info at the low end of the stack, for kernels that have it there. */
  readonly stackInfo: { readonly stack: number; readonly cpu: number } | undefined;
  /** Members that the types do not have: what they would say is not known. */
  readonly missing: readonly string[];
}

/** A circle of list_heads: `node` of each thread, and the head that belongs to none of them, where there is one. */
interface ThreadLinks {
  readonly node: number;
  /** signal_struct.thread_head. */
  readonly head: number | undefined;
}

/** Where nothing is: a member that the types do not have. */
const NO_MEMBER = -1;

/** Throws MissingError where PID or name have no place. */
export function taskLayout(kernel: Kernel): TaskLayout {
  return kernel.remember('task layout', () => {
    const { types } = kernel;
    const missing: string[] = [];
    const known = (...members: string[]): string | undefined =>
      members.find((member) => types.has('task_struct', member));
    const needed = (member: string): number => types.offsetOf('task_struct', member);
    const of = (...members: string[]): number => {
      const member = known(...members);
      if (member === undefined) missing.push(members[0]);
      return member === undefined ? NO_MEMBER : needed(member);
    };
    const cpu = known('thread_info.cpu', 'cpu');
    const threads = threadLinks(kernel);
    if (!threads) missing.push('thread_node');
    const stackInfo =
      cpu === undefined && known('stack') !== undefined && types.has('thread_info', 'cpu')
        ? { stack: needed('stack'), cpu: types.offsetOf('thread_info', 'cpu') }
        : undefined;
    if (cpu === undefined && !stackInfo) missing.push('cpu');
    return {
      pid: needed('pid'),
      tgid: needed('tgid'),
      comm: needed('comm'),
      flags: of('flags'),
      // __state since 5.14 (2f064a59a11f), the CPU in thread_info again since 5.16 (bcf9033e5449).
      state: of('__state', 'state'),
      exitState: of('exit_state'),
      cpu: cpu === undefined ? undefined : needed(cpu),
      stackInfo,
      mm: of('mm'),
      signal: of('signal'),
      parent: of('real_parent', 'parent'),
      idleParent: of('parent', 'real_parent'),
      threads,
      pending: types.has('task_struct', 'rss_stat.count')
        ? RESIDENT.map((kind) => needed('rss_stat.count') + kind * 4)
        : [],
      missing: [...new Set(missing)],
    };
  });
}

/** signal_struct.thread_head and task_struct.thread_node since 3.14 (0c740d0afc3b), task_struct.thread_group up to 6.6. */
function threadLinks({ types }: Kernel): ThreadLinks | undefined {
  const newer = ['signal', 'thread_node'].every((member) => types.has('task_struct', member));
  if (newer && types.has('signal_struct', 'thread_head'))
    return {
      node: types.offsetOf('task_struct', 'thread_node'),
      head: types.offsetOf('signal_struct', 'thread_head'),
    };
  return types.has('task_struct', 'thread_group')
    ? { node: types.offsetOf('task_struct', 'thread_group'), head: undefined }
    : undefined;
}

/**
 * The task_struct at `address`. What lists of tasks show is read at once: with many tasks their pages do not stay in
 * the cache until they are asked for again. Throws FaultError when PID or name are not in the dump.
 */
export function taskAt(kernel: Kernel, address: bigint): Task {
  const object = kernel.at('struct task_struct', address);
  const layout = taskLayout(kernel);
  const { space } = kernel;
  const at = object.address;
  const word = (offset: number): number => (offset === NO_MEMBER ? 0 : (space.tryU32(step(at, offset)) ?? 0));
  const pointer = (offset: number): Addr =>
    offset === NO_MEMBER ? NOWHERE : (space.tryU64(step(at, offset)) ?? NOWHERE);
  const pid = space.s32(step(at, layout.pid));
  let pendingPages = 0;
  for (const offset of layout.pending) pendingPages += word(offset) | 0;
  return {
    object,
    address: at,
    pid,
    tgid: space.s32(step(at, layout.tgid)),
    comm: commAt(space, step(at, layout.comm)),
    flags: word(layout.flags),
    stateBits: word(layout.state) | word(layout.exitState),
    cpu: layout.cpu === undefined ? cpuOnStack(kernel, at, layout) : word(layout.cpu),
    mm: pointer(layout.mm),
    parent: pointer(pid === 0 ? layout.idleParent : layout.parent),
    pendingPages,
  };
}

/** The name of a task; '<erased>' where it was erased before the dump was handed on. */
function commAt(space: AddressSpace, at: Addr): string {
  return space.tryString(at, COMM) ?? (space.absence(at) === 'erased' ? '<erased>' : space.string(at, COMM));
}

/** The CPU in the thread_info at the low end of the stack of the task at `at` (before 4.9); 0 where that is not known. */
function cpuOnStack({ space }: Kernel, at: Addr, { stackInfo }: TaskLayout): number {
  const info = stackInfo && space.tryU64(step(at, stackInfo.stack));
  return info && stackInfo ? (space.tryU32(step(info, stackInfo.cpu)) ?? 0) : 0;
}

/** Why the task list is not whole, where it is not. */
export function taskListBroken(kernel: Kernel): Message | undefined {
  tasks(kernel);
  return kernel.remember('task list', (): BrokenList => ({})).reason;
}

/** All threads: the idle tasks of the CPUs, then the others in order of PID. */
export function tasks(kernel: Kernel): readonly Task[] {
  return kernel.remember('tasks', () => {
    requireTasks(kernel);
    const broken = kernel.remember('task list', (): BrokenList => ({}));
    const found = new Map<bigint, Task>();
    const add = (address: bigint): boolean => {
      if (found.has(address)) return true;
      try {
        const task = taskAt(kernel, address);
        if (task.pid < 0 || task.pid > MAX_PID) {
          broken.reason = brokenList.noTask({ address, pid: task.pid });
          return false;
        }
        found.set(address, task);
        return true;
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        broken.reason = brokenList.taskAbsent({ address });
        return false;
      }
    };
    const init = kernel.symbol('init_task').address;
    add(init);
    const head = kernel.object('init_task', 'struct task_struct').get('tasks');
    for (const leader of listEntries(head, 'struct task_struct', 'tasks', broken)) {
      // After something that is no task the list leads anywhere.
      if (!add(leader.address)) break;
      for (const thread of threads(kernel, leader.address, broken)) if (!add(thread)) break;
    }
    // Where the list breaks its other end is still there.
    for (const leader of broken.reason ? backwards(kernel, head.address, found) : []) {
      if (!add(leader)) break;
      for (const thread of threads(kernel, leader, broken)) if (!add(thread)) break;
    }
    const idle = idleTasks(kernel).map((each) => each.address);
    for (const address of idle) add(address);
    const rank = new Map(idle.map((address, cpu) => [address as bigint, cpu]));
    return [...found.values()].sort((a, b) => {
      if (a.pid !== 0 || b.pid !== 0) return a.pid - b.pid;
      return (rank.get(a.address) ?? Infinity) - (rank.get(b.address) ?? Infinity);
    });
  });
}

/** The leaders from the end of the task list back to one that is in `found`, or to where the list breaks again. */
function* backwards(kernel: Kernel, head: Addr, found: ReadonlyMap<bigint, Task>): Generator<Addr> {
  const { space, types } = kernel;
  const offset = types.offsetOf('task_struct', 'tasks');
  let at = space.tryU64(step(head, 8));
  for (let i = 0; at && at !== head && i < MAX_PID; i++) {
    const leader = step(at, -offset);
    if (found.has(leader)) return;
    yield leader;
    at = space.tryU64(step(at, 8));
  }
}

/**
 * The further threads of the process led by the task at `leader`. Walked from the leader on, so that it matters not whether
 * the signal_struct, which may have the head, is in the dump.
 */
function* threads(kernel: Kernel, leader: bigint, broken: BrokenList): Generator<Addr> {
  const { space } = kernel;
  const { threads: links, signal } = taskLayout(kernel);
  if (!links) return;
  const node = step(leader, links.node);
  const owner = links.head === undefined ? undefined : space.tryU64(step(leader, signal));
  if (links.head !== undefined && !owner) return;
  const head = owner === undefined || links.head === undefined ? node : step(owner, links.head);
  const met = new Set<bigint>([head, node]);
  for (let at = space.tryU64(node); at !== head && at !== node; at = space.tryU64(at)) {
    if (at === undefined || met.has(at) || met.size > MAX_PID) {
      broken.reason =
        at === undefined ? brokenList.threadsLeave({ leader }) : brokenList.threadsCircle({ leader });
      return;
    }
    met.add(at);
    yield step(at, -links.node);
  }
}

/** All threads, as `tasks` has them; none where this dump has no types to know them by. */
export function knownTasks(kernel: Kernel): readonly Task[] {
  return kernel.types.has('task_struct', 'tasks') ? tasks(kernel) : [];
}

/** The threads of `task`'s process, itself among them, in the kernel's order; found once for all processes. */
export function threadsOf(kernel: Kernel, task: Task): readonly Task[] {
  const groups = kernel.remember('threads by process', () => {
    const map = new Map<number, Task[]>();
    for (const each of tasks(kernel)) {
      const group = map.get(each.tgid);
      if (group) group.push(each);
      else map.set(each.tgid, [each]);
    }
    return map;
  });
  return groups.get(task.tgid) ?? [task];
}

/** The idle task of each possible CPU: init_task for CPU 0, rq.idle for the others. */
export function idleTasks(kernel: Kernel): readonly Task[] {
  return kernel.remember('idle tasks', () => {
    const found: Task[] = [];
    if (!kernel.types.has('task_struct', 'tasks')) return found;
    for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
      const idle = cpu === 0 ? kernel.symbol('init_task').address : runqueue(kernel, cpu, 'idle');
      const task = idle && byAddress(kernel, idle, false);
      if (task) found.push(task);
    }
    return found;
  });
}

/** The task that the run queue of CPU `cpu` says was running: rq.curr. One of zeros is none: an idle task, of PID 0, has a name. */
export function runqueueTask(kernel: Kernel, cpu: number): Task | undefined {
  const current = runqueue(kernel, cpu, 'curr');
  const task = current ? byAddress(kernel, current) : undefined;
  return task?.pid === 0 && task.comm === '' ? undefined : task;
}

/** What the run queues say was running, in order of the CPUs. */
export function runqueueTasks(kernel: Kernel): readonly Task[] {
  return kernel.remember('tasks of the run queues', () =>
    Array.from({ length: cpuCount(kernel) }, (_, cpu) => runqueueTask(kernel, cpu) ?? []).flat(),
  );
}

function runqueue(kernel: Kernel, cpu: number, member: 'idle' | 'curr'): Addr | undefined {
  return ifKnown(() => kernel.perCpu('runqueues', cpu, 'struct rq').get(member).pointer());
}

/** The task with its task_struct at `address`, when it is one of `tasks`. */
export function taskByAddress(kernel: Kernel, address: bigint): Task | undefined {
  return kernel
    .remember('tasks by address', () => new Map(tasks(kernel).map((task) => [task.address as bigint, task])))
    .get(address);
}

/** The task with `pid`; PID 0 is every idle task, the first is meant. */
export function taskByPid(kernel: Kernel, pid: number): Task | undefined {
  return kernel
    .remember('tasks by PID', () => {
      const map = new Map<number, Task>();
      for (const task of tasks(kernel)) if (!map.has(task.pid)) map.set(task.pid, task);
      return map;
    })
    .get(pid);
}

/** The task at `address`, known to the list or not. */
function byAddress(kernel: Kernel, address: bigint, known = true): Task | undefined {
  const listed = known ? taskByAddress(kernel, address) : undefined;
  if (listed) return listed;
  try {
    return taskAt(kernel, address);
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}

/** The CPU that `task` ran on last. */
export function taskCpu(task: Task): number {
  return task.cpu;
}

/** Whether `task` is a thread of the kernel: PF_KTHREAD; idle tasks too. */
export function isKernelThread(task: Task): boolean {
  return task.pid === 0 || (task.flags & PF_KTHREAD) !== 0;
}

/** Address of the parent's task_struct. */
export function parentAddress(_kernel: Kernel, task: Task): Addr | undefined {
  return task.parent === 0n ? undefined : task.parent;
}

/** The parent. */
export function parentOf(kernel: Kernel, task: Task): Task | undefined {
  const parent = parentAddress(kernel, task);
  return parent ? byAddress(kernel, parent) : undefined;
}

/** Throws MissingError when nothing can be known of tasks. */
export function requireTasks(kernel: Kernel): void {
  if (!kernel.types.has('task_struct', 'tasks')) throw new MissingError(kernelSays.noTasks());
}
