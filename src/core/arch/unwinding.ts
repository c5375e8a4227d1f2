import type { Addr } from '../addr.ts';
import type { Message } from '../catalogue/message.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { KernelSymbol, SymbolAt } from '../symbols/symbol.ts';
import type { CObject } from '../types/cobject.ts';
import type { Code } from './code.ts';
import type { KernelParts } from './paging.ts';
import type { RegisterFile, Registers } from './registers.ts';
import type { StackRange } from './stacks.ts';

/**
 * How a frame was found; prologue: by what the code of the function has pushed; call-site: the first word up the stack that
 * stands after a call of just this function.
 */
export type Method = 'orc' | 'frame-pointer' | 'saved-registers' | 'prologue' | 'call-site' | 'guess';

/** What the unwinder asks of the kernel. */
export interface UnwindWorld {
  readonly space: AddressSpace;
  readonly registers: RegisterFile;
  readonly code: Code;
  /** The ways from a frame to its caller, the best first. */
  readonly ways: readonly Way[];
  /** The stack that `address` lies on. */
  stackAt(address: bigint): StackRange | undefined;
  /** Whether code can be at `address`. */
  isCode(address: bigint): boolean;
  symbolAt(address: bigint): SymbolAt | undefined;
  byName(name: string): KernelSymbol | undefined;
  /** The return address that a tracer replaced by its own at `slot` of a stack of `task`; `address` itself when none did. */
  recover?(address: Addr, slot: Addr, task: Addr): Addr;
  /** What a saved word would be as a return address: without what the machine signed it with. */
  returnAddress?(word: bigint): Addr;
}

/** What is known of a frame while it is walked. */
export interface WalkState {
  readonly ip: Addr;
  readonly sp: Addr;
  readonly fp: Addr | undefined;
  /** All registers, where they were saved. */
  readonly registers: Registers | undefined;
  /** Whether `ip` is the next instruction itself, not one after a call. */
  readonly exact: boolean;
  /** Where on the stack `ip` was found; undefined when it comes from saved registers. */
  readonly slot: Addr | undefined;
  readonly method: Method;
}

/** A walk at one frame, as a way sees it. */
export interface Walking {
  readonly world: UnwindWorld;
  readonly state: WalkState;
  /** The stack that is walked. */
  readonly stack: StackRange | undefined;
  /** A word of memory; those of the stack that is walked cost little. Undefined when it is not in the dump. */
  word(address: Addr): Addr | undefined;
}

/** Where a way leads: to the caller, to user mode, to the stack's beginning, or nowhere and why. */
export type Step =
  | { readonly to: 'caller'; readonly caller: WalkState; readonly entered?: Registers }
  | { readonly to: 'user'; readonly entered: Registers }
  | { readonly to: 'beginning' }
  | { readonly to: 'nowhere'; readonly why: Message };

/** One way from a frame to its caller; undefined when it does not apply. The two that are named exist on every machine. */
export type Way = ((walking: Walking) => Step | undefined) | 'call-site' | 'guess';

/** How stacks are unwound on a machine. */
export interface Unwinding {
  /** The ways there are, the best first. `moduleAt`: the struct module that code at an address belongs to. */
  ways(kernel: KernelParts, moduleAt: (address: bigint) => CObject | undefined): readonly Way[];
  /** How saved return addresses lose what the machine signs them with, made once for a kernel; absent where it signs none. */
  returnAddress?(kernel: KernelParts): (word: bigint) => Addr;
}
