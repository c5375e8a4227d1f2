import { asCrash, refused } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';
import { cpuCount } from '../../kernel/cpus.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Task } from '../../kernel/tasks.ts';
import type { Line } from '../../rows/value.ts';
import type { Arguments } from '../command.ts';
import { cpuNumbers } from '../cpu-list.ts';
import { commandLines } from './arguments.ts';
import { ancestors, children, threadGroups } from './family.ts';
import { limits } from './limits.ts';
import { list } from './list.ts';
import { summary } from './summary.ts';
import { lastRuns, runTimes } from './times.ts';

/** What ps says of `of`, which were `named` or are all there are, in the form that `args` ask for. */
export function* show(
  kernel: Kernel,
  of: readonly Task[],
  args: Arguments,
  named: 'named' | 'all',
): Generator<Line> {
  const cpus = args.value('-C');
  const wanted = cpus === undefined ? undefined : cpuList(kernel, cpus, 'ps');
  if (args.has('-l')) yield* lastRuns(kernel, of, 'stamp', wanted);
  else if (args.has('-m')) yield* lastRuns(kernel, of, 'since', wanted);
  else {
    const here = wanted ? of.filter((task) => wanted.includes(task.cpu)) : of;
    yield* form(kernel, here, args, named);
  }
}

function form(kernel: Kernel, of: readonly Task[], args: Arguments, named: 'named' | 'all'): Generator<Line> {
  if (args.has('-a')) return commandLines(kernel, of);
  if (args.has('-p')) return ancestors(kernel, of);
  if (args.has('-c')) return children(kernel, of);
  if (args.has('-g')) return threadGroups(kernel, of, named !== 'named');
  if (args.has('-t')) return runTimes(kernel, of);
  if (args.has('-r')) return limits(kernel, of);
  if (args.has('-S')) return summary(kernel, of);
  return list(kernel, of, { stack: args.has('-s'), header: !args.has('-H') });
}

/** CPUs of a list like "1,3,5-7". Throws RequestError, with crash's words, for CPUs that are not there. */
function cpuList(kernel: Kernel, text: string, command: string): readonly number[] {
  const found = cpuNumbers(kernel, text);
  if ('cpus' in found) return found.cpus;
  throw new RequestError(
    found.number
      ? asCrash(`${command}: invalid cpu number: ${found.wrong}; system has only ${cpuCount(kernel)} cpus`)
      : refused.cpuListForm({ command, given: text }),
  );
}
