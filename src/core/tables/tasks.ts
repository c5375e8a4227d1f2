import { hex, step } from '../addr.ts';
import { memoryUse } from '../kernel/mm.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { presentMemory } from '../kernel/memory-size.ts';
import { panicTask } from '../kernel/panic.ts';
import { lastRun, policyName, sinceLastRun, taskPolicy } from '../kernel/sched.ts';
import { longOf, shortOf } from '../kernel/task-state.ts';
import { activeCpu, parentAddress, taskLayout, tasks, type Task } from '../kernel/tasks.ts';
import type { Cell, TableSource } from '../rows/table.ts';
import { refTo } from '../rows/ref.ts';

/** PF_KTHREAD (include/linux/sched.h). */
const PF_KTHREAD = 0x00200000;
const PAGE_KB = 4;

/** All threads, as `ps` lists them. */
export const table: TableSource<Kernel> = {
  id: 'tasks',
  title: 'Tasks',
  command: 'ps',
  columns: [
    { id: 'comm', title: 'Command', kind: 'task', about: 'task_struct.comm' },
    { id: 'pid', title: 'PID', kind: 'count', about: 'of the thread' },
    { id: 'ppid', title: 'PPID', kind: 'count', about: 'of the parent process' },
    {
      id: 'tgid',
      title: 'TGID',
      kind: 'count',
      about: 'of the process the thread belongs to',
      optional: true,
    },
    { id: 'cpu', title: 'CPU', kind: 'count' },
    {
      id: 'state',
      title: 'State',
      kind: 'text',
      about: 'RU runs or waits for a CPU, IN sleeps, UN sleeps and takes no signal, ID idles, ZO zombie',
    },
    {
      id: 'active',
      title: 'Active',
      kind: 'text',
      about: 'what a CPU was running; “panic” is the task that brought the machine down',
    },
    { id: 'kind', title: 'Kind', kind: 'text', about: 'kernel thread or user process' },
    { id: 'mem', title: '%Mem', kind: 'count' },
    { id: 'vsz', title: 'VSZ KB', kind: 'bytes' },
    { id: 'rss', title: 'RSS KB', kind: 'bytes' },
    { id: 'task', title: 'task_struct', kind: 'address' },
    { id: 'policy', title: 'Policy', kind: 'text', optional: true },
    {
      id: 'since',
      title: 'Since last run',
      kind: 'time',
      about: 'seconds since it came onto its CPU last',
      optional: true,
    },
    {
      id: 'lastrun',
      title: 'Last run',
      kind: 'time',
      about: 'scheduler clock when it came onto its CPU last, seconds',
      optional: true,
    },
    { id: 'statelong', title: 'State in full', kind: 'text', optional: true },
  ],
  *rows(kernel) {
    const panicked = panicTask(kernel)?.address;
    const total = presentMemory(kernel) ?? 0;
    for (const task of tasks(kernel)) yield row(kernel, task, panicked, total);
  },
};

function row(kernel: Kernel, task: Task, panicked: bigint | undefined, total: number): Cell[] {
  const { space } = kernel;
  const layout = taskLayout(kernel);
  const word = (offset: number | undefined): number =>
    offset === undefined ? 0 : (space.tryU32(step(task.address, offset)) ?? 0);
  const bits = word(layout.state) | word(layout.exitState);
  const use = memoryUse(kernel, task);
  const cpu = activeCpu(kernel, task);
  const parent = parentAddress(kernel, task);
  const ppid = parent ? (space.tryU32(step(parent, layout.tgid)) ?? 0) : 0;
  const state = shortOf(bits);
  const active = task.address === panicked ? 'panic' : cpu === undefined ? '' : 'active';
  const since = Number(sinceLastRun(kernel, task)) / 1e9;
  const last = Number(lastRun(task)) / 1e9;
  const policy = taskPolicy(task);
  return [
    { text: task.comm, ref: refTo.task(task.address) },
    number(task.pid),
    number(ppid),
    number(task.tgid),
    number(word(layout.cpu)),
    { text: state, tone: state === 'UN' ? 'warn' : state === 'ZO' || state === 'DE' ? 'muted' : undefined },
    { text: active, tone: active === 'panic' ? 'bad' : active ? 'good' : undefined },
    { text: task.pid === 0 || (word(layout.flags) & PF_KTHREAD) !== 0 ? 'kernel' : 'user', tone: 'muted' },
    share(use.resident * PAGE_KB * 1024, total),
    number(use.total * PAGE_KB),
    number(use.resident * PAGE_KB),
    { text: hex(task.address, 16), ref: refTo.task(task.address), order: task.address },
    { text: policy === undefined ? '' : policyName(policy) },
    { text: since.toFixed(3), order: since },
    { text: last.toFixed(3), order: last },
    { text: longOf(bits), tone: 'muted' },
  ];
}

function number(value: number): Cell {
  return { text: String(value), order: value, tone: value === 0 ? 'muted' : undefined };
}

function share(bytes: number, of: number): Cell {
  const percent = of > 0 ? Math.min(100, (bytes / of) * 100) : 0;
  return { text: percent.toFixed(1), order: percent, tone: percent === 0 ? 'muted' : undefined };
}
