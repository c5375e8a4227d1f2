import { hex } from '../../addr.ts';
import { part } from '../../arch/arch.ts';
import type { StackKind } from '../../arch/stacks.ts';
import { exceptionFrames } from '../../kernel/exception-frames.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { cpuStacks } from '../../kernel/stack-ranges.ts';
import type { Line } from '../../rows/value.ts';

import { registerLines } from './registers-text.ts';

/** bt -E: registers that exceptions left on the stacks of `cpus`, all hard-interrupt stacks first. */
export function* cpuStackLines(kernel: Kernel, cpus: readonly number[], radix: 10 | 16): Generator<Line> {
  const { listed } = part(kernel.arch, 'stacks');
  const used = listed.filter(({ entries }) => entries?.some((name) => kernel.symbols.image.byName(name)));
  for (const { kind, heading } of listed.filter(({ entries }) => !entries))
    for (const cpu of cpus) yield* section(kernel, cpu, kind, heading, radix);
  for (const cpu of cpus)
    for (const { kind, heading } of used) yield* section(kernel, cpu, kind, heading, radix);
}

function* section(
  kernel: Kernel,
  cpu: number,
  kind: StackKind,
  name: string,
  radix: 10 | 16,
): Generator<Line> {
  const stack = cpuStacks(kernel, cpu).find((each) => each.kind === kind);
  if (!stack) return;
  yield { text: `CPU ${cpu} ${name} STACK:` };
  let found = false;
  for (const { address, registers } of exceptionFrames(kernel, stack)) {
    found = true;
    yield { text: '' };
    yield { text: `  ${registers.user ? 'USER' : 'KERNEL'}-MODE EXCEPTION FRAME AT: ${hex(address, 16)}` };
    yield* registerLines(kernel, registers, radix);
  }
  if (!found) yield { text: '(none found)' };
  yield { text: '' };
}
