import { step, type Addr } from '../../addr.ts';
import type { Message } from '../../catalogue/message.ts';
import { stopped as why } from '../../catalogue/unwind.ts';
import type { KernelParts } from '../paging.ts';
import type { CpuParts, Sleeping, StackRange, Stacks } from '../stacks.ts';
import { code } from './code.ts';

/** Hard interrupt stack: IRQ_STACK_SIZE (arch/x86/include/asm/page_64_types.h); 32 KiB with KASAN. */
const IRQ_STACK = 16384;
const PAGE = 4096;
/** Exceptions with a stack of their own (IST). */
const EXCEPTIONS = ['DF', 'NMI', 'DB', 'MCE', 'VC', 'VC2'];
/** Words of struct inactive_task_frame before the return address: r15 r14 r13 r12 rbx rbp (arch/x86/include/asm/switch_to.h, 4.9 on). */
const INACTIVE_BP = 5 * 8;
const INACTIVE_RETURN = 6 * 8;
/** Bytes of schedule() that are looked through. */
const MAX_SCHEDULE = 8192;

/** Stacks of x86-64. */
export const stacks: Stacks = {
  ofCpu: (kernel, cpu) => [
    ...irqStack(kernel, cpu),
    ...exceptionStacks(kernel, cpu),
    ...entryStack(kernel, cpu),
  ],
  names: {
    irq: 'IRQ stack',
    DF: 'DOUBLEFAULT exception stack',
    NMI: 'NMI exception stack',
    DB: 'DEBUG exception stack',
    MCE: 'MCE exception stack',
    VC: 'VC exception stack',
    VC2: 'VC2 exception stack',
    entry: 'entry trampoline stack',
  },
  listed: [
    { kind: 'irq', heading: 'IRQ' },
    { kind: 'DF', heading: 'DOUBLEFAULT EXCEPTION', entries: ['asm_exc_double_fault', 'double_fault'] },
    { kind: 'NMI', heading: 'NMI EXCEPTION', entries: ['asm_exc_nmi', 'nmi'] },
    { kind: 'DB', heading: 'DEBUG EXCEPTION', entries: ['asm_exc_debug', 'debug'] },
    { kind: 'MCE', heading: 'MCE EXCEPTION', entries: ['asm_exc_machine_check', 'machine_check'] },
  ],
  passing: ['entry'],
  /**
   * Stacks of tasks and of interrupts are mapped with a hole below (CONFIG_VMAP_STACK), those of exceptions have a page
   * between them (cea_exception_stacks); below the entry stack lies the GDT, which is read-only. The kernel takes one
   * page below a stack for its guard (get_stack_guard_info() of arch/x86/include/asm/stacktrace.h).
   */
  guard(kernel, stack) {
    const low = step(stack.low, -PAGE);
    const catches = stack.kind === 'entry' || kernel.space.translate(low) === undefined;
    return catches ? { low, high: stack.low } : undefined;
  },
  /** __switch_to_asm leaves task_struct.thread.sp pointing at an inactive_task_frame. */
  sleeping(kernel, task, stack) {
    const at = kernel.remember('offset of task_struct.thread.sp', () =>
      kernel.types.offsetOf('task_struct', 'thread.sp'),
    );
    const sp = kernel.space.tryU64(step(task, at));
    if (sp === undefined) return why.noThread();
    if (sp < stack.low || sp >= stack.high) return why.spOutside({ sp });
    const { types, symbols } = kernel;
    if (!types.struct('inactive_task_frame') && !symbols.image.byName('__switch_to_asm'))
      return leftBySwitchTo(kernel, sp);
    const slot = step(sp, INACTIVE_RETURN);
    const ip = kernel.space.tryU64(slot);
    const fp = kernel.space.tryU64(step(sp, INACTIVE_BP));
    if (ip === undefined || fp === undefined) return why.stackAbsent({ sp });
    return { ip, fp, slot, sp: step(slot, 8) };
  },
  /**
   * machine_kexec never returns from its last call, the other CPUs are halted in crash_nmi_callback
   * (arch/x86/kernel/{machine_kexec_64,reboot}.c).
   */
  restsIn: ['machine_kexec', 'crash_nmi_callback'],
  // kernel/panic.c, arch/x86/kernel/process.c
  haltsIn: ['panic', 'vpanic', 'stop_this_cpu'],
  /** cpu_khz (arch/x86/kernel/tsc.c). */
  megahertz(kernel) {
    const symbol = kernel.symbols.image.byName('cpu_khz');
    const khz = symbol && kernel.space.tryU32(symbol.address);
    return khz ? Math.floor(khz / 1000) : undefined;
  },
};

/**
 * Before 4.9 switch_to() was part of schedule() and pushed flags and rbp only; the task goes on after its call of __switch_to,
 * at the label thread_return (arch/x86/include/asm/switch_to.h of 3.10, system.h of 2.6.32).
 */
function leftBySwitchTo(kernel: KernelParts, sp: Addr): Sleeping | Message {
  const ip = kernel.remember('where switch_to goes on', () => {
    const { image } = kernel.symbols;
    const label = image.byName('thread_return')?.address;
    const target = image.byName('__switch_to')?.address;
    if (label !== undefined || target === undefined) return label;
    for (const name of ['__schedule', 'schedule']) {
      const from = image.byName(name);
      const size = from?.size ?? 0;
      for (let at = 0; from && at < Math.min(size, MAX_SCHEDULE); at++) {
        const behind = step(from.address, at + 5);
        if (code.callTarget(kernel.space, behind) === target) return behind;
      }
    }
    return undefined;
  });
  const fp = kernel.space.tryU64(sp);
  if (fp === undefined) return why.stackAbsent({ sp });
  return ip === undefined ? why.noThread() : { ip, fp, sp: step(sp, 16) };
}

/**
 * The pointer hardirq_stack_ptr stands at the word below the stack's top; it is a per-CPU variable, in 6.2 to 6.14
 * a member of pcpu_hot, irq_stack_ptr before 5.8 (arch/x86/include/asm/processor.h, arch/x86/kernel/irq_64.c).
 */
function irqStack(kernel: CpuParts, cpu: number): StackRange[] {
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
function exceptionStacks(kernel: CpuParts, cpu: number): StackRange[] {
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
function entryStack(kernel: CpuParts, cpu: number): StackRange[] {
  const { types } = kernel;
  const base = perCpuPointer(kernel, cpu, ['cea_exception_stacks']);
  if (!base || !types.has('cpu_entry_area', 'entry_stack_page') || !types.has('cpu_entry_area', 'estacks'))
    return [];
  const distance =
    types.offsetOf('cpu_entry_area', 'estacks') - types.offsetOf('cpu_entry_area', 'entry_stack_page');
  const low = step(base, -distance);
  return [{ kind: 'entry', low, high: step(low, PAGE), cpu }];
}

/** The first of the per-CPU pointers `names` ('variable' or 'variable.member') that this kernel has. */
function perCpuPointer(kernel: CpuParts, cpu: number, names: readonly string[]): Addr | undefined {
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
