import type { Message } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** What a 64-bit value is, taken as an address or as data. */
export interface Identity {
  /** 'null', 'symbol', 'task', 'stack', 'module', 'slab', 'per-cpu', 'user', 'non-canonical', 'poison', 'error', 'text', 'page', 'unmapped'. */
  readonly kind: string;
  /** For people: "stack of insmod (PID 166)", or as it is: "null_pointer_init [null_pointer]". */
  readonly text: string | Message;
  /** It is the first byte of an object that has a name: a symbol, a task. */
  readonly start?: boolean;
  /** A text reference that shows more. */
  readonly ref?: string;
  /** The module, where it is inside one. */
  readonly module?: string;
}

/** One kind of answer. They are asked in order; the first that knows the value answers. */
export interface Answer {
  readonly id: string;
  /** Lower are asked first. */
  readonly order: number;
  identify(kernel: Kernel, value: bigint): Identity | undefined;
}
