import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { savedRegisters } from './saved-registers.ts';
import { unwindCpu } from './stacks.ts';
import { currentTask, idleTasks, tasks, type Task } from './tasks.ts';

/** panic_cpu when nothing panicked: PANIC_CPU_INVALID (include/linux/panic.h). */
const PANIC_CPU_INVALID = -1;

/** kernel/panic.c, kernel/crash_core.c */
const PANICS = ['panic', 'vpanic', '__crash_kexec', 'crash_kexec'];

/**
 * The CPU that took the machine down: panic_redirect_cpu where panic_force_cpu= had another CPU finish what it began
 * (7.0, kernel/panic.c panic_try_force_cpu()), else panic_cpu, set by panic() and crash_kexec() (kernel/panic.c,
 * kernel/crash_core.c), else crashing_cpu of the kdump shutdown (arch/x86/kernel/crash.c). Undefined when
 * nothing panicked (a snapshot of a live machine).
 */
export function panicCpu(kernel: Kernel): number | undefined {
  return kernel.remember('panic cpu', () => {
    for (const name of ['panic_redirect_cpu', 'panic_cpu', 'crashing_cpu']) {
      const symbol = kernel.symbols.image.byName(name);
      const value = symbol && kernel.space.tryU32(symbol.address);
      if (value !== undefined && (value | 0) !== PANIC_CPU_INVALID && value < cpuCount(kernel)) return value;
    }
    return kernel.symbols.image.byName('panic_cpu') ? undefined : cpuInPanic(kernel);
  });
}

/** Whether the kernel itself says that nothing panicked: panic_cpu can be read, and holds no CPU. */
export function saysNoPanic(kernel: Kernel): boolean {
  const symbol = kernel.symbols.image.byName('panic_cpu');
  const value = symbol && kernel.space.tryU32(symbol.address);
  return value !== undefined && (value | 0) === PANIC_CPU_INVALID;
}

/** Where kallsyms has functions only: the CPU whose registers were saved in panic(), while it waited for the end. */
function cpuInPanic(kernel: Kernel): number | undefined {
  for (const cpu of savedRegisters(kernel).keys()) {
    const { frames } = unwindCpu(kernel, cpu);
    if (frames.some(({ symbol }) => PANICS.includes(symbol?.symbol.name ?? ''))) return cpu;
  }
  return undefined;
}

/** The task that was running on the CPU that panicked. One of zeros is none: an idle task, of PID 0, has a name. */
export function panicTask(kernel: Kernel): Task | undefined {
  const cpu = panicCpu(kernel);
  const task = cpu === undefined ? undefined : currentTask(kernel, cpu);
  return task?.pid === 0 && task.comm === '' ? undefined : task;
}

/** Where a look at the dump begins: the panic task, else what CPU 0 ran, else its idle task. */
export function firstTask(kernel: Kernel): Task | undefined {
  return panicTask(kernel) ?? currentTask(kernel, 0) ?? idleTasks(kernel)[0] ?? tasks(kernel)[0];
}
