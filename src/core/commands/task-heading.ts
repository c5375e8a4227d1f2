import { hex } from '../addr.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';

/** The line above everything that is said of one task: "PID: 166      TASK: ffff…  CPU: 0    COMMAND: "insmod"". */
export function taskHeading(_kernel: Kernel, task: Task, indent = ''): Line {
  const pid = String(task.pid).padEnd(7);
  const at = hex(task.address, 16);
  const text = `${indent}PID: ${pid}  TASK: ${at}  CPU: ${String(task.cpu).padEnd(3)}  COMMAND: "${task.comm}"`;
  const start = indent.length + 5 + pid.length + 8;
  return { text, links: [{ start, end: start + at.length, ref: refTo.task(task.address) }] };
}

/** What a row of JSON says of a task. */
export function taskFacts(task: Task): {
  readonly pid: number;
  readonly task: bigint;
  readonly comm: string;
} {
  return { pid: task.pid, task: task.address, comm: task.comm };
}
