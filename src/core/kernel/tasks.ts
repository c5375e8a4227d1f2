import { step, type Addr } from '../addr.ts';
import { FaultError, MissingError } from '../errors.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { listEntries, type BrokenList } from './lists.ts';

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
}

/** Room of task_struct.comm. */
const COMM = 16;

/** The task_struct at `address`. */
export function taskAt(kernel: Kernel, address: bigint): Task {
  const object = kernel.at('struct task_struct', address);
  return {
    object,
    address: object.address,
    pid: object.get('pid').number(),
    tgid: object.get('tgid').number(),
    comm: object.get('comm').string(COMM),
  };
}

/** Why the task list is not whole, where it is not. */
export function taskListBroken(kernel: Kernel): string | undefined {
  tasks(kernel);
  return kernel.remember('task list', (): BrokenList => ({})).reason;
}

/** All threads: the idle tasks of the CPUs, then the others in order of PID. */
export function tasks(kernel: Kernel): readonly Task[] {
  return kernel.remember('tasks', () => {
    const broken = kernel.remember('task list', (): BrokenList => ({}));
    const found = new Map<bigint, Task>();
    const add = (address: bigint): void => {
      if (found.has(address)) return;
      try {
        found.set(address, taskAt(kernel, address));
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        broken.reason = `the task_struct at ${address.toString(16)} is not in the dump`;
      }
    };
    const init = kernel.symbol('init_task').address;
    const leaders = [init as bigint];
    for (const leader of listEntries(kernel.object('init_task', 'struct task_struct').get('tasks'), 'struct task_struct', 'tasks', broken)) leaders.push(leader.address);
    for (const leader of leaders) {
      add(leader);
      for (const thread of threads(kernel, leader, broken)) add(thread);
    }
    const idle = idleTasks(kernel).map((each) => each.address);
    for (const address of idle) add(address);
    const rank = new Map(idle.map((address, cpu) => [address as bigint, cpu]));
    return [...found.values()].sort((a, b) => {
      const first = rank.get(a.address);
      const second = rank.get(b.address);
      if (first !== undefined || second !== undefined) return (first ?? Infinity) - (second ?? Infinity);
      return a.pid - b.pid;
    });
  });
}

/** The threads of the process led by the task at `leader`: signal_struct.thread_head, linked by task_struct.thread_node (3.14 on). */
function* threads(kernel: Kernel, leader: bigint, broken: BrokenList): Generator<Addr> {
  const { types, space } = kernel;
  const signal = space.tryU64(step(leader, kernel.remember('offset of task_struct.signal', () => types.offsetOf('task_struct', 'signal'))));
  if (!signal) return;
  const head = kernel.at('struct signal_struct', signal).get('thread_head');
  // Most processes have one thread: head and node point at each other.
  const first = space.tryU64(head.address);
  const node = step(leader, kernel.remember('offset of task_struct.thread_node', () => types.offsetOf('task_struct', 'thread_node')));
  if (first === node && space.tryU64(node) === head.address) return;
  for (const thread of listEntries(head, 'struct task_struct', 'thread_node', broken)) yield thread.address;
}

/** The idle task of each possible CPU: init_task for CPU 0, rq.idle for the others. */
export function idleTasks(kernel: Kernel): readonly Task[] {
  return kernel.remember('idle tasks', () => {
    const found: Task[] = [];
    for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
      const idle = cpu === 0 ? kernel.symbol('init_task').address : kernel.perCpu('runqueues', cpu, 'struct rq').try((rq) => rq.get('idle').pointer());
      if (idle) found.push(taskAt(kernel, idle));
    }
    return found;
  });
}

