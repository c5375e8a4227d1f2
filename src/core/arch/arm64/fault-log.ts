import { faultCode } from '../../catalogue/fault-code.ts';
import { trouble } from '../../catalogue/trouble.ts';
import type { FaultLog } from '../trouble.ts';

/** ESR_EL1 of aborts (arch/arm64/include/asm/esr.h): exception classes, and bits of the syndrome. */
const CLASS_SHIFT = 26;
const CLASS_FETCH = [0x20, 0x21];
const CLASS_LOWER = [0x20, 0x24];
const WRITE_NOT_READ = 1 << 6;
const STATUS = 0x3f;
/** Permission faults, levels -1 to 3. */
const PERMISSION_FIRST = 0x0c;
const PERMISSION_LAST = 0x0f;
/** Faults of translation and address size, where nothing is mapped. */
const ABSENT_LAST = 0x07;

/** What arm64 kernels print of a fault (arch/arm64/mm/fault.c, arch/arm64/kernel/{traps,process}.c). */
export const faultLog: FaultLog = {
  patterns: [
    // die_kernel_fault()
    {
      id: 'null-fault',
      pattern: /^Unable to handle kernel NULL pointer dereference at virtual address ([0-9a-f]{1,16})/,
      about: trouble.nullFault,
    },
    {
      id: 'page-fault',
      pattern:
        /^Unable to handle kernel (?:paging request|access to user memory outside uaccess routines|read from unreadable memory|write to read-only memory|execute from non-executable memory) at virtual address ([0-9a-f]{1,16})/,
      about: trouble.pageFault,
    },
    // __die()
    { id: 'oops', pattern: /^Internal error: (.*?): ([0-9a-f]{1,16}) \[#(\d+)\]/, about: trouble.oops },
    // __show_regs()
    { id: 'place', pattern: /^pc : (\S+)/ },
  ],
  place: /^pc : ([\w.$]{1,512})\+0x([0-9a-f]{1,8})\/0x[0-9a-f]{1,8}(?: \[(\w{1,64})[^\]]{0,64}\])?/,
  faultWord(code) {
    const kind = (code >>> CLASS_SHIFT) & 0x3f;
    const status = code & STATUS;
    const fetch = CLASS_FETCH.includes(kind);
    const write = !fetch && (code & WRITE_NOT_READ) !== 0;
    const present = status >= PERMISSION_FIRST && status <= PERMISSION_LAST;
    return {
      access: fetch ? 'execute' : write ? 'write' : 'read',
      present,
      words: [
        ...(present ? [faultCode.protection()] : status <= ABSENT_LAST ? [faultCode.absent()] : []),
        fetch ? faultCode.fetch() : write ? faultCode.write() : faultCode.read(),
        CLASS_LOWER.includes(kind) ? faultCode.user() : faultCode.kernel(),
      ],
      text: '0x' + code.toString(16).padStart(8, '0'),
    };
  },
};
