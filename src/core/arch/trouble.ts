import type { Message } from '../catalogue/message.ts';

/** How a machine faults, and what its kernel prints and runs then: what a verdict must know of it. */

/** Lines of the kernel's log that speak of trouble, by what prints them. */
export interface LogPattern {
  readonly id: string;
  readonly pattern: RegExp;
  /** In a few words, for the time line; absent on lines that only add to others. */
  readonly about?: () => Message;
}

/** What an access was that faulted, from the word in which the processor says it. */
export interface FaultWord {
  readonly access: 'read' | 'write' | 'execute';
  /** The page is there; the access was not permitted. */
  readonly present: boolean;
  /** The page tables themselves are damaged: a bit is set that must be clear. */
  readonly reserved?: boolean;
  /** The access was made in user mode, by a program; false: by the kernel. */
  readonly user: boolean;
  /** All that it says, in order. */
  readonly words: readonly Message[];
  /** Its bits one by one, lowest first, where each says something of its own: to be drawn. */
  readonly bits?: readonly { readonly bit: number; readonly set: boolean; readonly text: Message }[];
  /** "0x0002": as the kernel prints it. */
  readonly text: string;
}

/** Kinds of exceptions that end in an oops. The rules look for some of them; the others are told by their name. */
export type Exception =
  | 'page-fault'
  | 'general-protection'
  | 'stack-segment'
  | 'invalid-opcode'
  | 'divide-error'
  | 'double-fault'
  | 'machine-check'
  | 'int3'
  | 'overflow'
  | 'bounds'
  | 'alignment'
  | 'coprocessor'
  | 'segment'
  | 'control-protection'
  | 'virtualisation'
  /** Hardware reported an error of its own accord (SError, external abort). */
  | 'system-error'
  /** An instruction that compilers put after a check of their own (UBSAN, CFI). */
  | 'check'
  | 'other';

/** How the CPU came into the kernel, or back into it from its own code. */
export type EntryKind = 'NMI' | 'interrupt' | 'exception';

/** What its kernels run when it faults: entry code, handlers, and who is never to blame. */
export interface Trouble {
  /**
   * What exception came in at the entry code `entry`; `inside`: the functions that ran since, innermost first. Undefined
   * for interrupts and the like.
   */
  exceptionOf(entry: string, inside: readonly string[]): Exception | undefined;
  /** Functions that make an oops or a warning of an exception. */
  readonly reporters: ReadonlySet<string>;
  /** Functions never to blame, with those of every machine (verdict/culprit.ts); * stands for any ending. */
  readonly neverBlamed: string;
  /** Why the CPU came in at the function `entry`, which saved registers. */
  entryKind(entry: string): EntryKind;
  /** Entry code and handlers, by which the CPU was in an NMI, in an interrupt. */
  readonly isNmi: RegExp;
  readonly isInterrupt: RegExp;
  /** Entry code by which other CPUs are stopped; of what nothing in the program asked for. */
  readonly isStop: RegExp;
  readonly isUnasked: RegExp;
  /** Functions through which the kernel stops for a hardware error, and on a stack that ran over. */
  readonly hardwareError: readonly string[];
  readonly stackOverflow: readonly string[];
  /** What keeps the kernel from running code of user space, and from touching its memory, as the processor's manual calls it. */
  readonly userGuards: { readonly code: string; readonly data: string };
  /** What the processor reports of an access to `address`, where it leaves out bits; absent: all of it. */
  reported?(address: bigint): bigint;
  /** What address the sanitizer asked about when it read its shadow at `address`; undefined: that is no shadow. */
  shadowed?(address: bigint): bigint | undefined;
  /** Where its shadow of `address` lies: the inverse. */
  shadowOf?(address: bigint): bigint;
}

/** What a machine's kernels print of a fault. */
export interface FaultLog {
  /** With those of every machine (verdict/log-patterns.ts). Their ids are the same on every machine. */
  readonly patterns: readonly LogPattern[];
  /** The line that names the place of an oops: symbol, offset, module. */
  readonly place: RegExp;
  /** The number in an oops is such a word for every access that was refused, not for page faults alone. */
  readonly everyOopsHasWord?: boolean;
  /** What the word in an oops says. */
  faultWord(code: number): FaultWord;
}
