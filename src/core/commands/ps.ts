import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/tasks.ts';
import { ancestors, children, commandLines, lastRuns, limits, runTimes, threadGroups } from './ps/forms.ts';
import { list, summary } from './ps/list.ts';
import { cpuList, select } from './ps/select.ts';

export const command: Command = {
  name: 'ps',
  group: 'tasks',
  summary: 'the tasks: state, memory, times, family',
  synopsis:
    "[-k | -u | -G | -A | -I | -y policy] [-s | -p | -c | -t | -l | -m | -a | -g | -r | -S] [-C cpus] [-H] [pid | task | command | 'regex']…",
  description:
    'Lists tasks: all, or those named by PID, by address of their task_struct, by command name or by a regular ' +
    'expression in single quotes. ">" marks a task that a CPU was running. VSZ and RSS are in KB; RSS counts the ' +
    'pages that threads had not yet added to the process, where the kernel keeps them apart.',
  options: [
    { flag: '-k', about: 'kernel threads only' },
    { flag: '-u', about: 'user tasks only' },
    { flag: '-G', about: 'leaders of thread groups (processes) only' },
    { flag: '-A', about: 'tasks that a CPU was running only' },
    { flag: '-I', about: 'without the idle tasks' },
    {
      flag: '-y',
      value: 'policy',
      about: 'tasks of these scheduling policies: NORMAL, FIFO, RR, BATCH, IDLE, DEADLINE, EXT, or numbers',
    },
    { flag: '-s', about: 'the saved stack pointer instead of the task' },
    { flag: '-p', about: 'ancestors of each task' },
    { flag: '-c', about: 'children of each task' },
    { flag: '-t', about: 'run time, start time, time in user and kernel mode' },
    { flag: '-l', about: 'when each task ran last, latest first, in nanoseconds' },
    { flag: '-m', about: 'how long ago each task ran last, latest first' },
    { flag: '-a', about: 'command line and environment' },
    { flag: '-g', about: 'threads of each process' },
    { flag: '-r', about: 'resource limits' },
    { flag: '-S', about: 'how many tasks are in each state' },
    { flag: '-C', value: 'cpus', about: 'tasks of these CPUs: 0,2,4-7 or all; with -l and -m CPU by CPU' },
    { flag: '-H', about: 'no heading' },
  ],
  examples: [
    ['ps', 'all tasks'],
    ['ps -u', 'the tasks of user space'],
    ["ps 'kworker.*'", 'tasks by a pattern of their names'],
    ['ps -m', 'which tasks have not run for long'],
  ],
  completes: ['task'],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    const { tasks, complaints } = select(context.kernel, args);
    for (const text of complaints) yield { text };
    if (complaints.length > 0) yield { text: '' };
    yield* show(context.kernel, tasks, args, args.words.length > 0 ? 'named' : 'all');
  },
};

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
