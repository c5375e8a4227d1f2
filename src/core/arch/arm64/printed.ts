import type { Printed } from '../printed.ts';
import { abortOf } from './esr.ts';

/** What arm64 kernels print (arch/arm64/kernel/{process,traps,entry-common}.c, arch/arm64/mm/fault.c). */
export const printed: Printed = {
  name: 'aarch64',
  title: 'arm64',
  signs: [
    /\bel[01]t?h?_64_|\b__arm64_sys_|\bel0_svc/,
    /^pc : (?!\[<[0-9a-f]{8}>\])/,
    /^pstate: /,
    /\baarch64\b/,
    /\barm64\b/,
    /^x\d\d?: ?[0-9a-f]{16}/,
    /^Mem abort info:/,
  ],
  place: /^pc : (?!\[<[0-9a-f]{8}>\])|^PC is at /,
  registers: /\b(?<name>x\d{1,2}|sp|pc|lr|pstate) ?: (?:\[<)?(?<value>[0-9a-f]{8,16})\b/g,
  register: (name) => name,
  ip: 'pc',
  codeUnit: 4,
  access: abortOf,
  // arch/arm64/kernel/{entry,entry-common,traps,debug-monitors,stacktrace}.c, arch/arm64/mm/fault.c, arch/arm64/lib
  neverBlamed: `
el0_* el0t_* el1_* el1h_* el1t_* call_on_irq_stack do_mem_abort do_sp_pc_abort do_undefinstr do_el0_undef do_el1_undef do_debug_exception
do_serror do_page_fault do_translation_fault do_bad do_bad_area do_alignment_fault do_tag_check_fault __do_kernel_fault
die_kernel_fault __do_user_fault do_el0_svc do_el1_* invoke_syscall __invoke_syscall do_el0_irq_bp_hardening
arm64_notify_die arm64_serror_panic arm64_is_fatal_* arm64_force_* brk_handler bug_handler bug_brk_handler call_break_hook kasan_handler
bad_mode bad_el0_sync panic_bad_stack handle_bad_stack __bad_stack __panic_unhandled do_interrupt_handler gic_handle_irq
__gic_handle_irq* dump_backtrace* arm64_enter_nmi __arch_copy_* __arch_clear_user __pi_* handle_IPI do_handle_IPI ipi_handler __cpu_do_idle
arch_cpu_idle cpu_do_idle secondary_start_kernel __secondary_switched __primary_switched ret_from_fork ret_to_user
work_pending do_notify_resume unwind_frame walk_stackframe arch_stack_walk __switch_to __hwasan_* hwasan_*
__ll_sc_* __lse_* arch_static_branch* arch_atomic* arch_local_* arch_spin_* __cmpxchg_* __delay __const_udelay
`,
};
