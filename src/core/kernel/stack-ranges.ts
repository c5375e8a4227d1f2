import { isKernelHalf, step, type Addr } from '../addr.ts';
import type { StackKind, StackRange } from '../unwind/stack.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { activeTasks, taskByAddress, tasks, type Task } from './tasks.ts';

/** Task stacks larger than this are taken for damage; 64 KiB is the largest an x86-64 kernel has (KASAN: 32). */
const MAX_STACK = 65536;
/** Hard interrupt stack: IRQ_STACK_SIZE (arch/x86/include/asm/page_64_types.h); 32 KiB with KASAN. */
const IRQ_STACK = 16384;
const EXCEPTIONS = ['DF', 'NMI', 'DB', 'MCE', 'VC', 'VC2'] as const satisfies readonly StackKind[];

/** THREAD_SIZE: the linker script makes the first task's stack of just that size (INIT_TASK_DATA, vmlinux.lds.h). */
export function stackSize(kernel: Kernel): number {
  return kernel.remember('stack size', () => {
    const { image } = kernel.symbols;
    const start = (image.byName('init_stack') ?? image.byName('init_thread_union'))?.address;
    const end = (image.byName('__end_init_stack') ?? image.byName('__end_init_task'))?.address;
    const size = start === undefined || end === undefined ? 0 : Number(end - start);
    return size >= 4096 && size <= MAX_STACK && (size & (size - 1)) === 0 ? size : IRQ_STACK;
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
  return kernel.remember(`stacks of CPU ${cpu}`, () => [
    ...irqStack(kernel, cpu),
    ...exceptionStacks(kernel, cpu),
    ...entryStack(kernel, cpu),
  ]);
}

/**
 * The pointer hardirq_stack_ptr stands at the word below the stack's top; it is a per-CPU variable, in 6.2 to 6.14
 * a member of pcpu_hot, irq_stack_ptr before 5.8 (arch/x86/include/asm/processor.h, arch/x86/kernel/irq_64.c).
 */
function irqStack(kernel: Kernel, cpu: number): StackRange[] {
  const pointer = perCpuPointer(kernel, cpu, [
    'hardirq_stack_ptr',
    'pcpu_hot.hardirq_stack_ptr',
    'irq_stack_ptr',
  ]);
  if (!pointer) return [];
  // IRQ stacks are aligned to their size; vmalloc'd ones at least to a page, so the page above the pointer tells.
  const high = step((pointer + 4095n) & ~4095n, 0);
  const size = kernel.types.sizeOf('struct irq_stack') ?? IRQ_STACK;
  return [{ kind: 'irq', low: step(high, -size), high, cpu }];
}

/** Exception stacks as mapped: struct cea_exception_stacks, a member for each (arch/x86/include/asm/cpu_entry_area.h, 5.2 on). */
function exceptionStacks(kernel: Kernel, cpu: number): StackRange[] {
  const type = kernel.types.struct('cea_exception_stacks');
  const base = perCpuPointer(kernel, cpu, ['cea_exception_stacks']);
  if (!type || !base) return [];
  const found: StackRange[] = [];
  for (const kind of EXCEPTIONS) {
    const stack = kernel.types.member(type, `${kind}_stack`);
    const next = stack && type.members.find((member) => member.bitOffset > stack.bitOffset);
    if (!stack || !next || next.bitOffset === stack.bitOffset) continue;
    const high = step(base, next.bitOffset / 8);
    // The stacks for #VC are mapped in encrypted guests only.
    if (kernel.space.translate(high - 8n) === undefined) continue;
    found.push({ kind, low: step(base, stack.bitOffset / 8), high, cpu });
  }
  return found;
}

/** The page on which the CPU comes in from user mode: cpu_entry_area.entry_stack_page, before the exception stacks. */
function entryStack(kernel: Kernel, cpu: number): StackRange[] {
  const { types } = kernel;
  const base = perCpuPointer(kernel, cpu, ['cea_exception_stacks']);
  if (!base || !types.has('cpu_entry_area', 'entry_stack_page') || !types.has('cpu_entry_area', 'estacks'))
    return [];
  const distance =
    types.offsetOf('cpu_entry_area', 'estacks') - types.offsetOf('cpu_entry_area', 'entry_stack_page');
  const low = step(base, -distance);
  return [{ kind: 'entry', low, high: step(low, 4096), cpu }];
}

/** The first of the per-CPU pointers `names` ('variable' or 'variable.member') that this kernel has. */
function perCpuPointer(kernel: Kernel, cpu: number, names: readonly string[]): Addr | undefined {
  for (const name of names) {
    const [variable, member] = name.split('.');
    const symbol = kernel.symbols.image.byName(variable);
    if (!symbol || (member && !kernel.types.has(variable, member))) continue;
    const offset = member ? kernel.types.offsetOf(variable, member) : 0;
    const copy = kernel.tryPerCpuOffset(cpu);
    const value =
      copy === undefined ? undefined : kernel.space.tryU64(step(symbol.address, copy + BigInt(offset)));
    if (value) return value;
  }
  return undefined;
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
  for (const task of activeTasks(kernel)) {
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

/** The task whose stack `stack` is. */
export function stackOwner(kernel: Kernel, stack: StackRange): Task | undefined {
  return stack.task === undefined ? undefined : taskByAddress(kernel, stack.task);
}
