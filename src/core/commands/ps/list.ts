import { hex } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Task } from '../../kernel/tasks.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { toRow } from '../../things/rows.ts';
import { thing } from '../../things/tasks.ts';
import { values } from '../../things/thing.ts';

export interface ListOptions {
  /** -s: the saved stack pointer instead of the task's address. */
  readonly stack?: boolean;
  readonly header?: boolean;
}

/** What a line says of a task, and its row. */
const COLUMNS = [
  'pid',
  'ppid',
  'cpu',
  'task',
  'state',
  'active',
  'memory',
  'vsz',
  'rss',
  'kernel',
  'comm',
] as const;

/** The list that plain ps is: one line for each task. */
export function* list(kernel: Kernel, tasks: readonly Task[], options: ListOptions): Generator<Line> {
  const middle = options.stack ? '    KSTACKP     ' : '      TASK      ';
  if (options.header !== false)
    yield { text: `      PID    PPID  CPU ${middle}  ST  %MEM      VSZ      RSS  COMM` };
  for (const task of tasks) yield line(kernel, task, options);
}

function line(kernel: Kernel, task: Task, { stack }: ListOptions): Line {
  const of = values(thing, task, kernel, COLUMNS);
  const { kstackp } = stack && !of.active ? values(thing, task, kernel, ['kstackp']) : {};
  const shown = stack && of.active ? '       --       ' : hex(kstackp ?? task.address, 16);
  const head = `${of.active ? '>' : ' '} ${pad(of.pid, 7)} ${pad(of.ppid, 7)} ${pad(of.cpu, 3)}  `;
  const share = (of.memory ?? 0).toFixed(1).padStart(4);
  const memory = `${share} ${pad(kilobytes(of.vsz), 8)} ${pad(kilobytes(of.rss), 8)}`;
  return {
    text: `${head}${shown}  ${of.state}  ${memory}  ${of.kernel ? `[${of.comm}]` : of.comm}`,
    row: toRow(thing, kstackp === undefined ? of : { ...of, kstackp }),
    links: [
      {
        start: head.length,
        end: head.length + 16,
        ref: stack ? refTo.stack(task.address) : refTo.task(task.address),
      },
    ],
  };
}

function kilobytes(bytes: number | undefined): number {
  return (bytes ?? 0) / 1024;
}

function pad(value: number | undefined, width: number): string {
  return String(value ?? 0).padStart(width);
}

/** -S: how many tasks are in each state, in the order in which the states are met. */
export function* summary(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  const counts = new Map<string, number>();
  for (const task of of) {
    const { state = '??' } = values(thing, task, kernel, ['state']);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  for (const [state, count] of counts) yield { text: `  ${state}: ${count}`, row: { state, count } };
}
