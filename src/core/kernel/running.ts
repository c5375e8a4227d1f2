import { cpuCount, presentCpus } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { savedRegisters } from './saved-registers.ts';
import { stackAt } from './stack-ranges.ts';
import { runqueueTask, taskByAddress, type Task } from './tasks.ts';

/**
 * The task that CPU `cpu` was running, as its run queue says. Where nothing tells where run queues lie (kallsyms with functions only
 * and types without variables), it is the one on whose stack the CPU's registers stand.
 */
export function currentTask(kernel: Kernel, cpu: number): Task | undefined {
  if (kernel.symbols.byName('runqueues')) return runqueueTask(kernel, cpu);
  const byCpu = kernel.remember('running by saved registers', () => {
    const found = new Map<number, Task>();
    for (const { cpu: of, registers } of savedRegisters(kernel).values()) {
      const owner = stackAt(kernel, registers.sp)?.task;
      const task = owner === undefined ? undefined : taskByAddress(kernel, owner);
      if (task) found.set(of, task);
    }
    return found;
  });
  return byCpu.get(cpu);
}

/** Whether a CPU was running `task`. */
export function isActive(kernel: Kernel, task: Task): boolean {
  return activeCpu(kernel, task) !== undefined;
}

/** The CPU that was running `task`; undefined when none was. */
export function activeCpu(kernel: Kernel, task: Task): number | undefined {
  return activeByCpu(kernel).get(task.address)?.cpu;
}

/** The task that each CPU was running. */
export function activeTasks(kernel: Kernel): readonly Task[] {
  return kernel.remember('active tasks', () =>
    [...activeByCpu(kernel).values()].map((active) => active.task),
  );
}

/**
 * By address of the task_struct, in order of the CPUs. Stopped CPUs are no longer online after panic(), so all
 * that are present are asked.
 */
function activeByCpu(kernel: Kernel): ReadonlyMap<bigint, { readonly cpu: number; readonly task: Task }> {
  return kernel.remember('active tasks by address', () => {
    const present = presentCpus(kernel).filter((cpu) => cpu < cpuCount(kernel));
    const cpus = present.length > 0 ? present : Array.from({ length: cpuCount(kernel) }, (_, cpu) => cpu);
    const found = new Map<bigint, { cpu: number; task: Task }>();
    for (const cpu of cpus) {
      const task = currentTask(kernel, cpu);
      if (task && !found.has(task.address)) found.set(task.address, { cpu, task });
    }
    return found;
  });
}
