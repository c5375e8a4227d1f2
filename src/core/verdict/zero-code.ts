import { memoryFault } from '../catalogue/memory-fault.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding } from '../rows/verdict.ts';
import type { Case, Fault } from './case.ts';
import { ofPlace } from './phrases.ts';

/**
 * Bytes of code that must be zero: two instructions of x86 that no compiler makes (add %al,(%rax)), one of arm64 (udf #0). What lies
 * between functions is filled with other bytes.
 */
const ZEROES = 4;

/** That the code at the faulting instruction is zeroes. */
export function zeroCode(c: Case, fault: Fault): Finding[] {
  const { ip } = fault.registers;
  const bytes = fault.jumped || !fault.where ? undefined : c.kernel.space.tryRead(ip, ZEROES);
  if (!bytes || bytes.some((each) => each !== 0)) return [];
  return [
    {
      rule: 'zero-code',
      confidence: 'likely',
      text: memoryFault.zeroCode({ at: ofPlace(c, ip) }),
      evidence: [{ ref: refTo.code(ip), text: '00 '.repeat(ZEROES).trim() }],
    },
  ];
}
