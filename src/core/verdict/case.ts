import type { Code } from '../arch/code.ts';
import type { Instruction, MemoryOperand } from '../arch/instruction.ts';
import type { RegisterFile, Registers } from '../arch/registers.ts';
import type { Exception, FaultWord, Trouble } from '../arch/trouble.ts';
import type { Message } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Named } from '../reports/never-blame.ts';
import type { SymbolAt } from '../symbols/symbol.ts';
import type { Frame, Stack } from '../unwind/stack.ts';
import type { LogFact, LogFacts } from './log.ts';

/** A place on the stack where the CPU came into the kernel's handlers out of kernel mode. */
export interface Interruption {
  /** The entry code's name. */
  readonly entry: string;
  readonly registers: Registers;
  /** Index of the interrupted frame in the stack; frames.length when it has none. */
  readonly index: number;
}

/** What of the machine a verdict on stacks, registers and code asks. */
export interface Machine {
  readonly registers: RegisterFile;
  readonly code: Code;
  readonly trouble: Trouble;
}

/** An exception in kernel mode that the kernel did not survive. */
export interface Fault {
  readonly kind: Exception;
  readonly machine: Machine;
  readonly registers: Registers;
  /** Index of the interrupted frame on the panic task's stack. */
  readonly index: number;
  readonly where?: SymbolAt;
  /** At the faulting address; undefined when its page is absent or the instruction pointer leads nowhere. */
  readonly instruction?: Instruction;
  /** The operand that faulted and the address it comes to; of a check of a sanitizer's the operand that it stands before. */
  readonly operand?: { readonly memory: MemoryOperand; readonly address?: bigint };
  /** The address that faulted: the log's, else the computed one. */
  readonly address?: bigint;
  readonly logged?: { readonly address: bigint; readonly fact: LogFact };
  /** What the processor says of a page fault, and the line of the log that has it. */
  readonly word?: FaultWord;
  readonly wordFact?: LogFact;
  readonly access?: 'read' | 'write' | 'execute';
  /** The instruction pointer itself is the address that faulted. */
  readonly jumped: boolean;
  /** The access was to the sanitizer's shadow at `at`: it asked about `address`, which is the one meant. `computed`: by the check's own operand. */
  readonly shadow?: { readonly at: bigint; readonly computed?: bigint };
  /** What the log says of this exception: the line of its oops, and that of the BUG() that it was. */
  readonly lines: { readonly oops?: LogFact; readonly bug?: LogFact };
  /** The access went through the stack pointer, as a push or a call does. */
  readonly throughStack: boolean;
}

/** Facts of a case that rules look at. */
export type Need = 'log' | 'panic-cpu' | 'task' | 'stack' | 'registers' | 'code';

/** What a verdict is made from: the facts that every rule may want, each found once. */
export interface Case {
  readonly kernel: Kernel;
  /** Absent where this machine's stacks and code cannot be read: then the log alone tells. */
  readonly machine?: Machine;
  readonly log: LogFacts;
  /** The last panic's message. */
  readonly panic?: LogFact;
  readonly cpu?: number;
  readonly task?: Task;
  readonly stack?: Stack;
  readonly interruptions: readonly Interruption[];
  /** The fault that led to the stop. */
  readonly fault?: Fault;
  /** What of the log could not be read, though there is one. */
  readonly logGaps: readonly Message[];
  /** What could not be read of what rules look at, and why. */
  readonly lost: ReadonlyMap<Need, Message>;
  /** Whether a function may be to blame for what it reports. */
  mayBeBlamed(symbol: Named): boolean;
  /** Index of the first frame that may be blamed, from `from` on. */
  blame(from?: number): Frame | undefined;
  /** Whether the stack goes through one of `functions`. */
  through(...functions: string[]): Frame | undefined;
}

/** Something that was looked for and could not be found out, and why. */
export interface Problem {
  readonly what: Message;
  readonly why: Message;
}
