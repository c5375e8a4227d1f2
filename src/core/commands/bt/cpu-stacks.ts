import { hex } from '../../addr.ts';
import { exceptionFrames } from '../../kernel/exception-frames.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { cpuStacks } from '../../kernel/stack-ranges.ts';
import type { Line } from '../../rows/value.ts';
import type { StackKind } from '../../unwind/stack.ts';
import { registerLines } from './registers-text.ts';

/** Stacks with crash's names, and the entry code that shows that the kernel was built to use them. */
const STACKS: readonly (readonly [kind: StackKind, name: string, entry: readonly string[]])[] = [
  ['DF', 'DOUBLEFAULT', ['asm_exc_double_fault', 'double_fault']],
  ['NMI', 'NMI', ['asm_exc_nmi', 'nmi']],
  ['DB', 'DEBUG', ['asm_exc_debug', 'debug']],
  ['MCE', 'MCE', ['asm_exc_machine_check', 'machine_check']],
];

/** bt -E: registers that exceptions left on the stacks of `cpus`, all hard-interrupt stacks first. */
export function* cpuStackLines(kernel: Kernel, cpus: readonly number[]): Generator<Line> {
  for (const cpu of cpus) yield* section(kernel, cpu, 'irq', 'IRQ');
  for (const cpu of cpus)
    for (const [kind, name, entries] of STACKS)
      if (entries.some((entry) => kernel.symbols.image.byName(entry)))
        yield* section(kernel, cpu, kind, `${name} EXCEPTION`);
}

function* section(kernel: Kernel, cpu: number, kind: StackKind, name: string): Generator<Line> {
  const stack = cpuStacks(kernel, cpu).find((each) => each.kind === kind);
  if (!stack) return;
  yield { text: `CPU ${cpu} ${name} STACK:` };
  let found = false;
  for (const { address, registers } of exceptionFrames(kernel, stack)) {
    found = true;
    yield { text: '' };
    yield { text: `  ${registers.user ? 'USER' : 'KERNEL'}-MODE EXCEPTION FRAME AT: ${hex(address, 16)}` };
    yield* registerLines(kernel, registers);
  }
  if (!found) yield { text: '(none found)' };
  yield { text: '' };
}
