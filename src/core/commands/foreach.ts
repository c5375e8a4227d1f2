import { render } from '../catalogue/message.ts';
import { asCrash, refused } from '../catalogue/commands.ts';
import { hex } from '../addr.ts';
import { FaultError, MissingError, RequestError } from '../errors.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { FOREACH_COMMANDS, readRequest, type Request } from './foreach/selectors.ts';
import { show } from './ps/forms.ts';
import { narrow } from './ps/select.ts';
import { command as ps } from './ps.ts';
import { parseArguments, usage } from './runner/arguments.ts';
import { contextLines } from './set/context.ts';
import { taskHeading } from './task-heading.ts';

export const command: Command = {
  name: 'foreach',
  group: 'tasks',
  summary: 'a command for each of many tasks',
  synopsis:
    "[pid | task | name | \\name | 'regex' | user | kernel | gleader | active | state]… command [options]",
  description:
    'Runs a command for every task, or for those selected. Commands: ' +
    `${[...FOREACH_COMMANDS].join(', ')}. States: RU IN UN ST ZO TR SW DE WA PA ID NE. PIDs, tasks and names ` +
    'add up; the other words narrow.',
  options: [],
  raw: true,
  examples: [
    ['foreach bt', 'the stack of every task'],
    ['foreach UN bt', 'of the tasks in uninterruptible sleep'],
    ['foreach user task -R comm,flags', 'two members of each user task'],
    ["foreach 'kworker.*' ps", 'a list of the workers'],
  ],
  completes: ['task', 'command'],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    if (args.raw.length === 0) throw new RequestError(usage(command));
    const request = readRequest(context.kernel, args.raw);
    for (const word of request.unknown) yield { text: `foreach: unknown argument: "${word}"` };
    const { command: name } = request;
    if (name === undefined) throw new RequestError(asCrash('foreach: no keywords specified'));
    if (request.unknown.length > 0 && !request.named) return;
    if (name === 'ps') {
      const psArgs = parseArguments(ps, request.rest.join(' '));
      yield* show(context.kernel, narrow(context.kernel, request.tasks, psArgs), psArgs, 'named');
      return;
    }
    const before = context.task;
    try {
      for (const task of request.tasks) yield* one(context, task, name, request);
    } finally {
      context.task = before;
    }
  },
};

/** What is wrong with a command whatever it is asked about. */
const WRONG_FOR_ALL: ReadonlySet<string> = new Set(
  [refused.notYet({ name: '' }), refused.usage({ usage: '', command: '' })].map(({ id }) => id),
);

/** `name` for `task`; a fault ends this task's answer, not those of the others. */
function* one(context: CommandContext, task: Task, name: string, request: Request): Generator<Line> {
  if (name === 'set') {
    yield taskHeading(context.kernel, task);
    yield* contextLines(context.kernel, task);
    yield { text: '' };
    return;
  }
  context.task = task.address;
  const options = request.rest.join(' ');
  try {
    if (name === 'vtop') {
      yield taskHeading(context.kernel, task);
      yield* context.run(`vtop ${options}`);
      yield { text: '' };
    } else yield* context.run(`${name} ${options} ${hex(task.address, 16)}`);
  } catch (error) {
    if (!(error instanceof RequestError || error instanceof MissingError || error instanceof FaultError))
      throw error;
    // What is wrong with the command itself is wrong for every task.
    if (WRONG_FOR_ALL.has(error.said.id)) throw error;
    for (const text of render(error.said, context.language).split('\n')) yield { text };
    yield { text: '' };
  }
}
