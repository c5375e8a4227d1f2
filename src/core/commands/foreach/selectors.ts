import type { Kernel } from '../../kernel/kernel.ts';
import { looksLikeNumber, tasksMeant } from '../../kernel/pid.ts';
import { isActive, isKernelThread, stateShort, tasks, type Task } from '../../kernel/tasks.ts';
import { byName, byPattern } from '../ps/select.ts';

/** The commands that foreach runs, as crash has them. */
export const FOREACH_COMMANDS: ReadonlySet<string> = new Set([
  'bt',
  'vm',
  'task',
  'files',
  'net',
  'set',
  'ps',
  'sig',
  'vtop',
]);
const STATES: ReadonlySet<string> = new Set([
  'RU',
  'IN',
  'UN',
  'ST',
  'ZO',
  'TR',
  'SW',
  'DE',
  'WA',
  'PA',
  'ID',
  'NE',
]);
const KINDS: Readonly<Record<string, (kernel: Kernel, task: Task) => boolean>> = {
  user: (_kernel, task) => !isKernelThread(task),
  kernel: (_kernel, task) => isKernelThread(task),
  gleader: (_kernel, task) => task.pid === task.tgid && !isKernelThread(task),
  active: (kernel, task) => isActive(kernel, task),
};

/** What the words of foreach say. */
export interface Request {
  readonly tasks: readonly Task[];
  /** The first word that names one; what follows is its own. */
  readonly command: string | undefined;
  /** Options and their values, in the order typed; passed on to each command. */
  readonly rest: readonly string[];
  /** Words that mean nothing. */
  readonly unknown: readonly string[];
  /** Some word named tasks. */
  readonly named: boolean;
}

/** Options of the commands that a value follows. */
const WITH_VALUE: ReadonlySet<string> = new Set(['-R', '-I', '-S', '-n', '-y', '-C', '-f', '-P', '-c']);

/**
 * Reads foreach's words: selectors until the first command, then that command's options and values. Names and PIDs
 * add up; states, user, kernel, gleader and active narrow.
 */
export function readRequest(kernel: Kernel, words: readonly string[]): Request {
  const named = new Set<bigint>();
  const tests: ((task: Task) => boolean)[] = [];
  const states = new Set<string>();
  let command: string | undefined;
  const rest: string[] = [];
  const unknown: string[] = [];
  let byWord = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word.startsWith('-') && word.length > 1) {
      rest.push(word);
      if (WITH_VALUE.has(word) && takesValue(command, word) && i + 1 < words.length) rest.push(words[++i]);
    } else if (command !== undefined) {
      if (!FOREACH_COMMANDS.has(word)) rest.push(word);
    } else if (FOREACH_COMMANDS.has(word)) command = word;
    else if (STATES.has(word)) states.add(word);
    else if (Object.hasOwn(KINDS, word)) tests.push((task) => KINDS[word](kernel, task));
    else {
      const found = meant(kernel, word);
      if (found) {
        byWord = true;
        for (const task of found) named.add(task.address);
      } else unknown.push(word);
    }
  }
  if (states.size > 0) tests.push((task) => states.has(stateShort(task)));
  if (byWord) tests.push((task) => named.has(task.address));
  return {
    tasks: tasks(kernel).filter((task) => tests.every((test) => test(task))),
    command,
    rest,
    unknown,
    named: byWord,
  };
}

/** -f, -c and -P are switches to bt, ps and files. */
function takesValue(first: string | undefined, flag: string): boolean {
  if (flag === '-f' || flag === '-P') return first === 'vm';
  if (flag === '-c') return first === 'vtop';
  return flag !== '-S' || first === 'bt';
}

/** The tasks that a PID, an address, a name, \name or 'regex' means; undefined when it is none of these. */
function meant(kernel: Kernel, word: string): readonly Task[] | undefined {
  const pattern = /^'(.*)'$/.exec(word)?.[1];
  if (pattern !== undefined) return byPattern(kernel, pattern, 'foreach');
  if (word.startsWith('\\')) return found(byName(kernel, word.slice(1)));
  const tasks = looksLikeNumber(word) ? tasksMeant(kernel, word) : [];
  return found(tasks.length > 0 ? tasks : byName(kernel, word));
}

function found(tasks: readonly Task[]): readonly Task[] | undefined {
  return tasks.length > 0 ? tasks : undefined;
}
