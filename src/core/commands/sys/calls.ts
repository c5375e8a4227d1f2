import type { Kernel } from '../../kernel/kernel.ts';
import { syscalls, type Syscall } from '../../kernel/syscalls.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';

/** sys -c: the table of system calls; with `wanted` those of these numbers, or with these words in their names, word by word. */
export function* calls(kernel: Kernel, wanted: readonly string[] = []): Generator<Line> {
  const all = syscalls(kernel);
  const chosen = wanted.length === 0 ? all : wanted.flatMap((word) => all.filter((each) => is(each, word)));
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

function is({ number, symbol }: Syscall, word: string): boolean {
  return /^(\d+|0x[0-9a-f]+)$/i.test(word) ? number === Number(word) : (symbol?.name.includes(word) ?? false);
}
