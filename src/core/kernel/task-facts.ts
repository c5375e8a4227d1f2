import type { Kernel } from './kernel.ts';
import { memoryUse } from './mm.ts';
import { shortOf } from './task-state.ts';
import { activeCpu, isKernelThread, taskByAddress, type Task } from './tasks.ts';

/** What a line of ps says of a task. */
export interface TaskFacts {
  readonly task: Task;
  readonly ppid: number;
  readonly state: string;
  readonly kernelThread: boolean;
  readonly active: boolean;
  /** Pages. */
  readonly total: number;
  readonly resident: number;
}

export function factsOf(kernel: Kernel, task: Task): TaskFacts {
  return {
    task,
    ppid: taskByAddress(kernel, task.parent)?.pid ?? 0,
    state: shortOf(task.stateBits),
    kernelThread: isKernelThread(task),
    active: activeCpu(kernel, task) !== undefined,
    ...memoryUse(kernel, task),
  };
}
