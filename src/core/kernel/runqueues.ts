import { addr, step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { seenCpus } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';
import { rbEntries } from './rb-tree.ts';
import { currentTask } from './running.ts';
import { taskAt, taskByAddress, type Task } from './tasks.ts';

/** Groups within groups (of cgroups) deeper than this are taken for damage. */
const MAX_DEPTH = 32;
/** Queues of sched_rt_entity by priority: MAX_RT_PRIO (include/linux/sched/prio.h), and one that ends them. */
const RT_QUEUES = 101;

/** The scheduling class that holds a task: its queue (kernel/sched/sched.h). */
export type SchedulingClass = 'deadline' | 'realtime' | 'fair' | 'ext';

/** A task that a CPU runs or that waits for it. */
export interface Runnable {
  readonly task: Task;
  readonly cpu: number;
  /** Absent of the task that runs, which stands in no queue. */
  readonly queue?: SchedulingClass;
  /** task_struct.prio: 0–99 real time, 100–139 fair (120 is nice 0), -1 deadline. */
  readonly prio: number;
}

/** A run queue as a tree of groups (CONFIG_FAIR_GROUP_SCHED): tasks, and queues within it. */
export interface FairQueue {
  /** struct cfs_rq. */
  readonly object: CObject;
  /** struct task_group; 0 without groups. */
  readonly group: Addr;
  readonly entries: readonly (Task | FairQueue)[];
}

/** Whether an entry is a group with a queue of its own, not a task. */
export function isQueue(entry: Task | FairQueue): entry is FairQueue {
  return 'entries' in entry;
}

/** struct rq of CPU `cpu` (kernel/sched/core.c). */
export function runqueueOf(kernel: Kernel, cpu: number): CObject {
  return kernel.perCpu('runqueues', cpu, 'struct rq');
}

/** The CPUs that have a run queue to look at. */
export function queuedCpus(kernel: Kernel): readonly number[] {
  return seenCpus(kernel).filter((cpu) => currentTask(kernel, cpu) !== undefined);
}

/** Nanoseconds of the scheduler's clock of this CPU: rq.clock. */
export function runqueueTime(rq: CObject): bigint {
  return rq.first('clock', 'most_recent_timestamp', 'timestamp_last_tick').bigint();
}

/** When `task` came onto its CPU: sched_info.last_arrival, else last_run. */
export function arrivedAt(task: Task): bigint {
  const { object } = task;
  return (
    object.try((each) => (each.find('sched_info.last_arrival') ?? each.find('last_run'))?.bigint()) ?? 0n
  );
}

/** Nanoseconds that `runnable` has waited for its CPU (sched_info.last_queued); undefined when it runs or is not told. */
export function waitedFor(kernel: Kernel, { task, cpu, queue }: Runnable): bigint | undefined {
  if (queue === undefined) return undefined;
  const since = task.object.try((each) => each.find('sched_info.last_queued')?.bigint()) ?? 0n;
  const now = runqueueOf(kernel, cpu).try(runqueueTime) ?? 0n;
  return since > 0n && now >= since ? now - since : undefined;
}

/** Every task that runs or waits for a CPU, CPU by CPU: the one that runs, then the queues by their class. */
export function* runnables(kernel: Kernel): Generator<Runnable> {
  for (const cpu of queuedCpus(kernel)) {
    const rq = runqueueOf(kernel, cpu);
    const current = currentTask(kernel, cpu);
    const entry = (task: Task, queue?: SchedulingClass): Runnable => ({
      task,
      cpu,
      queue,
      prio: prioOf(task),
    });
    if (current && current.pid !== 0) yield entry(current);
    for (const task of deadlineTasks(kernel, rq))
      if (task.address !== current?.address) yield entry(task, 'deadline');
    for (const { task } of realtimeTasks(kernel, rq))
      if (task.address !== current?.address) yield entry(task, 'realtime');
    for (const task of flat(fairQueue(kernel, rq.get('cfs'))))
      if (task.address !== current?.address) yield entry(task, 'fair');
    for (const task of extTasks(kernel, rq)) if (task.address !== current?.address) yield entry(task, 'ext');
  }
}

/** The tasks of a tree of groups, in its order. */
export function* flat(queue: FairQueue): Generator<Task> {
  for (const entry of queue.entries)
    if (isQueue(entry)) yield* flat(entry);
    else yield entry;
}

/** task_struct.prio: -1 deadline, 0 to 98 real-time, 100 to 139 fair, 140 idle; lower first. 0 where it cannot be read. */
export function prioOf(task: Task): number {
  return task.object.try((each) => each.get('prio').number()) ?? 0;
}

/** What stands in `cfs` (struct cfs_rq): tasks_timeline, a red-black tree; groups have a queue of their own (my_q). */
export function fairQueue(kernel: Kernel, cfs: CObject, depth = 0): FairQueue {
  const group = cfs.try((each) => each.find('tg')?.pointer()) ?? addr(0n);
  const entries: (Task | FairQueue)[] = [];
  // What runs is taken out of the tree; where that is a group, others in it may wait.
  const running = cfs.try((each) => each.find('curr.my_q')?.pointer()) ?? 0n;
  if (running !== 0n && depth < MAX_DEPTH)
    entries.push(fairQueue(kernel, kernel.at('struct cfs_rq', running), depth + 1));
  const tree = cfs.find('tasks_timeline');
  if (tree && depth < MAX_DEPTH)
    for (const entity of rbEntries(kernel, tree, 'struct sched_entity', 'run_node')) {
      const own = entity.try((each) => each.find('my_q')?.pointer()) ?? 0n;
      if (own !== 0n) entries.push(fairQueue(kernel, kernel.at('struct cfs_rq', own), depth + 1));
      else {
        const task = taskOf(kernel, entity, 'se');
        if (task) entries.push(task);
      }
    }
  return { object: cfs, group, entries };
}

/** The tasks of the real-time class with the number of their queue: rt.active (struct rt_prio_array). */
export function* realtimeTasks(
  kernel: Kernel,
  rq: CObject,
): Generator<{ readonly task: Task; readonly prio: number }> {
  yield* realtimeQueue(kernel, rq.get('rt'), 0);
}

function* realtimeQueue(
  kernel: Kernel,
  rt: CObject,
  depth: number,
): Generator<{ readonly task: Task; readonly prio: number }> {
  const queues = rt.get('active.queue');
  const size = kernel.types.sizeOf('struct list_head') ?? 16;
  const count = Math.min(Math.floor(queues.size / size), RT_QUEUES);
  for (let prio = 0; prio < count; prio++) {
    const head = kernel.at('struct list_head', step(queues.address, prio * size));
    if (head.try((each) => each.get('next').pointer() === each.address) !== false) continue;
    for (const entity of listEntries(head, 'struct sched_rt_entity', 'run_list')) {
      const own = entity.try((each) => each.find('my_q')?.pointer()) ?? 0n;
      if (own !== 0n && depth < MAX_DEPTH) {
        yield* realtimeQueue(kernel, kernel.at('struct rt_rq', own), depth + 1);
        continue;
      }
      const task = taskOf(kernel, entity, 'rt');
      if (task) yield { task, prio };
    }
  }
}

/** The tasks of the deadline class: dl.root, by their deadline. A server (6.8 on) stands there for the fair class. */
export function* deadlineTasks(kernel: Kernel, rq: CObject): Generator<Task> {
  const root = rq.find('dl.root') ?? rq.find('dl.rb_root');
  if (!root) return;
  for (const entity of rbEntries(kernel, root, 'struct sched_dl_entity', 'rb_node')) {
    if (entity.try((each) => each.find('dl_server')?.bool()) === true) continue;
    const task = taskOf(kernel, entity, 'dl');
    if (task) yield task;
  }
}

/** The tasks that a sched_ext scheduler gave to this CPU: scx.local_dsq (6.12 on). */
export function* extTasks(kernel: Kernel, rq: CObject): Generator<Task> {
  const list = rq.find('scx.local_dsq.list');
  if (!list || !kernel.types.has('task_struct', 'scx.dsq_list.node')) return;
  // In no use before a scheduler is loaded: the list is not even initialized then.
  if ((list.try((each) => each.get('next').pointer()) ?? 0n) === 0n) return;
  for (const object of listEntries(list, 'struct task_struct', 'scx.dsq_list.node')) {
    const task = known(kernel, object.address);
    if (task) yield task;
  }
}

/** The task whose scheduling entity `member` is `entity`. */
function taskOf(kernel: Kernel, entity: CObject, member: 'se' | 'rt' | 'dl'): Task | undefined {
  return known(kernel, entity.containerOf('struct task_struct', member).address);
}

function known(kernel: Kernel, address: Addr): Task | undefined {
  const listed = taskByAddress(kernel, address);
  if (listed) return listed;
  return kernel.at('struct task_struct', address).try(() => taskAt(kernel, address));
}

/** A group of tasks: struct task_group (kernel/sched/sched.h). */
export interface TaskGroup {
  readonly object: CObject;
  /** Of its cgroup; empty of the root. */
  readonly name: string;
}

/** The task group at `address` with the name of its cgroup. */
export function taskGroup(kernel: Kernel, address: Addr): TaskGroup {
  const object = kernel.at('struct task_group', address);
  const name = object.try((each) => each.find('css.cgroup')?.get('kn.name').string(256)) ?? '';
  return { object, name: name === '/' ? '' : name };
}
