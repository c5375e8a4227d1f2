import { asCrash, refused } from '../catalogue/commands.ts';
import type { Message } from '../catalogue/message.ts';
import { hex, parseHex } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { cpuCount } from '../kernel/cpus.ts';
import { panicTask } from '../kernel/panic.ts';
import { tasksMeant } from '../kernel/pid.ts';
import { symbolLetter } from '../kernel/symbol-letter.ts';
import { currentTask } from '../kernel/running.ts';
import { taskAt, taskByAddress, type Task } from '../kernel/tasks.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { contextLines } from './set/context.ts';
import { variable, VARIABLES } from './set/variables.ts';

export const command: Command = {
  name: 'set',
  group: 'session',
  summary: { en: 'the current task, and how values are printed', ko: '현재 태스크와 값 표시 방식 설정' },
  synopsis: '[pid | task | -c cpu | -p | -a pid] | -v | variable [value]',
  description: {
    en:
      'Without arguments: the task that commands are about unless told otherwise. With a PID or task, -c or -p it is ' +
      `another one from now on. Variables: ${VARIABLES.map((each) => each.name).join(', ')}.`,
    ko: `인자가 없으면 명령의 기본 대상인 현재 태스크를 표시합니다. PID나 태스크, -c, -p를 지정하면 이후의 현재 태스크가 바뀝니다. 변수: ${VARIABLES.map((each) => each.name).join(', ')}.`,
  },
  options: [
    {
      flag: '-c',
      value: 'cpu',
      about: { en: 'the task that this CPU was running', ko: '이 CPU에서 실행 중이던 태스크' },
    },
    { flag: '-p', about: { en: 'the task that panicked', ko: '패닉을 일으킨 태스크' } },
    {
      flag: '-a',
      value: 'pid',
      about: {
        en: 'takes this task for the one its CPU was running',
        ko: '이 태스크를 해당 CPU에서 실행 중이던 태스크로 간주',
      },
    },
    { flag: '-v', about: { en: 'all variables and their values', ko: '모든 변수와 값' } },
  ],
  examples: [
    ['set 1', { en: 'makes init the current task', ko: 'init을 현재 태스크로 지정' }],
    ['set -p', { en: 'back to the task that panicked', ko: '패닉을 일으킨 태스크로 되돌림' }],
    ['set radix 16', { en: 'numbers in hexadecimal', ko: '숫자를 16진수로' }],
  ],
  completes: ['task'],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    const { kernel } = context;
    const cpu = args.value('-c');
    const active = args.value('-a');
    const [word, value] = args.words;
    if (args.has('-v')) yield* variables(context);
    else if (cpu !== undefined) yield* toCpu(context, cpu);
    else if (active !== undefined) yield markActive(context, active);
    else if (args.has('-p'))
      yield* to(context, panicTask(kernel) ?? wrong(refused.noPanicTask({ command: 'set' })));
    else if (word === undefined) yield* contextLines(kernel, current(context));
    else if (word === 'hex' || word === 'dec') yield radix(context, word === 'hex' ? '16' : '10');
    else if (word === 'radix' || word === 'scope')
      yield word === 'radix' ? radix(context, value) : scope(context, value);
    else if (variable(word)) yield setVariable(context, word, value);
    else yield* to(context, meant(context, word));
  },
};

function wrong(said: Message): never {
  throw new RequestError(said);
}

function current({ kernel, task }: CommandContext): Task {
  if (task === 0n) throw new RequestError(refused.noCurrentTask({ command: 'set' }));
  return taskByAddress(kernel, task) ?? taskAt(kernel, task);
}

function meant({ kernel }: CommandContext, word: string): Task {
  const [task] = tasksMeant(kernel, word);
  if (task) return task;
  return wrong(asCrash(`set: invalid task or pid value: ${word}`));
}

function* to(context: CommandContext, task: Task): Generator<Line> {
  context.task = task.address;
  yield* contextLines(context.kernel, task);
}

/** Says nothing when the current task is that CPU's already, as crash does. */
function* toCpu(context: CommandContext, text: string): Generator<Line> {
  const count = cpuCount(context.kernel);
  const cpu = /^\d{1,5}$/.test(text) ? Number(text) : count;
  if (cpu >= count)
    wrong(asCrash(`set: invalid cpu number: system has only ${count} cpu${count === 1 ? '' : 's'}`));
  const task = currentTask(context.kernel, cpu) ?? wrong(refused.noCpuTask({ command: 'set', cpu }));
  if (task.address !== context.task) yield* to(context, task);
}

function markActive(context: CommandContext, word: string): Line {
  const task = meant(context, word);
  return {
    text: `"${task.comm}" task ${hex(task.address, 16)} has been marked as the active task on cpu ${task.cpu}`,
  };
}

function radix(context: CommandContext, value: string | undefined): Line {
  if (value !== undefined) {
    if (value !== '10' && value !== '16' && value !== '0x10') wrong(refused.radix());
    context.radix = value === '10' ? 10 : 16;
  }
  return { text: `output radix: ${context.radix} (${context.radix === 16 ? 'hex' : 'decimal'})` };
}

function scope(context: CommandContext, value: string | undefined): Line {
  if (value !== undefined) {
    const symbol = context.kernel.symbols.byName(value);
    const address = symbol?.address ?? parseHex(value);
    if (address === undefined) wrong(asCrash(`set: invalid text symbol: ${value}`));
    const at = address === 0n ? undefined : context.kernel.symbols.byAddress(address as bigint);
    const code = at !== undefined && /[tTwW]/.test(symbolLetter(context.kernel, at.symbol));
    if (address !== 0n && !code) wrong(asCrash(`set: invalid text address: ${value}`));
    context.settings.set('scope', at ? `${hex(address as bigint, 16)} (${at.symbol.name})` : '0 (not set)');
  }
  return { text: `scope: ${valueOf(context, 'scope')}` };
}

function setVariable(context: CommandContext, name: string, value: string | undefined): Line {
  if (value !== undefined) {
    const kept = variable(name)?.accept(value);
    if (kept === undefined) wrong(refused.noSetting({ name, value }));
    context.settings.set(name, kept as string);
  }
  return { text: `${name}: ${valueOf(context, name)}` };
}

function valueOf(context: CommandContext, name: string): string {
  if (name === 'radix') return `${context.radix} (${context.radix === 16 ? 'hex' : 'decimal'})`;
  return context.settings.get(name) ?? variable(name)?.initial ?? '';
}

function* variables(context: CommandContext): Generator<Line> {
  for (const { name, about } of VARIABLES) {
    const value = valueOf(context, name);
    yield { text: `${name.padStart(14)}: ${value}`, row: { name, value, about } };
  }
}
