import type { Printed } from '../printed.ts';

/** FSR as arch/arm/mm/fault.h has it: fetch (set by Linux), write, the long format, where each format keeps the status. */
const FETCH = 0x80000000;
const WRITE = 1 << 11;
const LONG = 1 << 9;
/** Permission faults: of a section and of a page; in the long format of levels 0 to 3. */
const PERMISSIONS = [0x0d, 0x0f];
const isPermission = (fsr: number): boolean =>
  fsr & LONG ? (fsr & 0x3c) === 0x0c : (fsr & (1 << 10)) === 0 && PERMISSIONS.includes(fsr & 0x0f);

/** What 32-bit arm kernels print (arch/arm/kernel/{process,traps}.c, arch/arm/mm/fault.c). */
export const printed: Printed = {
  name: 'arm',
  title: 'arm (32-bit)',
  signs: [
    /\) from \[<[0-9a-f]{8}>\]/,
    /^ ?[\w.]+(?: \[\w+\])? from [\w.]+\+0x/,
    /^pc : \[<[0-9a-f]{8}>\]/,
    /^PC is at /,
    /^Internal error: Oops: [0-9a-f]{1,3} /,
    /^r\d\d?: ?[0-9a-f]{8}/,
    /\barmv\d/,
    /^Backtrace:/,
  ],
  place: /^PC is at |^pc : \[<[0-9a-f]{8}>\]/,
  registers: /\b(?<name>r\d{1,2}|sp|ip|fp|pc|lr|psr) ?: ?(?:\[<)?(?<value>[0-9a-f]{8})\b/g,
  register: (name) => name,
  ip: 'pc',
  codeUnit: 4,
  access: (fsr) => ({
    access: fsr & FETCH ? 'execute' : fsr & WRITE ? 'write' : 'read',
    present: isPermission(fsr),
  }),
  // arch/arm/kernel/{entry-armv.S,entry-common.S,traps.c,unwind.c}, arch/arm/mm/fault.c, arch/arm/lib
  neverBlamed: `
unwind_backtrace __dabt_svc __pabt_svc __und_svc __dabt_usr __pabt_usr __und_usr __irq_svc __irq_usr __fiq_svc do_DataAbort do_PrefetchAbort do_undefinstr
do_page_fault do_translation_fault do_bad_area do_kernel_fault __do_kernel_fault die_kernel_fault arm_notify_die ret_fast_syscall
ret_from_fork __switch_to bad_mode dump_backtrace* c_backtrace call_with_stack __memzero __copy_to_user_std arm_copy_* mmiocpy mmioset
__und_invalid gic_handle_irq generic_handle_arch_irq handle_IPI ipi_cpu_* arch_cpu_idle cpu_v7_* secondary_start_kernel
slow_work_pending do_work_pending
`,
};
