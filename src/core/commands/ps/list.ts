import { hex } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { kilobytes, memoryShare } from '../../kernel/mm.ts';
import { savedStackPointer } from '../../kernel/sched.ts';
import type { Task } from '../../kernel/tasks.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { factsOf, type TaskFacts } from '../../kernel/task-facts.ts';

export interface ListOptions {
  /** -s: the saved stack pointer instead of the task's address. */
  readonly stack?: boolean;
  readonly header?: boolean;
}

/** The list that plain ps is: one line for each task. */
export function* list(kernel: Kernel, tasks: readonly Task[], options: ListOptions): Generator<Line> {
  if (options.header !== false) yield heading(options);
  for (const task of tasks) yield line(kernel, factsOf(kernel, task), options);
}

function heading(options: ListOptions): Line {
  const middle = options.stack ? '    KSTACKP     ' : '      TASK      ';
  return { text: `      PID    PPID  CPU ${middle}  ST  %MEM      VSZ      RSS  COMM` };
}

function line(kernel: Kernel, facts: TaskFacts, options: ListOptions): Line {
  const { task, ppid } = facts;
  const share = memoryShare(kernel, facts.resident);
  const pointer = options.stack && !facts.active ? savedStackPointer(kernel, task) : task.address;
  const shown = options.stack && facts.active ? '       --       ' : hex(pointer, 16);
  const head = `${facts.active ? '>' : ' '} ${pad(task.pid, 7)} ${pad(ppid, 7)} ${pad(task.cpu, 3)}  `;
  const memory = `${share.toFixed(1).padStart(4)} ${pad(kilobytes(facts.total), 8)} ${pad(kilobytes(facts.resident), 8)}`;
  return {
    text: `${head}${shown}  ${facts.state}  ${memory}  ${facts.kernelThread ? `[${task.comm}]` : task.comm}`,
    row: {
      pid: task.pid,
      ppid,
      cpu: task.cpu,
      task: task.address,
      ...(options.stack && !facts.active ? { kstackp: pointer } : {}),
      state: facts.state,
      active: facts.active,
      memory: Number(share.toFixed(1)),
      vsz: kilobytes(facts.total) * 1024,
      rss: kilobytes(facts.resident) * 1024,
      kernel: facts.kernelThread,
      comm: task.comm,
    },
    links: [
      {
        start: head.length,
        end: head.length + 16,
        ref: options.stack ? refTo.stack(task.address) : refTo.task(task.address),
      },
    ],
  };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width);
}
