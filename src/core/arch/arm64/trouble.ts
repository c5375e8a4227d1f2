import type { Exception, Trouble } from '../trouble.ts';

/**
 * Entry code out of kernel mode: all synchronous exceptions come in at one place and are told apart by what handles them
 * (arch/arm64/kernel/entry.S, entry-common.c; the short names before 5.14).
 */
const SYNCHRONOUS = /^(el1[ht]_64_sync|el1_sync|el1_sync_invalid)$/;
const ASYNCHRONOUS = /^(el1[ht]_64_error|el1_error|el1_error_invalid|__bad_stack)$/;

/** Handlers and what they handle, asked in order (arch/arm64/kernel/entry-common.c, arch/arm64/mm/fault.c, traps.c). */
const HANDLERS: readonly (readonly [handler: RegExp, exception: Exception])[] = [
  [/^(do_sea|do_serror|arm64_serror_panic)$/, 'system-error'],
  [/^(do_alignment_fault|do_sp_pc_abort|el1_pc|el1_sp_pc)$/, 'alignment'],
  [/^(ubsan|cfi|kasan)_(brk_)?handler$/, 'check'],
  [/^(bug_handler|bug_brk_handler|report_bug|__report_bug|reserved_fault_handler)$/, 'invalid-opcode'],
  [/^(el1_(abort|da|ia)|do_mem_abort|do_translation_fault|do_page_fault)$/, 'page-fault'],
  [/^(el1_undef|do_undefinstr|do_el1_undef)$/, 'invalid-opcode'],
  [
    /^(el1_bti|do_el1_bti|do_bti|el1_fpac|do_el1_fpac|do_ptrauth_fault|el1_gcs|do_el1_gcs)$/,
    'control-protection',
  ],
  [/^(el1_(dbg|brk64|breakpt|softstp|watchpt)|do_debug_exception|brk_handler)$/, 'int3'],
];

/** How arm64 kernels fault, and what they run then. */
export const trouble: Trouble = {
  exceptionOf(entry, inside) {
    if (ASYNCHRONOUS.test(entry)) return entry === '__bad_stack' ? 'double-fault' : 'system-error';
    if (!SYNCHRONOUS.test(entry)) return undefined;
    return HANDLERS.find(([handler]) => inside.some((name) => handler.test(name)))?.[1] ?? 'other';
  },
  // arch/arm64/kernel/traps.c, arch/arm64/mm/fault.c, lib/bug.c
  reporters: new Set(
    `die __die die_kernel_fault __do_kernel_fault arm64_notify_die arm64_force_sig_fault bug_handler bug_brk_handler report_bug
    __report_bug __warn handle_bad_stack panic_bad_stack arm64_serror_panic do_serror bad_mode __do_panic_unhandled
    __panic_unhandled do_undefinstr do_el1_undef do_el1_bti do_el1_fpac ubsan_handler ubsan_brk_handler cfi_handler
    cfi_brk_handler kasan_handler kasan_brk_handler`.split(/\s+/),
  ),
  neverBlamed: `
el0_* el1_* el0t_* el1h_* el1t_* __el0_* __el1_* do_mem_abort do_translation_fault die_kernel_fault __do_kernel_fault
do_bad_area do_bad do_alignment_fault do_sea do_tag_check_fault do_sp_pc_abort do_debug_exception brk_handler do_el0_* do_el1_*
call_break_hook call_el1_break_hook bug_brk_handler ubsan_handler ubsan_brk_handler cfi_handler cfi_brk_handler
kasan_handler kasan_brk_handler do_undefinstr arm64_* handle_bad_stack panic_bad_stack __bad_stack bad_mode
do_serror invoke_syscall* do_interrupt_handler call_on_irq_stack gic_* gicv* handle_percpu_devid_* arch_timer_*
ipi_handler do_handle_IPI ipi_cpu_* local_cpu_stop cpu_park_loop __delay* __const_udelay __udelay __switch_to
vectors tramp_vectors cpu_switch_to __pi_* __arch_* __primary_switched __secondary_switched dump_backtrace* __hwasan_* exit_to_* ret_to_kernel
`,
  entryKind: (entry) => (/irq|fiq/i.test(entry) ? 'interrupt' : 'exception'),
  isNmi: /^(__el1_pnmi|el1_pnmi|arm64_enter_nmi|do_nmi|sdei_|__sdei_)/,
  isInterrupt:
    /^(el[01][ht]_(64|32)_(irq|fiq)|el[01]_(irq|fiq)|el[01]_interrupt|__el[01]_irq|do_interrupt_handler|call_on_irq_stack)/,
  // Other CPUs are stopped by an interrupt like others (IPI_CPU_STOP, arch/arm64/kernel/smp.c).
  isStop: /^el1[ht]?_?(64_)?(irq|fiq)/,
  isUnasked: /^el[01][ht]?_?((64|32)_)?(irq|fiq)/,
  // The upper byte is no part of an address (untagged_addr(), arch/arm64/include/asm/uaccess.h).
  reported: (address) => BigInt.asUintN(64, BigInt.asIntN(56, address)),
  // DDI 0487, D8.4: privileged execute-never and privileged access never.
  userGuards: { code: 'PXN', data: 'PAN' },
  hardwareError: [],
  stackOverflow: ['handle_bad_stack', 'panic_bad_stack'],
};
