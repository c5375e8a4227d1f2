import { isKernelHalf, step, type Addr } from '../addr.ts';
import type { StackRange } from '../arch/stacks.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { runqueueTasks, taskByAddress, tasks, type Task } from './tasks.ts';

/** Task stacks larger than this are taken for damage: kernels have up to 64 KiB, with KASAN twice that. */
const MAX_STACK = 131072;
/** What stacks have where the kernel does not say it: THREAD_SIZE of x86-64 and arm64 with pages of 4 KiB. */
const USUAL_STACK = 16384;

/** THREAD_SIZE: the linker script makes the first task's stack of just that size (INIT_TASK_DATA, vmlinux.lds.h). */
export function stackSize(kernel: Kernel): number {
  return kernel.remember('stack size', () => {
    const { image } = kernel.symbols;
    const start = (image.byName('init_stack') ?? image.byName('init_thread_union'))?.address;
    const end = (image.byName('__end_init_stack') ?? image.byName('__end_init_task'))?.address;
    const size = start === undefined || end === undefined ? 0 : Number(end - start);
    return size >= 4096 && size <= MAX_STACK && (size & (size - 1)) === 0 ? size : USUAL_STACK;
  });
}

/** The stack of `task`; undefined when it has none any more (a zombie). */
export function taskStack(kernel: Kernel, task: Task): StackRange | undefined {
  const at = kernel.remember('offset of task_struct.stack', () =>
    kernel.types.offsetOf('task_struct', 'stack'),
  );
  const low = kernel.space.tryU64(step(task.address, at));
  if (!low) return undefined;
  return { kind: 'task', low, high: step(low, stackSize(kernel)), task: task.address };
}

/** The stacks of CPU `cpu` besides those of tasks. */
export function cpuStacks(kernel: Kernel, cpu: number): readonly StackRange[] {
  return kernel.remember(`stacks of CPU ${cpu}`, () => kernel.arch.stacks?.ofCpu(kernel, cpu) ?? []);
}

/** The stack on which `address` lies: a CPU's, or a task's. */
export function stackAt(kernel: Kernel, address: bigint): StackRange | undefined {
  const stacks = allCpuStacks(kernel);
  // The last that begins at or below the address; where two touch, the one that ends there is empty.
  let low = 0;
  let high = stacks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stacks[middle].low <= address) low = middle + 1;
    else high = middle;
  }
  const stack = low > 0 ? stacks[low - 1] : undefined;
  return stack && address <= stack.high ? stack : taskStackAt(kernel, address);
}

/** In order of their addresses: machines have thousands of CPUs. */
function allCpuStacks(kernel: Kernel): readonly StackRange[] {
  return kernel.remember('stacks of the CPUs', () =>
    Array.from({ length: cpuCount(kernel) }, (_, cpu) => cpuStacks(kernel, cpu))
      .flat()
      .sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0)),
  );
}

function taskStackAt(kernel: Kernel, address: bigint): StackRange | undefined {
  const size = stackSize(kernel);
  // What a CPU was running is asked for most, and its stack found without looking at every task.
  for (const task of runqueueTasks(kernel)) {
    const stack = taskStack(kernel, task);
    if (stack && address >= stack.low && address <= stack.high) return stack;
  }
  // Stacks are aligned to their size (THREAD_ALIGN), so one look-up decides; `high` itself counts to the stack below.
  const byLow = kernel.remember('task stacks', () => {
    const map = new Map<bigint, Addr>();
    if (!kernel.types.has('task_struct', 'stack')) return map;
    const at = kernel.types.offsetOf('task_struct', 'stack');
    for (const task of tasks(kernel)) {
      const low = kernel.space.tryU64(step(task.address, at));
      if (low) map.set(low, task.address);
    }
    return map;
  });
  for (const low of [address & ~BigInt(size - 1), (address - 1n) & ~BigInt(size - 1)]) {
    const task = byLow.get(low);
    if (task !== undefined) return { kind: 'task', low: low as Addr, high: step(low, size), task };
  }
  return undefined;
}

/** What a task's stack around `address` would be, stacks being aligned to their size: for walks where types are lost. */
export function stackAround(kernel: Kernel, address: bigint): StackRange | undefined {
  if (!isKernelHalf(address) || !kernel.space.readable(address)) return undefined;
  const size = stackSize(kernel);
  const low = step(address & ~BigInt(size - 1), 0);
  return { kind: 'task', low, high: step(low, size) };
}

/**
 * The page below `stack` that catches what runs over its end; undefined where nothing does. That an access went there
 * does not make it an overflow: the stack pointer tells whether the stack was left.
 */
export function guardPage(
  kernel: Kernel,
  stack: StackRange,
): { readonly low: Addr; readonly high: Addr } | undefined {
  return kernel.arch.stacks?.guard(kernel, stack);
}

/** The task whose stack `stack` is. */
export function stackOwner(kernel: Kernel, stack: StackRange): Task | undefined {
  return stack.task === undefined ? undefined : taskByAddress(kernel, stack.task);
}
