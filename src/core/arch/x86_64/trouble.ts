import { faultCode } from '../../catalogue/fault-code.ts';
import type { Message } from '../../catalogue/message.ts';
import { trouble as words } from '../../catalogue/trouble.ts';
import type { Exception, FaultLog, Trouble } from '../trouble.ts';

/** Bits of a page fault's error code (Intel SDM volume 3, 4.7; arch/x86/include/asm/trap_pf.h). */
const PRESENT = 1;
const WRITE = 2;
const USER = 4;
const RESERVED = 8;
const FETCH = 16;
/** CONFIG_KASAN_SHADOW_OFFSET of x86-64 (arch/x86/Kconfig); a byte of the shadow stands for 8 of memory. */
const SHADOW = 0xdffffc0000000000n;
/** The shadow covers the whole of 64 bits (include/linux/kasan.h, kasan_mem_to_shadow()). */
const SHADOW_SIZE = 1n << 61n;
const BITS: readonly (readonly [bit: number, clear: (() => Message) | undefined, set: () => Message])[] = [
  [0, faultCode.absent, faultCode.protection],
  [1, faultCode.read, faultCode.write],
  [2, faultCode.kernel, faultCode.user],
  [3, undefined, faultCode.reserved],
  [4, faultCode.noFetch, faultCode.fetch],
  [5, undefined, faultCode.protectionKey],
  [6, undefined, faultCode.shadowStack],
  [15, undefined, faultCode.sgx],
  [31, undefined, faultCode.rmp],
];

/**
 * By the name of the entry code: asm_exc_… since 5.8 (arch/x86/include/asm/idtentry.h), without that before
 * (arch/x86/entry/entry_64.S, up to 3.x arch/x86/kernel/entry_64.S).
 */
const EXCEPTIONS: Readonly<Record<string, Exception | undefined>> = {
  page_fault: 'page-fault',
  async_page_fault: 'page-fault',
  general_protection: 'general-protection',
  invalid_op: 'invalid-opcode',
  divide_error: 'divide-error',
  double_fault: 'double-fault',
  stack_segment: 'stack-segment',
  segment_not_present: 'segment',
  invalid_tss: 'segment',
  invalid_TSS: 'segment',
  alignment_check: 'alignment',
  overflow: 'overflow',
  bounds: 'bounds',
  int3: 'int3',
  control_protection: 'control-protection',
  machine_check: 'machine-check',
  coprocessor_error: 'coprocessor',
  simd_coprocessor_error: 'coprocessor',
  coproc_segment_overrun: 'coprocessor',
  coprocessor_segment_overrun: 'coprocessor',
  device_not_available: 'coprocessor',
  virtualization_exception: 'virtualisation',
  vmm_communication: 'virtualisation',
  debug: 'other',
  spurious_interrupt_bug: 'other',
};
/**
 * Code by which interrupts and system calls come in, of all releases. Up to 5.7 the vectors' names are near to those of C functions
 * (apicinterrupt of entry_64.S), which begin with sysvec_ or more since.
 */
const ENTRIES =
  /^(asm_(exc|sysvec|common_interrupt|spurious|fred)_?\w*|entry_SYSCALL_\w+|system_call\w*|ret_from_intr|common_interrupt|(end_repeat_|repeat_|first_|nested_)?nmi|(apic_timer|reschedule|call_function|call_function_single|thermal|threshold|error|spurious|irq_work|reboot|deferred_error|irq_move_cleanup)_interrupt)$/;

/** Whether `name` is of code that begins with registers saved on the stack: an exception's, an interrupt's, a system call's. */
export function isEntryCode(name: string): boolean {
  return ENTRIES.test(name) || EXCEPTIONS[name] !== undefined;
}

/** How x86-64 kernels fault, and what they print and run then. */
export const trouble: Trouble = {
  exceptionOf: (entry) => EXCEPTIONS[entry.replace(/^asm_exc_/, '')],
  // arch/x86/kernel/{traps,dumpstack}.c, arch/x86/mm/fault.c, lib/bug.c
  reporters: new Set(
    `oops_end die die_addr do_int3 __die page_fault_oops no_context __bad_area_nosemaphore do_trap do_error_trap handle_stack_overflow
    math_error handle_bug report_bug __report_bug __warn exc_double_fault do_double_fault exc_machine_check do_machine_check`.split(
      /\s+/,
    ),
  ),
  neverBlamed: `
die_addr page_fault_oops no_context bad_area* kernelmode_fixup_or_oops exc_* asm_exc_* asm_sysvec_* sysvec_*
do_user_addr_fault do_kern_addr_fault error_entry do_trap do_error_trap handle_stack_overflow
native_machine_crash_shutdown end_repeat_nmi default_do_nmi unknown_nmi_error __sysvec_*
local_apic_timer_interrupt memcpy_orig memset_orig rep_movs* rep_stos* native_queued_* entry_* x64_sys_call
do_fast_syscall_* common_interrupt __x86_indirect_* __x86_return_thunk srso_* retbleed_*
rewind_stack_and_make_dead asm_common_interrupt stop_this_cpu native_stop_other_cpus
`,
  // arch/x86/entry/entry_64.S, arch/x86/include/asm/idtentry.h
  entryKind: (entry) =>
    /nmi/i.test(entry) ? 'NMI' : /sysvec|interrupt|irq/i.test(entry) ? 'interrupt' : 'exception',
  isNmi: /^(asm_)?exc_nmi|end_repeat_nmi/,
  isInterrupt: /^(asm_sysvec_|asm_common_interrupt|common_interrupt|__common_interrupt|__sysvec_)/,
  isStop: /nmi|reboot|call_function/,
  isUnasked: /nmi|sysvec/,
  // arch/x86/kernel/cpu/mce/core.c, arch/x86/kernel/traps.c
  // Intel SDM volume 3, 4.6: supervisor-mode execution and access prevention.
  userGuards: { code: 'SMEP', data: 'SMAP' },
  hardwareError: ['mce_panic', 'do_machine_check'],
  stackOverflow: ['handle_stack_overflow'],
  shadowed(address) {
    const offset = BigInt.asUintN(64, address - SHADOW);
    return offset < SHADOW_SIZE ? BigInt.asUintN(64, offset << 3n) : undefined;
  },
  shadowOf: (address) => BigInt.asUintN(64, SHADOW + (address >> 3n)),
};

