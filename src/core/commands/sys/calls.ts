import type { Kernel } from '../../kernel/kernel.ts';
import { syscalls } from '../../kernel/syscalls.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';

/** sys -c: the table of system calls; with `wanted` the one of that number, or those with it in their names. */
export function* calls(kernel: Kernel, wanted?: string): Generator<Line> {
  const all = syscalls(kernel);
  const number = wanted !== undefined && /^(\d+|0x[0-9a-f]+)$/i.test(wanted) ? Number(wanted) : undefined;
  const chosen = all.filter((each) => {
    if (wanted === undefined) return true;
    return number === undefined ? (each.symbol?.name.includes(wanted) ?? false) : each.number === number;
  });
  if (chosen.length === 0) {
    if (all.length === 0) yield { text: 'sys: the symbol sys_call_table is not in this kernel' };
    return;
  }
  yield { text: 'NUM  SYSTEM CALL' };
  for (const { number: nr, address, symbol } of chosen) {
    const head = `${String(nr).padStart(3)}  `;
    const name = symbol?.name ?? '?';
    yield {
      text: head + name,
      row: { number: nr, name, address },
      links: [{ start: head.length, end: head.length + name.length, ref: refTo.code(address) }],
    };
  }
}
