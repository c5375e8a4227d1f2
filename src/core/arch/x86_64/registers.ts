import { isKernelHalf } from '../../addr.ts';
import type { RegisterFile } from '../registers.ts';

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** struct pt_regs (arch/x86/include/asm/ptrace.h, the same since 2.6.24). */
const PT_REGS = words(
  'r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs rflags rsp ss',
);
/** Where the part that the processor itself pushes (rip, cs, rflags, rsp, ss) begins, and its bytes. */
const IRET = PT_REGS.indexOf('rip');

/** Bytes of what the processor pushes: rip, cs, rflags, rsp, ss. */
export const IRET_SIZE = (PT_REGS.length - IRET) * 8;

/** Bytes of struct pt_regs. */
export const PT_REGS_SIZE = PT_REGS.length * 8;

/** Bits of RFLAGS that are always 0 (Intel SDM vol. 1, 3.4.3): 3, 5, 15 and those above 21; bit 1 is always 1. */
const FLAGS_ZERO = 0xffffffffffc08028n;
const FLAGS_ONE = 2n;
/** RFLAGS.IF: interrupts are on. */
const INTERRUPT_FLAG = 0x200n;
/** Segment selectors of Linux on x86-64 (arch/x86/include/asm/segment.h). */
const KERNEL_CS = 0x10n;
const KERNEL_SS = 0x18n;
const USER_CS = 0x33n;
const USER_SS = 0x2bn;
const USER_CS_32 = 0x23n;
/** User addresses lie below (4 or 5 levels of tables). */
const MAX_USER = 1n << 56n;

const full = (...names: string[]): (readonly [string, string, number])[] =>
  names.map((name) => [name.toUpperCase().padStart(3), name, 16]);

/** Registers of x86-64; functions by the System V ABI, AMD64 supplement, 3.2. */
export const registers: RegisterFile = {
  names: PT_REGS,
  ip: 'rip',
  sp: 'rsp',
  fp: 'rbp',
  frameAddress: 'slot',
  // The privilege level in cs; FRED keeps more in the word's upper part.
  isUser: (saved) => (saved.value('cs') & 3n) === 3n,
  completed(saved) {
    const { rip, cs } = saved;
    if (rip === undefined || cs !== undefined) return saved;
    const selectors = isKernelHalf(rip) ? { cs: KERNEL_CS, ss: KERNEL_SS } : { cs: USER_CS, ss: USER_SS };
    return { ...saved, ...selectors };
  },
  arguments: words('rdi rsi rdx rcx r8 r9'),
  result: 'rax',
  callerSaved: new Set(words('rax rcx rdx rsi rdi r8 r9 r10 r11')),
  listed: words('rip rsp rax rbx rcx rdx rsi rdi rbp r8 r9 r10 r11 r12 r13 r14 r15'),
  title: (name) => name.toUpperCase(),
  interrupts(saved) {
    const value = saved.get('rflags');
    return value === undefined
      ? undefined
      : {
          on: (value & INTERRUPT_FLAG) !== 0n,
          set: (value & INTERRUPT_FLAG) !== 0n,
          bit: 'IF',
          register: 'RFLAGS',
          value,
        };
  },
  lines: [
    [...full('rip', 'rsp'), ['RFLAGS', 'rflags', 8]],
    full('rax', 'rbx', 'rcx'),
    full('rdx', 'rsi', 'rdi'),
    full('rbp', 'r8', 'r9'),
    full('r10', 'r11', 'r12'),
    full('r13', 'r14', 'r15'),
    [
      ['ORIG_RAX', 'orig_rax', 16],
      ['CS', 'cs', 4],
      ['SS', 'ss', 4],
    ],
  ],
  exceptionLabel: 'exception RIP',
  looksSaved(saved, at, isText) {
    if (at + PT_REGS.length > saved.length) return false;
    const [ip, cs, flags, sp, ss] = saved.subarray(at + IRET, at + PT_REGS.length);
    if ((flags & FLAGS_ZERO) !== 0n || (flags & FLAGS_ONE) === 0n) return false;
    if (cs === KERNEL_CS) return (ss === KERNEL_SS || ss === 0n) && isKernelHalf(sp) && isText(ip);
    if (ss !== USER_SS || (cs !== USER_CS && cs !== USER_CS_32)) return false;
    return ip !== 0n && ip < MAX_USER && sp !== 0n && sp < MAX_USER;
  },
};
