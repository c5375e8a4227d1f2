import { identity } from '../catalogue/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tasks, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Answer } from './identity.ts';

function sortedTasks(kernel: Kernel): readonly Task[] {
  return kernel.remember('tasks in order of address', () =>
    [...tasks(kernel)].sort((a, b) => (a.address < b.address ? -1 : 1)),
  );
}

/** The task in whose task_struct `address` lies, and how far. */
function taskStructAt(kernel: Kernel, address: bigint): { task: Task; offset: number } | undefined {
  const list = sortedTasks(kernel);
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].address <= address) low = middle + 1;
    else high = middle;
  }
  const task = list[low - 1];
  if (!task) return undefined;
  const offset = Number(address - task.address);
  return offset < task.object.size ? { task, offset } : undefined;
}

/** A task_struct, or a place within one. */
export const answer: Answer = {
  id: 'task',
  order: 60,
  identify(kernel, value) {
    const at = taskStructAt(kernel, value);
    if (!at) return undefined;
    return {
      kind: 'task',
      start: at.offset === 0,
      text: identity.task({
        comm: at.task.comm,
        pid: at.task.pid,
        offset: at.offset === 0 ? '' : ` +0x${at.offset.toString(16)}`,
      }),
      ref: refTo.task(at.task.address),
    };
  },
};
