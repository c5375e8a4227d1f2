import { asCrash, refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { cpuCount } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { panicTask } from '../kernel/panic.ts';
import { tasksMeant } from '../kernel/pid.ts';
import { currentTask, requireTasks, taskByAddress, tasks, type Task } from '../kernel/tasks.ts';
import type { Line } from '../rows/value.ts';
import { cpuStackLines } from './bt/cpu-stacks.ts';
import { btOptions, HOW } from './bt/options.ts';
import { overflowLines } from './bt/overflow.ts';
import { backtraces } from './bt/trace.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { cpuNumbers } from './cpu-list.ts';

export const command: Command = {
  name: 'bt',
  group: 'tasks',
  summary: 'the stack of a task: which function called which',
  synopsis:
    '[-a | -c cpus | -g | -p] [-n idle] [-s [-x | -d]] [-f | -F[F] | -r | -t | -T | -e | -E | -v] [-R reference] [-I ip] [-S sp] [pid | task]…',
  description:
    "Shows the functions of a task's stack, the innermost first: each with the place of its return address on the " +
    'stack and the return address. Where an exception or an interrupt came in, its saved registers follow. Frames ' +
    "are found by the kernel's own unwind tables (ORC); what must be guessed is marked in the rows (--json).",
  options: [
    { flag: '-a', about: 'the tasks that the CPUs were running' },
    {
      flag: '-c',
      value: 'cpus',
      about: 'the tasks that these CPUs were running: 0,2,4-7 or all; with -E their stacks',
    },
    { flag: '-g', about: 'all threads of the process, the leader first' },
    { flag: '-p', about: 'the task that panicked' },
    { flag: '-n', value: 'idle', about: 'without idle tasks' },
    ...HOW,
    { flag: '-E', about: 'registers saved by exceptions on the interrupt and exception stacks of the CPUs' },
    { flag: '-v', about: 'which stacks ran over their end' },
    { flag: '-O', about: 'accepted; there is one method to find frames only' },
    { flag: '-A', about: 'vector registers: not on x86-64' },
  ],
  examples: [
    ['bt', 'the stack of the current task (at first: the one that panicked)'],
    ['bt -a', 'what each CPU was doing'],
    ['bt -sx 1', 'the stack of PID 1 with offsets in hexadecimal'],
    ['bt -FF', 'with the words of each frame: symbols, and objects by their slab cache'],
  ],
  completes: ['task'],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    const { kernel } = context;
    if (args.has('-A'))
      throw new RequestError(
        asCrash('bt: -A option not supported or applicable on this architecture or kernel'),
      );
    if (args.has('-O')) {
      yield { text: `bt: use ${toggleMethod(context)} bt method by default` };
      return;
    }
    if (args.has('-v')) {
      yield* overflowLines(kernel);
      return;
    }
    const cpus = args.value('-c');
    if (args.has('-E')) {
      const which = cpus === undefined ? allCpus(kernel) : cpusNamed(kernel, cpus);
      yield* cpuStackLines(kernel, which);
      return;
    }
    yield* backtraces(context, chosen(context, args), btOptions(context, args));
  },
};

function allCpus(kernel: Kernel): number[] {
  return Array.from({ length: cpuCount(kernel) }, (_, cpu) => cpu);
}

function cpusNamed(kernel: Kernel, text: string): readonly number[] {
  const found = cpuNumbers(kernel, text);
  if (!('cpus' in found)) throw new RequestError(asCrash(`bt: invalid cpu specification: ${text}`));
  return found.cpus;
}

/** crash has an older method to choose; here the setting is kept and changes nothing. */
function toggleMethod(context: CommandContext): string {
  const next = context.settings.get('bt method') === 'old' ? 'new' : 'old';
  context.settings.set('bt method', next);
  return next;
}

function chosen(context: CommandContext, args: Arguments): readonly Task[] {
  const { kernel } = context;
  requireTasks(kernel);
  const cpus = args.value('-c');
  const idle = args.value('-n');
  if (idle !== undefined && idle !== 'idle')
    throw new RequestError(refused.onlyIdle({ command: 'bt', given: idle }));
  const without = (from: readonly Task[]): readonly Task[] =>
    idle ? from.filter((task) => task.pid !== 0) : from;
  if (args.has('-a')) return without(active(kernel, allCpus(kernel)));
  if (cpus !== undefined) return without(active(kernel, cpusNamed(kernel, cpus)));
  const named = args.has('-p')
    ? panicked(kernel)
    : args.words.length > 0
      ? byWords(kernel, args.words)
      : [current(context)];
  return without(args.has('-g') ? named.flatMap((task) => threadGroup(kernel, task)) : named);
}

function active(kernel: Kernel, cpus: readonly number[]): Task[] {
  return cpus.flatMap((cpu) => currentTask(kernel, cpu) ?? []);
}

function panicked(kernel: Kernel): Task[] {
  const task = panicTask(kernel);
  if (!task) throw new RequestError(refused.noPanicTask({ command: 'bt' }));
  return [task];
}

function byWords(kernel: Kernel, words: readonly string[]): Task[] {
  return words.flatMap((word) => {
    const meant = tasksMeant(kernel, word);
    if (meant.length === 0) throw new RequestError(asCrash(`bt: invalid task or pid value: ${word}`));
    return [...meant];
  });
}

function current(context: CommandContext): Task {
  const task = taskByAddress(context.kernel, context.task);
  if (!task) throw new RequestError(refused.nameTask({ command: 'bt' }));
  return task;
}

function threadGroup(kernel: Kernel, task: Task): Task[] {
  const group = tasks(kernel).filter((each) => each.tgid === task.tgid && task.pid !== 0);
  if (group.length === 0) return [task];
  return [
    ...group.filter((each) => each.pid === each.tgid),
    ...group.filter((each) => each.pid !== each.tgid),
  ];
}
