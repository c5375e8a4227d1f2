import { hex, step } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { panicTask } from '../../kernel/panic.ts';
import { isActive } from '../../kernel/running.ts';
import { stateLong, tasks, type Task } from '../../kernel/tasks.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { taskFacts } from '../task-words.ts';

/** The current context as set shows it: one task in five lines. */
export function* contextLines(kernel: Kernel, task: Task): Generator<Line> {
  const state = stateLong(task);
  const cpu = String(task.cpu);
  yield {
    text: `    PID: ${task.pid}`,
    row: { ...taskFacts(task), cpu: task.cpu, state, mark: mark(kernel, task) || null },
  };
  yield { text: `COMMAND: "${task.comm}"` };
  const at = hex(task.address, 16);
  yield {
    text: `   TASK: ${at}  ${alike(kernel, task)}[THREAD_INFO: ${hex(threadInfoOf(kernel, task), 16)}]`,
    links: [{ start: 9, end: 9 + at.length, ref: refTo.task(task.address) }],
  };
  yield { text: `    CPU: ${cpu}` };
  yield { text: `  STATE: ${state} ${mark(kernel, task)}` };
}

function mark(kernel: Kernel, task: Task): string {
  if (panicTask(kernel)?.address === task.address) return '(PANIC)';
  return isActive(kernel, task) ? '(ACTIVE)' : '';
}

/** "(1 of 2)  " where several tasks have the PID: the idle ones. */
function alike(kernel: Kernel, task: Task): string {
  if (task.pid !== 0) return '';
  const count = tasks(kernel).filter((each) => each.pid === 0).length;
  return count > 1 ? `(1 of ${count})  ` : '';
}

/** thread_info lies in task_struct (CONFIG_THREAD_INFO_IN_TASK; x86 4.9, arm64 4.10), before at the stack's base. */
export function threadInfoOf(kernel: Kernel, task: Task): bigint {
  const { types } = kernel;
  if (types.has('task_struct', 'thread_info'))
    return step(task.address, types.offsetOf('task_struct', 'thread_info'));
  return task.object.try((each) => each.get('stack').pointer()) ?? task.address;
}
