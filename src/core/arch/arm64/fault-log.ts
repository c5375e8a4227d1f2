import { trouble } from '../../catalogue/trouble.ts';
import type { FaultLog } from '../trouble.ts';
import { faultWord } from './esr.ts';

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
    // mem_abort_decode()
    { id: 'fault-code', pattern: /^\s*ESR = 0x([0-9a-f]{1,16})/ },
    // arm64_serror_panic()
    {
      id: 'serror',
      pattern: /^SError Interrupt on CPU ?(\d+), (?:code|esr) 0x([0-9a-f]{1,16})/,
      about: trouble.systemError,
    },
    // panic_bad_stack()
    {
      id: 'stack-guard',
      pattern: /^Insufficient stack space to handle exception!/,
      about: trouble.stackOverflow,
    },
    // __show_regs()
    { id: 'place', pattern: /^pc : (\S+)/ },
  ],
  place: /^pc : ([\w.$]{1,512})\+0x([0-9a-f]{1,8})\/0x[0-9a-f]{1,8}(?: \[(\w{1,64})[^\]]{0,64}\])?/,
  everyOopsHasWord: true,
  faultWord,
};
