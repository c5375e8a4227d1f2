import type { Printed } from '../printed.ts';

/** What PowerPC kernels print (arch/powerpc/kernel/{process,traps}.c, arch/powerpc/mm/fault.c). */
export const printed: Printed = {
  name: 'ppc64',
  title: 'powerpc',
  signs: [
    /\bsystem_call_vectored_common|\bsystem_call_exception/,
    /^NIP(?: \[|: +)/,
    /\bppc64(?:le)?\b/,
    /^GPR\d\d: /,
    /^Instruction dump:/,
  ],
  place: /^NIP \[/,
  registers: /\b(?<name>NIP|LR|CTR|MSR|CFAR|DAR|DSISR): +(?<value>[0-9a-f]{8,16})\b/g,
  register: (name) => name.toLowerCase(),
  ip: 'nip',
  faulted: 'dar',
  codeUnit: 4,
  neverBlamed: `
_exception* handle_page_fault do_page_fault ___do_page_fault __do_page_fault bad_page_fault __bad_page_fault program_check_* data_access_common*
system_call* _switch ret_from_kernel_thread ret_from_kernel_user_thread ret_from_except* timer_interrupt decrementer_common*
interrupt_return* __do_irq do_IRQ hardware_interrupt_common* program_check_exception die_will_crash soft_nmi_* unrecoverable_exception
start_here_common start_secondary_prolog arch_cpu_idle power4_idle* syscall_exit* system_call_exception
`,
};
