import type { Printed } from '../printed.ts';
import { bankOf } from './machine-check.ts';
import { registers } from './registers.ts';
import { faultLog } from './trouble.ts';

/** What x86-64 kernels print (arch/x86/kernel/{dumpstack,process_64,traps}.c, 2.6.32 on). */
export const printed: Printed = {
  name: 'x86_64',
  title: 'x86-64',
  signs: [
    /^IP: \[<[0-9a-f]{16}>\]/,
    /^BUG: unable to handle .*\b[0-9a-f]{16}$/,
    /^PGD [0-9a-f]{1,16} P(?:4D|UD) /,
    /\bentry_SYSCALL_64|\basm_exc_|\basm_sysvec_|\b__x64_sys_/,
    /^RIP[: ] ?/,
    /\bx86_64\b/,
    /\bamd64\b/,
    /^R[A-D]X: [0-9a-f]{16}/,
    /^#PF: /,
  ],
  place: /^RIP(?:: [0-9a-f]{4}:| +\[<)/,
  registers:
    /\b(?<name>R[A-Z]{2}|R\d\d|EFLAGS|ORIG_RAX|CR[234]|[FG]S): *(?:[0-9a-f]{4}:)?(?<value>[0-9a-f]{8,16})/g,
  register(name) {
    const plain = name.toLowerCase().replace(/^r0(?=\d)/, 'r');
    if (plain === 'eflags') return 'rflags';
    if (plain.startsWith('cr')) return plain;
    return registers.names.includes(plain) ? plain : undefined;
  },
  ip: 'rip',
  faulted: 'cr2',
  codeUnit: 1,
  access: (word) => faultLog.faultWord(word),
  userBelow: 1n << 63n,
  // ud2
  checkStop: /<0f> 0b\b/,
  bank: bankOf,
  // arch/x86/{entry,kernel,lib,mm}: entry and exit, exceptions, faults, copies; of older kernels too.
  neverBlamed: `
error_code error_entry page_fault do_page_fault __do_page_fault trace_do_page_fault do_async_page_fault async_page_fault
general_protection do_general_protection invalid_op do_invalid_op divide_error do_divide_error int3 do_int3 do_double_fault
double_fault stack_segment do_stack_segment fixup_bug fixup_exception exc_* asm_exc_* die_addr die_body oops_begin
page_fault_oops no_context bad_area* __bad_area* kernelmode_fixup_or_oops spurious_fault* do_user_addr_fault do_kern_addr_fault
handle_page_fault __exc_page_fault do_trap do_error_trap do_trap_no_signal handle_stack_overflow native_machine_crash_shutdown
asm_sysvec_* sysvec_* __sysvec_* instr_sysvec_* common_interrupt asm_common_interrupt ret_from_intr apic_timer_interrupt smp_*_interrupt
smp_apic_* local_apic_timer_interrupt reschedule_interrupt call_function_*interrupt irq_work_interrupt x86_64_* default_idle
native_safe_halt acpi_idle_* default_do_nmi do_nmi nmi end_repeat_nmi exc_nmi asm_exc_nmi unknown_nmi_error arch_trigger_*
nmi_handle native_sched_clock sched_clock __sanitizer_* entry_* do_syscall_* do_fast_syscall_* do_int80_* x64_sys_call ia32_sys_call
__do_fast_syscall_32 sysenter_* system_call* tracesys* int_ret_from_sys_call ret_from_fork* start_secondary secondary_startup_64*
native_* paravirt_* pv_* copy_user_* __copy_user_* copy_*_user_* rep_movs* rep_stos* memcpy_* memset_* memmove_* clear_user_* __get_user_*
__put_user_* __get_user* __put_user* csum_partial_* __x86_* srso_* retbleed_* rewind_stack_* stop_this_cpu dump_trace show_trace* printk_stack_address
arch_stack_walk* save_stack_trace* unwind_* __unwind_* get_stack_info* in_*_stack stack_trace_*
`,
};
