import { addr } from '../addr.ts';
import { refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { tasksMeant } from '../kernel/pid.ts';
import { taskAt, taskByAddress, type Task } from '../kernel/tasks.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { printOptions } from './print-options.ts';
import { threadInfoOf } from './set/context.ts';
import { data, type DataFormat } from './struct/data.ts';
import { memberAt, type Asked } from './struct/names.ts';
import { taskHeading } from './task-words.ts';

export const command: Command = {
  name: 'task',
  group: 'tasks',
  summary: { en: "a task's task_struct and thread_info", ko: '태스크의 task_struct와 thread_info' },
  synopsis: '[-R member[,member]…] [-x | -d] [pid | task]…',
  options: [
    {
      flag: '-R',
      value: 'member[,member]…',
      about: {
        en: 'these members of task_struct or thread_info only',
        ko: 'task_struct나 thread_info의 지정한 멤버만',
      },
    },
    { flag: '-x', about: { en: 'numbers in hexadecimal', ko: '숫자를 16진수로' } },
    { flag: '-d', about: { en: 'numbers in decimal', ko: '숫자를 10진수로' } },
    { flag: '-h', about: { en: 'as -x', ko: '-x와 같음' } },
  ],
  examples: [
    ['task', { en: 'the current task', ko: '현재 태스크' }],
    ['task -R pid,comm,flags 1', { en: 'three members of init', ko: 'init의 멤버 세 개' }],
    ['task -R se.vruntime', { en: 'a member of a member', ko: '멤버의 멤버' }],
  ],
  exclusive: [['-x', '-d']],
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

const STRUCTS = ['task_struct', 'thread_info'] as const;
const MAX_MEMBERS = 256;

/** task_struct and thread_info of `task`, or the members that -R names: of whichever has them. */
function* structLines(context: CommandContext, task: Task, args: Arguments): Generator<Line> {
  const { kernel } = context;
  const format: DataFormat = {
    command: 'struct',
    space: kernel.space,
    print: printOptions(context, args),
    follow: false,
  };
  const at = { task_struct: task.address, thread_info: addr(threadInfoOf(kernel, task)) };
  const asked: Asked[] = [];
  for (const name of STRUCTS) {
    const struct = kernel.types.struct(name);
    if (struct) asked.push({ name, struct, type: struct, members: [] });
  }
  const paths = args.options
    .get('-R')
    ?.flatMap((value) => value.split(','))
    .filter((path) => path !== '')
    .slice(0, MAX_MEMBERS);
  if (paths === undefined) {
    for (const [i, each] of asked.entries()) {
      if (i > 0) yield { text: '' };
      yield* data(kernel, each, at[each.name as keyof typeof at], format);
    }
    return;
  }
  for (const path of paths) {
    const holders = asked.filter((each) => memberAt(each.struct, path));
    if (holders.length === 0) yield { text: `task: ${path}: not a task_struct or thread_info member` };
    for (const each of holders)
      yield* data(kernel, { ...each, members: [path] }, at[each.name as keyof typeof at], format);
  }
}
