import { isKernelHalf, step, type Addr } from '../addr.ts';
import { IRET_AT, PT_REGS_SIZE, Registers } from '../arch/x86_64/registers.ts';
import type { StackRange } from '../unwind/stack.ts';
import { isText } from './code.ts';
import type { Kernel } from './kernel.ts';

/** Registers found lying on a stack. */
export interface ExceptionFrame {
  readonly address: Addr;
  readonly registers: Registers;
}

/** Bits of RFLAGS that are always 0 (Intel SDM vol. 1, 3.4.3): 3, 5, 15 and those above 21; bit 1 is always 1. */
const FLAGS_ZERO = 0xffffffffffc08028n;
const FLAGS_ONE = 2n;
/** Segment selectors of Linux on x86-64 (arch/x86/include/asm/segment.h). */
const KERNEL_CS = 0x10n;
const KERNEL_SS = 0x18n;
const USER_CS = 0x33n;
const USER_SS = 0x2bn;
const USER_CS_32 = 0x23n;
/** User addresses lie below (4 or 5 levels of tables). */
const MAX_USER = 1n << 56n;
const PAGE = 4096n;

/** Whatever on `stack` has the form of registers saved by an exception; old ones that were left behind too. */
export function* exceptionFrames(kernel: Kernel, stack: StackRange): Generator<ExceptionFrame> {
  const last = stack.high - BigInt(PT_REGS_SIZE);
  let words: BigUint64Array = new BigUint64Array();
  let from: bigint = stack.high;
  for (let at: bigint = stack.low; at <= last; at += 8n) {
    // A window of what follows, anew at each page: not every page of a stack is in the dump.
    if (at < from || at + BigInt(PT_REGS_SIZE) > from + BigInt(words.length * 8)) {
      const bytes = kernel.space.readSome(at, Number(stack.high - at) & ~7);
      words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
      from = at;
      if (bytes.length < PT_REGS_SIZE) {
        at = (at & ~(PAGE - 1n)) + PAGE - 8n;
        from = stack.high;
        continue;
      }
    }
    const index = Number(at - from + BigInt(IRET_AT)) >> 3;
    if (
      !plausible(kernel, words[index], words[index + 1], words[index + 2], words[index + 3], words[index + 4])
    )
      continue;
    const start = Number(at - from) >> 3;
    const address = step(at, 0);
    yield { address, registers: Registers.whole(words.slice(start, start + PT_REGS_SIZE / 8), address) };
  }
}

function plausible(kernel: Kernel, ip: bigint, cs: bigint, flags: bigint, sp: bigint, ss: bigint): boolean {
  if ((flags & FLAGS_ZERO) !== 0n || (flags & FLAGS_ONE) === 0n) return false;
  if (cs === KERNEL_CS) return (ss === KERNEL_SS || ss === 0n) && isKernelHalf(sp) && isText(kernel, ip);
  if (ss !== USER_SS || (cs !== USER_CS && cs !== USER_CS_32)) return false;
  return ip !== 0n && ip < MAX_USER && sp !== 0n && sp < MAX_USER;
}
