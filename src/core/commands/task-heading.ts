import { hex, step } from '../addr.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { taskLayout, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';

/** The line above everything that is said of one task: "PID: 166      TASK: ffff…  CPU: 0    COMMAND: "insmod"". */
export function taskHeading(kernel: Kernel, task: Task, indent = ''): Line {
  const cpu = taskCpuText(kernel, task);
  const pid = String(task.pid).padEnd(7);
  const at = hex(task.address, 16);
  const text = `${indent}PID: ${pid}  TASK: ${at}  CPU: ${cpu.padEnd(3)}  COMMAND: "${task.comm}"`;
  const start = indent.length + 5 + pid.length + 8;
  return { text, links: [{ start, end: start + at.length, ref: refTo.task(task.address) }] };
}

/** Number of the CPU that `task` ran on last; "?" when that cannot be read. */
export function taskCpuText(kernel: Kernel, task: Task): string {
  const { cpu } = taskLayout(kernel);
  const number = cpu === undefined ? undefined : kernel.space.tryU32(step(task.address, cpu));
  return number === undefined ? '?' : String(number);
}

/** What a row of JSON says of a task. */
export function taskFacts(task: Task): {
  readonly pid: number;
  readonly task: bigint;
  readonly comm: string;
} {
  return { pid: task.pid, task: task.address, comm: task.comm };
}
