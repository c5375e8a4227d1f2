import type { Printed } from '../printed.ts';

/** What RISC-V kernels print (arch/riscv/kernel/{process,traps,stacktrace}.c, arch/riscv/mm/fault.c). */
export const printed: Printed = {
  name: 'riscv64',
  title: 'riscv',
  signs: [
    /\b__riscv_sys_|\bdo_trap_ecall_u/,
    /^epc : /,
    /\briscv64\b/,
    /^ *ra : [0-9a-f]{16}/,
    /^status: [0-9a-f]{16} badaddr/,
  ],
  place: /^epc : |^\[<[0-9a-f]{16}>\] epc /,
  registers:
    /\b(?<name>epc|ra|sp|gp|tp|t\d|s\d{1,2}|a\d|status|badaddr|cause) ?: (?<value>[0-9a-f]{8,16})\b/g,
  register: (name) => name,
  ip: 'epc',
  faulted: 'badaddr',
  codeUnit: 4,
  neverBlamed: `
dump_backtrace walk_stackframe notify_die handle_exception ret_from_exception do_trap_* do_page_fault no_context die_kernel_fault
bad_area* ret_from_syscall do_trap do_trap_break do_irq riscv_intc_irq __asm_copy_* fallback_scalar_usercopy do_trap_ecall_u syscall_handler
ret_from_fork smp_callin handle_break generic_handle_arch_irq
`,
};
