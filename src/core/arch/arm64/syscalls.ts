import type { Syscalls } from '../syscalls.ts';

/** x8 has the number (arch/arm64/kernel/syscall.c); what no system call brought in has none (NO_SYSCALL, -1). */
export const syscalls: Syscalls = {
  table: 'sys_call_table',
  numberOf(_entry, registers) {
    const number = registers.get('syscallno');
    if (!registers.user || number === undefined) return undefined;
    const call = Number(BigInt.asIntN(32, number));
    return call >= 0 ? call : undefined;
  },
  // The first argument is kept aside: x0 takes the result.
  argsOf: (registers) => ['orig_x0', 'x1', 'x2', 'x3', 'x4', 'x5'].map((name) => registers.get(name)),
  plainName: (symbol) => symbol.replace(/^(__arm64_)?sys_/, ''),
};