/** The task that CPU `cpu` was running: rq.curr. */
export function currentTask(kernel: Kernel, cpu: number): Task | undefined {
  const current = kernel.perCpu('runqueues', cpu, 'struct rq').try((rq) => rq.get('curr').pointer());
  return current ? byAddress(kernel, current) : undefined;
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

function byAddress(kernel: Kernel, address: bigint): Task | undefined {
  const known = taskByAddress(kernel, address);
  if (known) return known;
  try {
    return taskAt(kernel, address);
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}

/** The CPU that `task` ran on last: thread_info.cpu (5.16 on, bcf9033e5449) or task_struct.cpu. */
export function taskCpu(task: Task): number {
  return task.object.first('thread_info.cpu', 'cpu').number();
}

/** Whether `task` is a thread of the kernel: it has no mm of its own, PF_KTHREAD (include/linux/sched.h). */
export function isKernelThread(task: Task): boolean {
  return (task.object.get('flags').number() & 0x00200000) !== 0;
}

/** Whether a CPU was running `task`. */
export function isActive(kernel: Kernel, task: Task): boolean {
  return activeTasks(kernel).some((active) => active.address === task.address);
}

/** The task that each online CPU was running. */
export function activeTasks(kernel: Kernel): readonly Task[] {
  return kernel.remember('active tasks', () => {
    const found: Task[] = [];
    for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
      const task = currentTask(kernel, cpu);
      if (task) found.push(task);
    }
    return found;
  });
}

/**
 * State of a task as crash names it. The bits are those of include/linux/sched.h since 4.14 (TASK_* and
 * EXIT_*), which BTF does not carry.
 */
const STATE_BITS: readonly (readonly [bit: number, short: string, long: string])[] = [
  [0x1, 'IN', 'TASK_INTERRUPTIBLE'],
  [0x2, 'UN', 'TASK_UNINTERRUPTIBLE'],
  [0x4, 'ST', 'TASK_STOPPED'],
  [0x8, 'TR', 'TASK_TRACED'],
  [0x10, 'DE', 'EXIT_DEAD'],
  [0x20, 'ZO', 'EXIT_ZOMBIE'],
  [0x40, 'PA', 'TASK_PARKED'],
  [0x80, 'DE', 'TASK_DEAD'],
  [0x100, 'WA', 'TASK_WAKEKILL'],
  [0x200, 'WA', 'TASK_WAKING'],
  [0x400, 'NOLOAD', 'TASK_NOLOAD'],
  [0x800, 'NE', 'TASK_NEW'],
];

/** task_struct.__state (5.14 on, 2f064a59a11f) or .state, joined with exit_state. */
export function stateBits(task: Task): number {
  const state = task.object.first('__state', 'state').number();
  return state | task.object.get('exit_state').number();
}

/** Two letters as crash prints them: RU, IN, UN, ST, TR, ZO, DE, PA, WA, NE, ID. */
export function stateShort(task: Task): string {
  const bits = stateBits(task);
  if (bits === 0) return 'RU';
  if ((bits & 0x402) === 0x402) return 'ID';
  return STATE_BITS.find(([bit, short]) => bits & bit && short !== 'NOLOAD')?.[1] ?? '??';
}

/** 'TASK_RUNNING', 'TASK_UNINTERRUPTIBLE|TASK_NOLOAD'. */
export function stateLong(task: Task): string {
  const bits = stateBits(task);
  if (bits === 0) return 'TASK_RUNNING';
  const names = STATE_BITS.filter(([bit]) => bits & bit).map(([, , long]) => long);
  return names.join('|') || `0x${bits.toString(16)}`;
}

/** The parent. */
export function parentOf(kernel: Kernel, task: Task): Task | undefined {
  const parent = task.object.try((object) => object.first('real_parent', 'parent').pointer());
  return parent ? byAddress(kernel, parent) : undefined;
}

/** Throws RequestError-like MissingError when nothing is known of tasks. */
export function requireTasks(kernel: Kernel): void {
  if (!kernel.types.has('task_struct', 'tasks')) throw new MissingError('Without the type struct task_struct (BTF) tasks cannot be listed.');
}
