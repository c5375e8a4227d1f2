import type { Message } from '../catalogue/message.ts';
import type { Addr } from '../addr.ts';
import type { Registers } from '../arch/x86_64/registers.ts';
import type { SymbolAt } from '../symbols/symbol.ts';

/** What a stack is for: a task's own, hard interrupts, the entry trampoline, exceptions with a stack of their own (IST). */
export type StackKind = 'task' | 'irq' | 'entry' | 'DF' | 'NMI' | 'DB' | 'MCE' | 'VC' | 'VC2';

/** Memory that is a stack: low ≤ sp ≤ high. */
export interface StackRange {
  readonly kind: StackKind;
  readonly low: Addr;
  /** One after its last byte: where it begins to be used. */
  readonly high: Addr;
  /** Whose it is: the CPU of all but task stacks. */
  readonly cpu?: number;
  /** The task_struct, of task stacks. */
  readonly task?: Addr;
}

/** How a frame was found; call-site: the first word up the stack that stands after a call of just this function. */
export type Method = 'orc' | 'frame-pointer' | 'saved-registers' | 'call-site' | 'guess';

/** One function on a stack. */
export interface Frame {
  /** Where it will go on: after a call, or at the instruction that was interrupted. */
  readonly address: Addr;
  /** What lies at `address`; of return addresses the function that made the call, also when the call is its end. */
  readonly symbol?: SymbolAt;
  /** Where on the stack `address` was found; undefined when it comes from saved registers. */
  readonly slot?: Addr;
  /** The stack pointer while the function waits. */
  readonly sp: Addr;
  /** Where the caller's frame begins, when that is known. */
  end?: Addr;
  /** The stack `sp` lies on. */
  readonly stack?: StackRange;
  readonly method: Method;
  /** Interrupted at `address`; otherwise a call made from just before it. */
  readonly exact: boolean;
  /** Registers at this frame: all when it was interrupted, otherwise rip, rsp and perhaps rbp. */
  readonly registers: Registers;
  /** The registers that this frame's code saved when the CPU came in (exception, interrupt, system call). */
  entered?: Registers;
}

/** A stack, from the innermost function outwards. */
export interface Stack {
  readonly frames: readonly Frame[];
  /** Whether the walk came to the stack's beginning: user mode, or the kernel's first function. */
  readonly complete: boolean;
  /** Why the walk ended. */
  readonly stopped: Message;
  /** The registers in user mode, where the task came from there. */
  readonly user?: Registers;
}
