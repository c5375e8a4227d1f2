import type { Printed } from '../printed.ts';

/** What MIPS kernels print (arch/mips/kernel/traps.c, arch/mips/mm/fault.c). */
export const printed: Printed = {
  name: 'mips',
  title: 'mips',
  signs: [
    /^epc +: [0-9a-f]{8,16} /,
    /^\$ ?\d+ +: /,
    /^CPU \d+ Unable to handle kernel/,
    /\bmips(?:64|el)?\b/,
  ],
  place: /^epc +: /,
  registers: /^(?<name>epc|ra|Status|Cause|BadVA|Hi|Lo) *: (?<value>[0-9a-f]{8,16})\b/g,
  register: (name) => name.toLowerCase(),
  ip: 'epc',
  faulted: 'badva',
  codeUnit: 4,
  neverBlamed: `
handle_sys* syscall_common* ret_from_exception ret_from_kernel_thread handle_int resume_userspace* do_ade do_bp do_tr* do_page_fault __do_page_fault tlb_do_page_fault_*
handle_tlb* handle_ri* handle_ade* except_vec* rollback_handle_int r4k_wait_irqoff plat_irq_dispatch stack_done restore_all __bzero
`,
};
