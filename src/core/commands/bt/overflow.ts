import { hex } from '../../addr.ts';
import { cpuCount } from '../../kernel/cpus.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { taskStack } from '../../kernel/stack-ranges.ts';
import { taskCpu, type Task } from '../../kernel/tasks.ts';
import type { Line } from '../../rows/value.ts';
import { taskHeading } from '../task-words.ts';

/** STACK_END_MAGIC (include/uapi/linux/magic.h): the lowest word of each task's stack. */
const STACK_END = 0x57ac6e9dn;

/** bt -v: whether a task's stack ran over its end. */
export function* overflowLines(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  let found = 0;
  for (const task of of) {
    const problems = [...problemsOf(kernel, task)];
    if (problems.length === 0) continue;
    if (found++ > 0) yield { text: '' };
    yield taskHeading(kernel, task);
    for (const problem of problems) yield { text: `  ${problem}` };
  }
  if (found === 0) yield { text: 'No stack overflows detected' };
}

function* problemsOf(kernel: Kernel, task: Parameters<typeof taskStack>[1]): Generator<string> {
  const stack = taskStack(kernel, task);
  if (!stack) return;
  const end = kernel.space.tryU64(stack.low);
  // The boot CPU's first stack has no end word (init_stack).
  if (end !== undefined && end !== STACK_END && task.pid !== 0)
    yield `possible stack overflow: ${hex(stack.low, 16)}: ${hex(end, 16)} != STACK_END_MAGIC`;
  const cpu = task.object.try(() => taskCpu(task));
  if (cpu !== undefined && cpu >= cpuCount(kernel))
    yield `possible stack overflow: thread_info.cpu: ${cpu} >= ${cpuCount(kernel)}`;
}
