import { hex } from '../addr.ts';
import { asCrash, refused } from '../catalogue/commands.ts';
import { render } from '../catalogue/message.ts';
import { FaultError, MissingError, RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { looksLikeNumber, tasksMeant } from '../kernel/pid.ts';
import { isActive } from '../kernel/running.ts';
import { type Task, isKernelThread, stateShort, tasks } from '../kernel/tasks.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { command as ps, show } from './ps.ts';
import { narrow, byName, byPattern } from './ps/select.ts';
import { parseArguments, usage } from './runner/arguments.ts';
import { contextLines } from './set/context.ts';
import { taskHeading } from './task-words.ts';

/** The commands that foreach runs, as crash has them. */
const FOREACH_COMMANDS: ReadonlySet<string> = new Set([
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

export const command: Command = {
  name: 'foreach',
  group: 'tasks',
  summary: { en: 'a command for each of many tasks', ko: '여러 태스크에 같은 명령 실행' },
  synopsis:
    "[pid | task | name | \\name | 'regex' | user | kernel | gleader | active | state]… command [options]",
  description: {
    en:
      'Runs a command for every task, or for those selected. Commands: ' +
      `${[...FOREACH_COMMANDS].join(', ')}. States: RU IN UN ST ZO TR SW DE WA PA ID NE. PIDs, tasks and names ` +
      'add up; the other words narrow.',
    ko: `모든 태스크, 또는 고른 태스크마다 명령을 실행합니다. 쓸 수 있는 명령: ${[...FOREACH_COMMANDS].join(', ')}. 상태: RU IN UN ST ZO TR SW DE WA PA ID NE. PID, 태스크, 이름을 여러 개 쓰면 모두 대상이 되고, 나머지 키워드는 대상을 좁힙니다.`,
  },
  options: [],
  raw: true,
  examples: [
    ['foreach bt', { en: 'the stack of every task', ko: '모든 태스크의 스택' }],
    [
      'foreach UN bt',
      { en: 'of the tasks in uninterruptible sleep', ko: '인터럽트 불가 대기(UN) 상태인 태스크의 스택' },
    ],
    [
      'foreach user task -R comm,flags',
      { en: 'two members of each user task', ko: '사용자 태스크마다 멤버 두 개' },
    ],
    ["foreach 'kworker.*' ps", { en: 'a list of the workers', ko: '워커 목록' }],
  ],
  completes: ['task', 'command'],
  *run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
    if (args.raw.length === 0) throw new RequestError(usage(command));
    const request = readRequest(context.kernel, args.raw);
    for (const word of request.unknown) yield { text: `foreach: unknown argument: "${word}"` };
    const { command: name } = request;
    if (name === undefined) throw new RequestError(asCrash('foreach: no keywords specified'));
    if (request.unknown.length > 0 && !request.named) return;
    if (name === 'ps') {
      if (request.tasks.length === 0) return;
      const psArgs = parseArguments(ps, request.rest.join(' '));
      yield* show(context.kernel, narrow(context.kernel, request.tasks, psArgs), psArgs, true);
      return;
    }
    const before = context.task;
    try {
      // What sig -g says is of the whole process.
      const wholes = name === 'sig' && request.rest.some((word) => /^-\w*g/.test(word));
      for (const task of request.tasks)
        if (!wholes || task.pid === task.tgid) yield* one(context, task, name, request);
    } finally {
      context.task = before;
    }
  },
};

/** What is wrong with a command whatever it is asked about. */
const WRONG_FOR_ALL: ReadonlySet<string> = new Set(
  [refused.usage({ usage: '', command: '' })].map(({ id }) => id),
);

/** `name` for `task`; a fault ends this task's answer, not those of the others. */
function* one(context: CommandContext, task: Task, name: string, request: Request): Generator<Step> {
  if (name === 'set') {
    yield taskHeading(context.kernel, task);
    yield* contextLines(context.kernel, task);
    yield { text: '' };
    return;
  }
  context.task = task.address;
  const options = ownOptions(name, request.rest).join(' ');
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

/** Options of bt that are about no task, or about more than one. */
const NOT_OF_A_TASK = /^-[a-zA-Z]*[acgpnEAO]/;

/** Of the options `given` those that make sense for one task after the other (crash, "help foreach"). Throws RequestError. */
function ownOptions(name: string, given: readonly string[]): readonly string[] {
  const refusedOne = name === 'bt' ? given.find((word) => NOT_OF_A_TASK.test(word)) : undefined;
  if (refusedOne !== undefined)
    throw new RequestError(refused.notInForeach({ command: 'bt', option: refusedOne }));
  if (name === 'vtop') return given.filter((word) => word !== '-c');
  // Devices are nobody's.
  if (name === 'net' && !given.some((word) => /^-\w*[sS]/.test(word))) return ['-s', ...given];
  return given;
}

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
interface Request {
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
function readRequest(kernel: Kernel, words: readonly string[]): Request {
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

/** -f, -c and -P are switches to bt, ps and files; vtop's -c means each task itself. */
function takesValue(first: string | undefined, flag: string): boolean {
  if (flag === '-f' || flag === '-P') return first === 'vm';
  if (flag === '-c') return false;
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
