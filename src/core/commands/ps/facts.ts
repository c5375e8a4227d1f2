import { step, type Addr } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { memoryUse } from '../../kernel/mm.ts';
import { shortOf } from '../../kernel/task-state.ts';
import { activeCpu, parentAddress, taskLayout, type Task } from '../../kernel/tasks.ts';

/** PF_KTHREAD (include/linux/sched.h). */
const PF_KTHREAD = 0x00200000;

/** What a line of ps says of a task, read at resolved offsets: there may be many tasks. */
export interface TaskFacts {
  readonly task: Task;
  readonly parent: Addr;
  readonly cpu: number;
  readonly stateBits: number;
  readonly state: string;
  readonly kernelThread: boolean;
  readonly active: boolean;
  /** Pages. */
  readonly total: number;
  readonly resident: number;
}

export function factsOf(kernel: Kernel, task: Task): TaskFacts {
  const { space } = kernel;
  const layout = taskLayout(kernel);
  const at = task.address;
  const word = (offset: number): number => space.tryU32(step(at, offset)) ?? 0;
  const stateBits = word(layout.state) | word(layout.exitState);
  const { total, resident } = memoryUse(kernel, task);
  return {
    task,
    parent: parentAddress(kernel, task) ?? (0n as Addr),
    cpu: layout.cpu === undefined ? 0 : word(layout.cpu),
    stateBits,
    state: shortOf(stateBits),
    kernelThread: task.pid === 0 || (word(layout.flags) & PF_KTHREAD) !== 0,
    active: activeCpu(kernel, task) !== undefined,
    total,
    resident,
  };
}
