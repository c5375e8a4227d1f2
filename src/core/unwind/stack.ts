import type { Message } from '../catalogue/message.ts';
import type { Addr } from '../addr.ts';
import { part, type Arch } from '../arch/arch.ts';
import type { EntryKind } from '../arch/trouble.ts';
import type { Registers } from '../arch/registers.ts';
import type { StackRange } from '../arch/stacks.ts';
import type { Method } from '../arch/unwinding.ts';
import type { SymbolAt } from '../symbols/symbol.ts';

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
  /** Registers at this frame: all when it was interrupted, otherwise the pointers to instruction, stack and perhaps frame. */
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

/** Why the CPU came in at `frame`; undefined where it was called. */
export function boundaryOf(arch: Arch, frame: Frame): 'user' | EntryKind | undefined {
  if (!frame.entered) return undefined;
  return frame.entered.user ? 'user' : part(arch, 'trouble').entryKind(frame.symbol?.symbol.name ?? '');
}
