import { refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { tasksMeant } from '../kernel/pid.ts';
import { taskAt, taskByAddress, type Task } from '../kernel/tasks.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { taskHeading } from './task-heading.ts';
import { structLines } from './task/structs.ts';

export const command: Command = {
  name: 'task',
  group: 'tasks',
  summary: "a task's task_struct and thread_info",
  synopsis: '[-R member[,member]…] [-x | -d] [pid | task]…',
  options: [
    { flag: '-R', value: 'member[,member]…', about: 'these members of task_struct or thread_info only' },
    { flag: '-x', about: 'numbers in hexadecimal' },
    { flag: '-d', about: 'numbers in decimal' },
    { flag: '-h', about: 'as -x' },
  ],
  examples: [
    ['task', 'the current task'],
    ['task -R pid,comm,flags 1', 'three members of init'],
    ['task -R se.vruntime', 'a member of a member'],
  ],
  completes: ['task'],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    for (const word of args.words.length > 0 ? args.words : [undefined]) {
      const tasks = word === undefined ? [current(context)] : tasksMeant(context.kernel, word);
      if (tasks.length === 0) yield { text: `task: invalid task or pid value: ${word}` };
      for (const task of tasks) {
        yield taskHeading(context.kernel, task);
        yield* structLines(context, task, args);
      }
      yield { text: '' };
    }
  },
};

function current({ kernel, task }: CommandContext): Task {
  if (task === 0n) throw new RequestError(refused.noCurrentTask({ command: 'task' }));
  return taskByAddress(kernel, task) ?? taskAt(kernel, task);
}
