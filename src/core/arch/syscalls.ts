import type { Addr } from '../addr.ts';
import type { Registers } from './registers.ts';

/** How processes call the kernel. */
export interface Syscalls {
  /** The symbol of the table: an array of functions by number. */
  readonly table: string;
  /** The number in `registers`, which the code `entry` saved; undefined when they are not those of a system call. */
  numberOf(entry: string, registers: Registers): number | undefined;
  /** Its arguments in order, as far as they are known; at most six. */
  argsOf(registers: Registers): readonly (Addr | undefined)[];
  /** "read" of "__x64_sys_read". */
  plainName(symbol: string): string;
}
