import { isKernelHalf } from '../../addr.ts';
import type { RegisterCell, RegisterFile } from '../registers.ts';

/** General registers, x30 being the link register. */
const GENERAL = Array.from({ length: 31 }, (_, i) => `x${i}`);
/**
 * struct pt_regs (arch/arm64/include/asm/ptrace.h): struct user_pt_regs, which is what NT_PRSTATUS has, then the first
 * argument as it was when a system call began and, in the lower half of its word, the number of the system call.
 */
const PT_REGS = [...GENERAL, 'sp', 'pc', 'pstate', 'orig_x0', 'syscallno'];
const NOTED = PT_REGS.indexOf('orig_x0');
const PC = PT_REGS.indexOf('pc');
const PSTATE = PT_REGS.indexOf('pstate');

/** PSTATE as saved in SPSR (DDI 0487, C5.2.19; arch/arm64/include/uapi/asm/ptrace.h). */
const MODE = 0x1fn;
const MODE_EL0 = 0n;
const MODE_EL0_32 = 0x10n;
/** EL1 and EL2 with a stack pointer of their own, which the kernel uses. */
const MODES_KERNEL: readonly bigint[] = [0x5n, 0x9n];
/** Interrupts are masked. */
const PSTATE_I = 0x80n;
/** Bits that are always 0: those above 37, and 27, 26 in AArch64 state. */
const PSTATE_ZERO = 0xffffffc00c000000n;
/** User addresses have at most 52 bits. */
const MAX_USER = 1n << 52n;
/** Nothing is mapped below (mmap_min_addr). */
const LEAST_USER = 0x8000n;

const cells = (...names: string[]): RegisterCell[] =>
  names.map((name) => [name.toUpperCase().padStart(3), name, 16]);

const DOWN = [29, 26, 23, 20, 17, 14, 11, 8, 5, 2].map((first) =>
  cells(`x${first}`, `x${first - 1}`, `x${first - 2}`),
);

/** Registers of arm64; functions by the Procedure Call Standard (AAPCS64, 6.1.1). */
export const registers: RegisterFile = {
  names: PT_REGS,
  noted: NOTED,
  ip: 'pc',
  sp: 'sp',
  fp: 'x29',
  frameAddress: 'fp',
  link: 'x30',
  isUser: (saved) => {
    const mode = saved.value('pstate') & MODE;
    return (mode === MODE_EL0 || mode === MODE_EL0_32) && !isKernelHalf(saved.ip);
  },
  arguments: GENERAL.slice(0, 8),
  result: 'x0',
  // x19 to x28 and the frame pointer are kept.
  callerSaved: new Set([...GENERAL.slice(0, 19), 'x30']),
  listed: ['pc', 'sp', ...GENERAL],
  title: (name) => (name === 'x30' ? 'LR' : name.toUpperCase()),
  interrupts(saved) {
    const value = saved.get('pstate');
    return value === undefined
      ? undefined
      : {
          on: (value & PSTATE_I) === 0n,
          set: (value & PSTATE_I) !== 0n,
          bit: 'I',
          register: 'PSTATE',
          value,
        };
  },
  // From the highest down, LR for x30.
  lines: [
    [[' PC', 'pc', 16, 'placed']],
    [[' LR', 'x30', 16, 'placed']],
    [
      [' SP', 'sp', 16],
      ['PSTATE', 'pstate', 8],
    ],
    ...DOWN,
  ],
  userLines: [
    [
      [' PC', 'pc', 16],
      [' LR', 'x30', 16],
      [' SP', 'sp', 16],
    ],
    ...DOWN,
    [
      ['ORIG_X0', 'orig_x0', 16],
      ['SYSCALLNO', 'syscallno', 1],
      ['PSTATE', 'pstate', 8],
    ],
  ],
  looksSaved(saved, at, isText) {
    if (at + PT_REGS.length > saved.length) return false;
    const [sp, pc, pstate] = saved.subarray(at + PC - 1, at + PSTATE + 1);
    if ((pstate & PSTATE_ZERO) !== 0n || pc === 0n || (pc & 3n) !== 0n) return false;
    const mode = pstate & MODE;
    if (MODES_KERNEL.includes(mode)) return isKernelHalf(sp) && (sp & 15n) === 0n && isText(pc);
    // What was never written looks like user mode: a number of a system call or none (-1) stands after it.
    const call = BigInt.asIntN(32, saved[at + PT_REGS.length - 1]);
    const user = (address: bigint): boolean => address >= LEAST_USER && address < MAX_USER;
    return mode === MODE_EL0 && user(pc) && user(sp) && (sp & 15n) === 0n && call >= -1n && call < 4096n;
  },
};
