import { step, type Addr } from '../../addr.ts';
import { stopped as why } from '../../catalogue/unwind.ts';
import type { KernelParts } from '../paging.ts';
import type { CpuParts, StackRange, Stacks } from '../stacks.ts';

/** OVERFLOW_STACK_SIZE (arch/arm64/include/asm/memory.h). */
const OVERFLOW_STACK = 4096;
/** THREAD_SIZE with pages of 4 and 16 KiB; interrupts and SDEI have stacks of the same size (IRQ_STACK_SIZE, SDEI_STACK_SIZE). */
const LEAST_STACK = 16384;

/** Per-CPU pointers to the lowest address of a stack (arch/arm64/kernel/{irq,sdei}.c). */
const POINTERS = [
  ['irq', 'irq_stack_ptr'],
  ['SDEI', 'sdei_stack_normal_ptr'],
  ['SDEI critical', 'sdei_stack_critical_ptr'],
] as const;

/** Stacks of arm64. NMIs are interrupts with a high priority here and run on the stack of interrupts. */
export const stacks: Stacks = {
  ofCpu: (kernel, cpu) => [...pointedStacks(kernel, cpu), ...overflowStack(kernel, cpu)],
  names: {
    irq: 'IRQ stack',
    overflow: 'OVERFLOW stack',
    SDEI: 'SDEI normal stack',
    'SDEI critical': 'SDEI critical stack',
  },
  listed: [
    { kind: 'irq', heading: 'IRQ' },
    { kind: 'overflow', heading: 'OVERFLOW' },
    { kind: 'SDEI', heading: 'SDEI NORMAL' },
    { kind: 'SDEI critical', heading: 'SDEI CRITICAL' },
  ],
  passing: [],
  /** Stacks from vmalloc have a hole below them (CONFIG_VMAP_STACK); what comes near it goes to the overflow stack. */
  guard(kernel, stack) {
    const low = step(stack.low, -kernel.layout.pageSize);
    return kernel.space.translate(low) === undefined ? { low, high: stack.low } : undefined;
  },
  /** cpu_switch_to() keeps callee-saved registers, x29, sp and the return address in thread.cpu_context. */
  sleeping(kernel, task, stack) {
    const at = kernel.remember('offset of task_struct.thread.cpu_context', () => ({
      fp: kernel.types.offsetOf('task_struct', 'thread.cpu_context.fp'),
      sp: kernel.types.offsetOf('task_struct', 'thread.cpu_context.sp'),
      pc: kernel.types.offsetOf('task_struct', 'thread.cpu_context.pc'),
    }));
    const [fp, sp, ip] = [at.fp, at.sp, at.pc].map((offset) => kernel.space.tryU64(step(task, offset)));
    if (fp === undefined || sp === undefined || ip === undefined) return why.noThread();
    if (sp < stack.low || sp > stack.high) return why.spOutside({ sp });
    return { ip, fp, sp };
  },
  // arch/arm64/kernel/{machine_kexec,smp}.c
  restsIn: ['machine_kexec', 'ipi_cpu_crash_stop'],
  // kernel/panic.c, arch/arm64/kernel/smp.c
  haltsIn: ['panic', 'vpanic', 'local_cpu_stop', 'ipi_cpu_stop'],
  savedFp: -8,
  /** The kernel knows no frequency of its own clock; firmware's tables are not kept. */
  megahertz: () => undefined,
};

function pointedStacks(kernel: CpuParts, cpu: number): StackRange[] {
  const size = stackSize(kernel);
  return POINTERS.flatMap(([kind, name]) => {
    const symbol = kernel.symbols.image.byName(name);
    const copy = symbol && kernel.tryPerCpuOffset(cpu);
    const low = copy === undefined ? undefined : kernel.space.tryU64(step(symbol?.address ?? 0n, copy));
    return low ? [{ kind, low, high: step(low, size), cpu }] : [];
  });
}

/** THREAD_SIZE: at least a page (arch/arm64/include/asm/memory.h), twice as much with KASAN, as the first task's tells. */
function stackSize(kernel: KernelParts): number {
  return kernel.remember('size of interrupt stacks', () => {
    const { image } = kernel.symbols;
    const start = image.byName('init_stack') ?? image.byName('init_thread_union');
    const end = image.byName('__end_init_stack') ?? image.byName('__end_init_task');
    const size = start && end ? Number(end.address - start.address) : 0;
    return size >= 4096 && size <= 1 << 18 ? size : Math.max(LEAST_STACK, kernel.layout.pageSize);
  });
}

/** overflow_stack is a per-CPU array (arch/arm64/kernel/traps.c), of kernels with CONFIG_VMAP_STACK. */
function overflowStack(kernel: CpuParts, cpu: number): StackRange[] {
  const symbol = kernel.symbols.image.byName('overflow_stack');
  const copy: Addr | undefined = symbol && kernel.tryPerCpuOffset(cpu);
  if (!symbol || copy === undefined) return [];
  const low = step(symbol.address, copy);
  return [{ kind: 'overflow', low, high: step(low, OVERFLOW_STACK), cpu }];
}
