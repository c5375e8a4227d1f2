import { hex } from '../../addr.ts';
import { startedWith } from '../../kernel/cmdline.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Task } from '../../kernel/tasks.ts';
import type { Line } from '../../rows/value.ts';
import { taskFacts, taskHeading } from '../task-heading.ts';

/** -a: command line and environment of each task. */
export function* commandLines(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  for (const task of of) {
    const found = startedWith(kernel, task);
    if ('absent' in found) {
      yield { ...taskHeading(kernel, task), row: { ...taskFacts(task), args: null, absent: found.absent } };
      yield {
        text:
          found.absent === 'no user memory'
            ? 'ps: no user stack'
            : `ps: cannot access user stack address: ${hex(found.address)}`,
      };
    } else {
      yield {
        ...taskHeading(kernel, task),
        row: { ...taskFacts(task), args: found.args, environment: found.environment },
      };
      yield { text: `ARG: ${found.args.join(' ')}` };
      for (const [i, variable] of found.environment.entries())
        yield { text: (i === 0 ? 'ENV: ' : '     ') + variable };
      if (found.environment.length === 0) yield { text: 'ENV: ' };
    }
    yield { text: '' };
  }
}