/** What they print of a fault. */
export const faultLog: FaultLog = {
  patterns: [
    // show_fault_oops(), arch/x86/mm/fault.c: 5.1 on, then before
    {
      id: 'null-fault',
      pattern:
        /^BUG: (?:kernel NULL pointer dereference, address: |unable to handle kernel NULL pointer dereference at )(?:0x)?([0-9a-f]+)/,
      about: words.nullFault,
    },
    {
      id: 'page-fault',
      pattern:
        /^BUG: unable to handle (?:page fault for address: |kernel paging request at )(?:0x)?([0-9a-f]+)/,
      about: words.pageFault,
    },
    {
      id: 'fault-access',
      pattern: /^#PF: (?:supervisor|user) (read access|write access|instruction fetch) in (kernel|user) mode/,
    },
    // pgtable_bad(), arch/x86/mm/fault.c: a program's own access met the damaged entry
    { id: 'page-table', pattern: /: Corrupted page table at address ([0-9a-f]+)$/, about: words.pageTable },
    { id: 'fault-code', pattern: /^#PF: error_code\(0x([0-9a-f]+)\)/ },
    { id: 'nx', pattern: /^kernel tried to execute NX-protected page/, about: words.nx },
    {
      id: 'smep',
      pattern: /^unable to execute userspace code \(SMEP\?\)/,
      about: words.smep,
    },
    {
      id: 'stack-guard',
      pattern: /^BUG: (?:[A-Z0-9#_]+ )?stack guard page was hit at (?:0x)?([0-9a-f]+)/,
      about: words.stackOverflow,
    },
    // __die_header(), arch/x86/kernel/dumpstack.c
    {
      id: 'oops',
      pattern: /^(?:(.*?): )??([0-9a-f]{4,16}) \[#(\d+)\]/,
      about: words.oops,
    },
    {
      id: 'gpf',
      pattern:
        /^(?:Oops: )?(?:segment-related )?general protection fault(?:, (?:probably|maybe) for (?:non-canonical )?address 0x([0-9a-f]+))?/,
      about: words.protection,
    },
    { id: 'double-fault', pattern: /^(?:traps: )?PANIC: double fault/, about: words.doubleFault },
    { id: 'place', pattern: /^RIP: 0010:(\S+)/ },
    { id: 'fault-address', pattern: /CR2: ([0-9a-f]{16})/ },
    {
      id: 'nmi',
      pattern: /^(?:Uhhuh\. )?NMI received for unknown reason ([0-9a-f]+) on CPU (\d+)/,
      about: words.nmi,
    },
    { id: 'nmi-serr', pattern: /^NMI: (PCI system error|IOCK error)/, about: words.nmiByHardware },
  ],
  // "RIP: 0010:null_pointer_init+0x1f/0x1000 [null_pointer]" (show_ip(), arch/x86/kernel/dumpstack.c)
  place: /^RIP: 0010:([\w.$]{1,512})\+0x([0-9a-f]{1,8})\/0x[0-9a-f]{1,8}(?: \[(\w{1,64})[^\]]{0,64}\])?/,
  faultWord(code) {
    // A fetch reads too; saying so would only confuse.
    const fetch = (code & FETCH) !== 0;
    const bits = BITS.flatMap(([bit, clear, set]) => {
      const on = ((code >>> bit) & 1) === 1;
      const text = on ? set : bit === 1 && fetch ? undefined : clear;
      return text ? [{ bit, set: on, text: text() }] : [];
    });
    return {
      access: fetch ? 'execute' : code & WRITE ? 'write' : 'read',
      present: (code & PRESENT) !== 0,
      reserved: (code & RESERVED) !== 0,
      user: (code & USER) !== 0,
      words: bits.map(({ text }) => text),
      bits,
      text: '0x' + code.toString(16).padStart(4, '0'),
    };
  },
};
