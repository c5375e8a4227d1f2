import type { Syscalls } from '../syscalls.ts';

/** In order (arch/x86/entry/entry_64.S); rcx is taken by the instruction itself. */
const ARGS = ['rdi', 'rsi', 'rdx', 'r10', 'r8', 'r9'];

/** System calls of x86-64. */
export const syscalls: Syscalls = {
  table: 'sys_call_table',
  numberOf(entry, registers) {
    if (!registers.user || !entry.startsWith('entry_SYSCALL_64')) return undefined;
    const number = registers.get('orig_rax');
    return number === undefined ? undefined : Number(number);
  },
  argsOf: (registers) => ARGS.map((name) => registers.get(name)),
  plainName: (symbol) => symbol.replace(/^(__\w+_)?sys_/, ''),
};
