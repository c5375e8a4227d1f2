import { step } from '../addr.ts';
import { part } from '../arch/arch.ts';
import type { KernelSymbol } from '../symbols/symbol.ts';
import type { Stack } from '../unwind/stack.ts';
import type { Kernel } from './kernel.ts';

/** One system call of the 64-bit table. */
export interface Syscall {
  readonly number: number;
  readonly address: bigint;
  readonly symbol?: KernelSymbol;
}

const MAX_SYSCALLS = 4096;

/** The system call that a task is in, by the registers with which it came in at the end of `stack`; undefined where it is in none. */
export function systemCall(
  kernel: Kernel,
  stack: Stack | undefined,
): { readonly number: number; readonly name?: string } | undefined {
  const entry = stack?.frames.at(-1);
  const number =
    entry?.entered && kernel.arch.syscalls?.numberOf(entry.symbol?.symbol.name ?? '', entry.entered);
  if (number === undefined || number < 0 || number > MAX_SYSCALLS) return undefined;
  const name = syscalls(kernel)[number]?.symbol?.name;
  return { number, name: name && kernel.arch.syscalls?.plainName(name) };
}

/** The table of system calls, as far as its entries are the beginnings of functions. */
export function syscalls(kernel: Kernel): readonly Syscall[] {
  return kernel.remember('system calls', () => {
    const table = kernel.symbols.image.byName(part(kernel.arch, 'syscalls').table);
    if (!table) return [];
    const room = Math.min(Math.floor((table.size ?? 0) / 8), MAX_SYSCALLS);
    const found: Syscall[] = [];
    for (let number = 0; number < room; number++) {
      const address = kernel.space.tryU64(step(table.address, number * 8));
      const at = address && kernel.symbols.byAddress(address);
      // What follows the table up to the next symbol is padding or another table.
      if (!address || !at || at.offset !== 0) break;
      found.push({ number, address, symbol: at.symbol });
    }
    return found;
  });
}
