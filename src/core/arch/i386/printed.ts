import type { Printed } from '../printed.ts';

/** What 32-bit x86 kernels print (arch/x86/kernel/{dumpstack,process_32}.c). */
export const printed: Printed = {
  name: 'i686',
  title: 'x86 (32-bit)',
  signs: [
    /^IP: \[<[0-9a-f]{8}>\]/,
    /^BUG: unable to handle .*\b[0-9a-f]{8}$/,
    /\bentry_INT80_32|\bsysenter_past_esp/,
    /^EIP[: ] ?/,
    /^EAX: [0-9a-f]{8}/,
    /\bi[3-6]86\b/,
  ],
  place: /^EIP(?:: |\b is at )/,
  registers: /\b(?<name>E[A-Z]{2}|EFLAGS|CR[234]): *(?:[0-9a-f]{4}:)?(?<value>[0-9a-f]{8})/g,
  register: (name) => name.toLowerCase(),
  ip: 'eip',
  faulted: 'cr2',
  codeUnit: 1,
  // Bits of a page fault's error code (Intel SDM vol. 3A, 4.7).
  access: (word) => ({
    access: word & 16 ? 'execute' : word & 2 ? 'write' : 'read',
    present: (word & 1) !== 0,
    reserved: (word & 8) !== 0,
  }),
  // ud2
  checkStop: /<0f> 0b\b/,
  // arch/x86/entry/entry_32.S
  neverBlamed: `
handle_exception restore_all* resume_userspace* common_exception* sysenter_past_esp entry_SYSENTER_32 entry_INT80_32
do_int80_syscall_32 do_fast_syscall_32 __do_fast_syscall_32 ret_from_kernel_thread syscall_call ret_from_exception
error_code page_fault kernel_thread_helper irq_entries_start
`,
};
