import { reported } from '../../catalogue/reports.ts';
import { trouble } from '../../catalogue/trouble.ts';
import type { Headings } from './index.ts';

const HEX = String.raw`(?:0x)?(?<address>[0-9a-f]{1,16}|\(null\)|NULL)(?!\w)`;
const at = (before: string, after = ''): RegExp =>
  new RegExp(`^(?:CPU \\d+ )?(?:BUG: )?${before}\\s*${HEX}${after}`, 'i');

/** Exceptions in kernel mode (arch/x86/mm/fault.c, arch/x86/kernel/{traps,dumpstack}.c and their like on arm64, arm, riscv, powerpc, mips, s390). */
export const headings: Headings = {
  name: 'faults',
  list: [
    {
      id: 'null-fault',
      kind: 'null-pointer',
      pattern: at(
        '(?:unable to handle )?kernel NULL pointer dereference(?:, address:| on (?:read|write) at| at virtual address| at|)',
      ),
      about: trouble.nullFault,
      place: 'registers',
    },
    {
      id: 'user-fault',
      kind: 'user-access',
      pattern: at(
        'unable to handle kernel access to user memory (?:outside|without) uaccess routines at virtual address',
      ),
      about: reported.userAccess,
      place: 'registers',
    },
    {
      id: 'read-only-fault',
      kind: 'read-only-write',
      pattern: at('unable to handle kernel write to read-only memory at virtual address'),
      about: reported.readOnly,
      place: 'registers',
    },
    {
      id: 'no-exec-fault',
      kind: 'no-exec',
      pattern: at(
        'unable to handle kernel execut\\w+ (?:from non-executable memory|of user memory) at virtual address',
      ),
      about: reported.noExec,
      place: 'registers',
    },
    {
      id: 'page-fault',
      kind: 'bad-address',
      pattern: at(
        '(?:unable to handle (?:page fault for address:|kernel (?:paging request|read from unreadable memory|data access|instruction fetch)[a-z ]*(?:at (?:virtual )?address|at|for data at address|for instruction fetch)))',
      ),
      about: trouble.pageFault,
      place: 'registers',
    },
    {
      id: 'other-fault',
      kind: 'bad-address',
      pattern: /^(?:BUG: )?[Uu]nable to handle kernel (?!NULL|paging|write|exec|read|access|data|instr)\S.*/,
      about: trouble.pageFault,
      place: 'registers',
      rank: 4,
    },
    // A torn or wrapped line: the rest is lost, or stands in the next one.
    {
      id: 'torn-null',
      kind: 'null-pointer',
      pattern: /^(?:BUG: )?(?:[Uu]nable to handle )?(?:kernel|Kernel) NULL pointer dereference[^'"]{0,40}$/,
      about: trouble.nullFault,
      place: 'registers',
      rank: 3,
    },
    {
      id: 'torn-fault',
      kind: 'bad-address',
      pattern:
        /^(?:BUG: )?[Uu]nable to handle (?:kernel (?:paging|access|write|read|exec)|page fault)\b.{0,70}$|^BUG: unable to handle (?:kernel|page)\b[^:]{0,40}$/,
      about: trouble.pageFault,
      place: 'registers',
      rank: 3,
    },
    {
      id: 'nx',
      kind: 'no-exec',
      pattern: /^kernel tried to execute NX-protected page|^unable to execute userspace code \(SMEP\?\)/,
      about: trouble.nx,
      place: 'registers',
      rank: 6,
      adds: true,
    },
    {
      id: 'corrupted-table',
      kind: 'reserved-bit',
      pattern: /: Corrupted page table at address (?<address>[0-9a-f]+)/,
      about: reported.reservedBit,
      place: 'registers',
      rank: 6,
    },
    {
      id: 'gpf',
      kind: 'non-canonical',
      pattern:
        /^(?:BUG: |Oops: )?(?:segment-related )?(?:general protection fault|GPF)(?:, (?:probably|maybe) for (?:non-canonical )?address 0x(?<address>[0-9a-f]+)|: [0-9a-f]{4}\b| \[#|, (?:\.\.\.|probably|maybe)|[:,]? ?\\?$)/,
      about: trouble.protection,
      place: 'registers',
    },
    {
      id: 'stack-segment',
      kind: 'non-canonical',
      pattern: /^(?:Oops: )?stack segment(?: fault)?: [0-9a-f]{4} \[#/,
      about: reported.stackSegment,
      place: 'registers',
    },
    {
      id: 'divide',
      kind: 'divide-error',
      pattern:
        /^(?:Oops: )?(?:divide[ _]error|Integer divide error)(?:: [0-9a-f]{4})? ?\[#|^divide[ _]error: \d{4}|^Oops: divide|^fixpoint divide exception: [0-9a-f]{4} /,
      about: trouble.divide,
      place: 'registers',
    },
    {
      id: 'opcode',
      kind: 'invalid-opcode',
      pattern: /^(?:Oops: )?invalid opcode: [0-9a-f]{4} \[#|^illegal operation: 0001/,
      about: reported.invalidOpcode,
      place: 'registers',
      rank: 4,
    },
    {
      id: 'int3',
      kind: 'int3',
      pattern: /^(?:Oops: )?int3: [0-9a-f]{4} \[#/,
      about: reported.int3,
      place: 'registers',
    },
    {
      id: 'double-fault',
      kind: 'double-fault',
      pattern: /^(?:traps: )?PANIC: double fault|^(?:Oops: )?double fault: [0-9a-f]{4} /,
      about: trouble.doubleFault,
      place: 'registers',
    },
    {
      id: 'stack-guard',
      kind: 'stack-overflow',
      pattern:
        /^BUG: (?:[A-Za-z0-9#_-]+ )?stack guard page was hit(?: at (?:0x)?(?<address>[0-9a-f]+))?|^kernel stack overflow|^Insufficient stack space to handle exception!|^(?:\S+: )?(?:do_IRQ|stack_overflow_check)?: ?(?:\S+ )?has overflown the kernel stack|^stack overflow!/,
      about: trouble.stackOverflow,
      place: 'registers',
      rank: 7,
    },
    {
      id: 'internal-undefined',
      kind: 'invalid-opcode',
      pattern: /^Internal error: Oops - (?:[Uu]ndefined instruction|undefined instruction|BTI|FPAC)/,
      about: reported.invalidOpcode,
      place: 'registers',
      rank: 4,
    },
    {
      id: 'internal-bug',
      kind: 'bug',
      // die() of arm64, riscv, mips and loongarch
      pattern: /^Internal error: Oops - BUG|^(?:Oops - )?[kK]ernel BUG ?\[#|^Kernel bug detected ?\[#/,
      about: trouble.bug,
      place: 'registers',
      rank: 4,
    },
    {
      id: 'internal-external',
      kind: 'system-error',
      pattern:
        /^Internal error: (?:: )?(?:synchronous external abort|imprecise external abort|synchronous parity)/i,
      about: reported.systemError,
      place: 'registers',
    },
    {
      id: 'alignment',
      kind: 'alignment',
      pattern:
        /^(?:Internal error: (?:Oops - )?[SP][PC]\/?[PS]?[PC]? ?alignment|Alignment trap: |(?:Oops: )?alignment check: [0-9a-f]{4} \[#|Unhandled fault: alignment (?:exception|fault)|Kernel unaligned (?:instruction )?access)/,
      about: reported.alignment,
      place: 'registers',
    },
    // arch/arm/mm/fsr-2level.c, arch/arm64/mm/fault.c: a device or memory answered with an error.
    {
      id: 'external-abort',
      kind: 'system-error',
      pattern: /^(?:\d+: )?Unhandled (?:fault|prefetch abort): [a-z -]*external abort\b/,
      about: reported.systemError,
      place: 'registers',
    },
    {
      id: 'unhandled-fault',
      kind: 'bad-address',
      pattern:
        /^(?:\d+: )?Unhandled (?:fault|prefetch abort): .*?(?:\(0x[0-9a-f]+\))? ?(?:at 0x(?<address>[0-9a-f]+))?$/,
      about: reported.fault,
      place: 'registers',
    },
    {
      id: 'serror',
      kind: 'system-error',
      pattern: /^(?:Bad mode in Error handler|SError Interrupt on CPU(?<cpu>\d+), code (?<what>0x[0-9a-f]+))/,
      about: reported.systemError,
      place: 'registers',
      rank: 6,
    },
    {
      id: 'bad-mode',
      kind: 'panic',
      pattern: /^Bad mode in (?!Error).* handler detected|^Unhandled .* exception on CPU/,
      about: reported.fault,
      place: 'registers',
    },
    // die(): arm, arm64, riscv, powerpc, mips, s390; x86 where its first line is lost
    {
      id: 'internal-error',
      kind: 'bad-address',
      pattern: /^Internal error: /,
      about: reported.fault,
      place: 'registers',
      rank: 2,
    },
    // s390: do_trap() names the program check; mips, loongarch, riscv: die() its own words; m68k, parisc; kdb and xmon, which come first.
    {
      id: 'program-check',
      kind: 'bad-address',
      pattern:
        /^(?<what>[a-z][a-z -]{3,40}(?:exception|operation|event)): [0-9a-f]{4} (?:ilc:\d )?\[#\d+\]|^(?:Oops|Unhandled kernel unaligned access|Reserved instruction in kernel code|do_\w+ invoked from kernel context!) ?\[#\d+\]|^Oops: [0-9a-f]{8}$|^Kernel Fault: Code=\d|^Entering kdb \(.*\bOops\b|^cpu 0x[0-9a-f]+: Vector: (?:300|380|400|480) \(/,
      about: trouble.oops,
      place: 'registers',
      rank: 2,
    },
    {
      id: 'oops',
      kind: 'bad-address',
      pattern: /^(?:Oops: |Oops - )+.*\[#\d+\]|^(?:Oops: )?[A-Z][a-z]+(?: [a-z]+){0,4}: [0-9a-f]{4} \[#\d+\]/,
      about: trouble.oops,
      place: 'registers',
      rank: 1,
    },
  ],
};
