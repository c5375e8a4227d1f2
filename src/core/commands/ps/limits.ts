import type { Kernel } from '../../kernel/kernel.ts';
import { resourceLimits } from '../../kernel/rlimits.ts';
import type { Task } from '../../kernel/tasks.ts';
import type { Line } from '../../rows/value.ts';
import { taskFacts, taskHeading } from '../task-heading.ts';

/** -r: the resource limits of each task. */
export function* limits(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  for (const task of of) {
    yield taskHeading(kernel, task);
    const found = resourceLimits(kernel, task);
    if (!found) yield { text: 'ps: the limits of this task are not in the dump' };
    else yield { text: '      RLIMIT     CURRENT       MAXIMUM  ' };
    for (const { name, current, maximum } of found ?? [])
      yield {
        text: `${name.padStart(12)}   ${centered(amount(current))}   ${centered(amount(maximum))}`,
        row: {
          ...taskFacts(task),
          limit: name,
          current: current?.toString() ?? null,
          maximum: maximum?.toString() ?? null,
        },
      };
    yield { text: '' };
  }
}

function amount(limit: bigint | undefined): string {
  return limit === undefined ? '(unlimited)' : String(limit);
}

/** In the middle of eleven columns, to the left when that is not even. */
function centered(text: string): string {
  const left = Math.max(0, Math.floor((11 - text.length) / 2));
  return (' '.repeat(left) + text).padEnd(11);
}
