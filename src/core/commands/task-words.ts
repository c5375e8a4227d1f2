import { hex } from '../addr.ts';
import { asCrash, refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tasksMeant } from '../kernel/pid.ts';
import { taskAt, taskByAddress, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { CommandContext } from './command.ts';

/** What commands about tasks share: which tasks the words of a line mean, and what stands above all that is said of one. */

/** The current task. Throws RequestError, naming `command`, when this dump has none. */
export function currentTask({ kernel, task }: CommandContext, command: string): Task {
  if (task === 0n) throw new RequestError(refused.noCurrentTask({ command }));
  return taskByAddress(kernel, task) ?? taskAt(kernel, task);
}

/**
 * `each`'s lines for the tasks that `words` mean, PIDs or addresses, one after the other with a blank line between them;
 * for the current task when there are no words. A word that means none is said in crash's words and the others go on.
 */
export function* forTasks(
  context: CommandContext,
  command: string,
  words: readonly string[],
  each: (task: Task) => Iterable<Line>,
): Generator<Line, void, void> {
  if (words.length === 0) {
    yield* each(currentTask(context, command));
    return;
  }
  for (const word of words) {
    const found = tasksMeant(context.kernel, word);
    if (found.length === 0) yield { text: `${command}: invalid task or pid value: ${word}` };
    for (const task of found) {
      let some = false;
      for (const line of each(task)) {
        some = true;
        yield line;
      }
      if (some) yield { text: '' };
    }
  }
}

/** The one task that `word` means. Throws RequestError in crash's words when there is none. */
export function taskMeant(kernel: Kernel, command: string, word: string): Task {
  const [task] = tasksMeant(kernel, word);
  if (!task) throw new RequestError(asCrash(`${command}: invalid task or pid value: ${word}`));
  return task;
}

/** The line above everything that is said of one task: "PID: 166      TASK: ffff…  CPU: 0    COMMAND: "insmod"". */
export function taskHeading(_kernel: Kernel, task: Task, indent = ''): Line {
  const pid = String(task.pid).padEnd(7);
  const at = hex(task.address, 16);
  const text = `${indent}PID: ${pid}  TASK: ${at}  CPU: ${String(task.cpu).padEnd(3)}  COMMAND: "${task.comm}"`;
  const start = indent.length + 5 + pid.length + 8;
  return { text, links: [{ start, end: start + at.length, ref: refTo.task(task.address) }] };
}

/** What a row of JSON says of a task. */
export function taskFacts(task: Task): {
  readonly pid: number;
  readonly task: bigint;
  readonly comm: string;
} {
  return { pid: task.pid, task: task.address, comm: task.comm };
}
