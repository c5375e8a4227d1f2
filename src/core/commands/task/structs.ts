import { addr } from '../../addr.ts';
import type { Task } from '../../kernel/tasks.ts';
import type { Line } from '../../rows/value.ts';
import type { Arguments, CommandContext } from '../command.ts';
import { printOptions } from '../print-options.ts';
import { threadInfoOf } from '../set/context.ts';
import { data, type DataFormat } from '../struct/data.ts';
import { memberAt, type Asked } from '../struct/names.ts';

const STRUCTS = ['task_struct', 'thread_info'] as const;
const MAX_MEMBERS = 256;

/** task_struct and thread_info of `task`, or the members that -R names: of whichever has them. */
export function* structLines(context: CommandContext, task: Task, args: Arguments): Generator<Line> {
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
