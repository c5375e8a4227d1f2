import { hex } from '../addr.ts';
import { factsOf } from '../kernel/task-facts.ts';
import { startedWith } from '../kernel/cmdline.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { kilobytes, memoryShare } from '../kernel/mm.ts';
import { panicTask } from '../kernel/panic.ts';
import { lastRun, policyName, sinceLastRun, taskPolicy } from '../kernel/sched.ts';
import { longOf } from '../kernel/task-state.ts';
import { tasks, type Task } from '../kernel/tasks.ts';
import { readable } from '../rows/readable.ts';
import type { Cell, TableSource } from '../rows/table.ts';
import { refTo } from '../rows/ref.ts';

/** makedumpfile's dump level: user pages were left out. */
const LEVEL_USER = 8;
const MAX_ARGS = 2000;

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
    {
      id: 'args',
      title: 'Command line',
      kind: 'text',
      about: 'where user memory is in the dump',
      optional: true,
    },
  ],
  *rows(kernel) {
    const panicked = panicTask(kernel)?.address;
    const withArgs = ((kernel.container.dumpLevel ?? 0) & LEVEL_USER) === 0;
    for (const task of tasks(kernel)) yield row(kernel, task, panicked, withArgs);
  },
};

function row(kernel: Kernel, task: Task, panicked: bigint | undefined, withArgs: boolean): Cell[] {
  const { ppid, state, kernelThread, active, total, resident } = factsOf(kernel, task);
  const share = memoryShare(kernel, resident);
  const mark = task.address === panicked ? 'panic' : active ? 'active' : '';
  const since = Number(sinceLastRun(kernel, task)) / 1e9;
  const last = Number(lastRun(task)) / 1e9;
  const policy = taskPolicy(task);
  return [
    { text: task.comm, ref: refTo.task(task.address) },
    number(task.pid),
    number(ppid),
    number(task.tgid),
    number(task.cpu),
    { text: state, tone: state === 'UN' ? 'warn' : state === 'ZO' || state === 'DE' ? 'muted' : undefined },
    { text: mark, tone: mark === 'panic' ? 'bad' : mark ? 'good' : undefined },
    { text: kernelThread ? 'kernel' : 'user', tone: 'muted' },
    { text: share.toFixed(1), order: share, tone: share === 0 ? 'muted' : undefined },
    number(kilobytes(total)),
    number(kilobytes(resident)),
    { text: hex(task.address, 16), ref: refTo.task(task.address), order: task.address },
    { text: policy === undefined ? '' : policyName(policy) },
    { text: since.toFixed(3), order: since },
    { text: last.toFixed(3), order: last },
    { text: longOf(task.stateBits), tone: 'muted' },
    { text: withArgs ? commandLine(kernel, task) : '' },
  ];
}

/** The arguments in user memory; '' where they are not in the dump. */
function commandLine(kernel: Kernel, task: Task): string {
  if (task.mm === 0n) return '';
  const found = startedWith(kernel, task);
  return 'absent' in found ? '' : readable(found.args.join(' ')).slice(0, MAX_ARGS);
}

function number(value: number): Cell {
  return { text: String(value), order: value, tone: value === 0 ? 'muted' : undefined };
}
