import type { Addr } from '../addr.ts';
import type { Message } from '../catalogue/message.ts';
import type { KernelParts } from './paging.ts';

/**
 * What a stack is for: 'task' a task's own, 'irq' hard interrupts; others as the machine names them ('NMI', 'DF',
 * 'entry' …).
 */
export type StackKind = string;

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

/** What a machine's stacks are told by; the kernel fulfils it. */
export interface CpuParts extends KernelParts {
  /** What to add to a per-CPU symbol's address to have CPU `cpu`'s copy; undefined where the dump does not say it. */
  tryPerCpuOffset(cpu: number): Addr | undefined;
}

/** Where a task left the CPU. */
export interface Sleeping {
  readonly ip: Addr;
  readonly fp: Addr;
  /** Where on its stack `ip` was saved; absent where it is kept elsewhere. */
  readonly slot?: Addr;
  /** The stack pointer once it goes on. */
  readonly sp: Addr;
}

/** Stacks of CPUs and tasks. */
export interface Stacks {
  /** The stacks of CPU `cpu` besides those of tasks. */
  ofCpu(kernel: CpuParts, cpu: number): readonly StackRange[];
  /** What crash calls them, by kind: "NMI exception stack". */
  readonly names: Readonly<Record<string, string>>;
  /** Those that "bt -E" shows, in crash's order, and functions of which the kernel has one if it was built to use them. */
  readonly listed: readonly {
    readonly kind: StackKind;
    readonly heading: string;
    readonly entries?: readonly string[];
  }[];
  /** Whose frames a walk never comes to from another stack, since nothing stays there. */
  readonly passing: readonly StackKind[];
  /**
   * The page below `stack` that is there to catch an overflow: nothing is mapped at it, or nothing can write to it.
   * An access there is an overflow if the stack pointer had left the stack. Undefined where there is none.
   */
  guard(kernel: KernelParts, stack: StackRange): { readonly low: Addr; readonly high: Addr } | undefined;
  /** Where the task_struct at `task`, which does not run, left the CPU; why not, where that is not told. */
  sleeping(kernel: KernelParts, task: Addr, stack: StackRange): Sleeping | Message;
  /** Functions in which CPUs come to rest on the way into a crash kernel. */
  readonly restsIn: readonly string[];
  /** Functions in which CPUs stay after a panic without one: told apart from those above, which such a panic goes through. */
  readonly haltsIn: readonly string[];
  /** Where the caller's frame pointer lies, counted from a return address that was saved; absent where nothing tells. */
  readonly savedFp?: number;
  /** The processors' speed in MHz; undefined where the kernel does not keep it. */
  megahertz(kernel: KernelParts): number | undefined;
}
