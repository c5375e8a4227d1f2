import type { Printed } from '../printed.ts';

/** What s390 kernels print (arch/s390/kernel/dumpstack.c, arch/s390/mm/fault.c). */
export const printed: Printed = {
  name: 's390x',
  title: 's390',
  signs: [/\b__s390x?_sys_/, /^Krnl (?:PSW|GPRS|Code)/, /\bs390x\b/, /^Failing address: /],
  place: /^Krnl PSW ?: /,
  registers: /\b(?<name>PSW) ?: [0-9a-f]{16} (?<value>[0-9a-f]{16})\b/g,
  register: (name) => name.toLowerCase(),
  ip: 'psw',
  codeUnit: 1,
  neverBlamed: `
pgm_check_handler __do_pgm_check do_dat_exception do_protection_exception do_no_context do_fault_error handle_fault_error* illegal_op monitor_event_exception system_call
__do_syscall sysc_* io_int_handler ext_int_handler do_ext_irq do_io_irq kernel_thread_starter __ret_from_fork
psw_idle enabled_wait arch_cpu_idle do_reipl_*
`,
};
