import { ifKnown } from '../errors.ts';
import { isBlank } from '../memory/blank.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { savedRegisters } from './saved-registers.ts';
import { unwindCpu } from './stacks.ts';
import { currentTask } from './running.ts';
import { idleTasks, tasks, type Task } from './tasks.ts';

/** panic_cpu when nothing panicked: PANIC_CPU_INVALID (include/linux/panic.h). */
const PANIC_CPU_INVALID = -1;

/** kernel/panic.c, kernel/crash_core.c */
const PANICS = ['panic', 'vpanic', 'nmi_panic', '__crash_kexec', 'crash_kexec'];

/** Variables that say which CPU it was, the surest first; those after the first are held against what the stacks show. */
const VARIABLES = ['panic_redirect_cpu', 'panic_cpu', 'crashing_cpu'];

/**
 * The CPU that took the machine down: panic_redirect_cpu where panic_force_cpu= had another CPU finish what it began
 * (7.0, kernel/panic.c panic_try_force_cpu()), else panic_cpu, set by panic() and crash_kexec() (kernel/panic.c,
 * kernel/crash_core.c), else crashing_cpu of the kdump shutdown (arch/x86/kernel/crash.c). Undefined when
 * nothing panicked (a snapshot of a live machine), and where it is not known: a zero among nothing but zeros is no CPU's number
 * unless that CPU's stack is in panic(), and neither is one whose stack is whole and in none while another's is.
 */
export function panicCpu(kernel: Kernel): number | undefined {
  return kernel.remember('panic cpu', () => {
    const { image } = kernel.symbols;
    for (const name of VARIABLES) {
      const symbol = image.byName(name);
      const value = symbol && kernel.space.tryU32(symbol.address);
      if (value === undefined || (value | 0) === PANIC_CPU_INVALID || value >= cpuCount(kernel)) continue;
      if (value === 0 && isBlank(kernel.space, symbol!.address)) return cpuInPanic(kernel);
      if (name === VARIABLES[0] || isInPanic(kernel, value) !== false) return value;
      return cpuInPanic(kernel) ?? value;
    }
    return image.byName('panic_cpu') ? undefined : cpuInPanic(kernel);
  });
}

/** Whether the stack of `cpu` is in panic(); undefined where it cannot be seen to its end. */
function isInPanic(kernel: Kernel, cpu: number): boolean | undefined {
  const stack = ifKnown(() => unwindCpu(kernel, cpu));
  if (!stack) return undefined;
  if (stack.frames.some(({ symbol }) => PANICS.includes(symbol?.symbol.name ?? ''))) return true;
  return stack.complete ? false : undefined;
}

/** Whether the kernel itself says that nothing panicked: panic_cpu can be read, and holds no CPU. */
export function saysNoPanic(kernel: Kernel): boolean {
  const symbol = kernel.symbols.image.byName('panic_cpu');
  const value = symbol && kernel.space.tryU32(symbol.address);
  return value !== undefined && (value | 0) === PANIC_CPU_INVALID;
}

/** The CPU whose registers were saved in panic(), while it waited for the end. */
function cpuInPanic(kernel: Kernel): number | undefined {
  for (const cpu of savedRegisters(kernel).keys()) if (isInPanic(kernel, cpu)) return cpu;
  return undefined;
}

/** The task that was running on the CPU that panicked. */
export function panicTask(kernel: Kernel): Task | undefined {
  const cpu = panicCpu(kernel);
  return cpu === undefined ? undefined : currentTask(kernel, cpu);
}

/** Where a look at the dump begins: the panic task, else what CPU 0 ran, else its idle task. */
export function firstTask(kernel: Kernel): Task | undefined {
  return panicTask(kernel) ?? currentTask(kernel, 0) ?? idleTasks(kernel)[0] ?? tasks(kernel)[0];
}
