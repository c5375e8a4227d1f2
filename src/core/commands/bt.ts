import { asCrash, refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { cpuCount } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { panicTask } from '../kernel/panic.ts';
import { tasksMeant } from '../kernel/pid.ts';
import { currentTask } from '../kernel/running.ts';
import { requireTasks, taskByAddress, tasks, type Task } from '../kernel/tasks.ts';
import type { Line } from '../rows/value.ts';
import { cpuStackLines } from './bt/cpu-stacks.ts';
import { btOptions, HOW } from './bt/options.ts';
import { overflowLines } from './bt/overflow.ts';
import { backtraces } from './bt/trace.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { cpuNumbers } from './expression.ts';

export const command: Command = {
  name: 'bt',
  group: 'tasks',
  summary: { en: 'the stack of a task: which function called which', ko: '태스크의 스택(함수 호출 순서)' },
  synopsis:
    '[-a | -c cpus | -g | -p] [-n idle] [-s [-x | -d]] [-f | -F[F] | -r | -t | -T | -e | -E | -v] [-R reference] [-I ip] [-S sp] [pid | task]…',
  description: {
    en:
      "Shows the functions of a task's stack, the innermost first: each with the place of its return address on the " +
      'stack and the return address. Where an exception or an interrupt came in, its saved registers follow. Frames ' +
      "are found by the kernel's own unwind tables (ORC); what must be guessed is marked in the rows (--json).",
    ko: '태스크의 스택에 있는 함수를 가장 안쪽부터 표시합니다. 함수마다 스택에서 복귀 주소가 있는 위치와 복귀 주소를 보여 줍니다. 예외나 인터럽트가 발생한 지점에는 그때 저장된 레지스터가 이어집니다. 프레임은 커널의 언와인드 테이블(ORC)로 찾으며, 추정한 프레임은 결과 행(--json)에 표시됩니다.',
  },
  options: [
    { flag: '-a', about: { en: 'the tasks that the CPUs were running', ko: 'CPU에서 실행 중이던 태스크' } },
    {
      flag: '-c',
      value: 'cpus',
      about: {
        en: 'the tasks that these CPUs were running: 0,2,4-7 or all; with -E their stacks',
        ko: '지정한 CPU에서 실행 중이던 태스크(0,2,4-7 또는 all). -E와 함께 쓰면 해당 CPU의 스택',
      },
    },
    {
      flag: '-g',
      about: { en: 'all threads of the process, the leader first', ko: '프로세스의 모든 스레드(리더부터)' },
    },
    { flag: '-p', about: { en: 'the task that panicked', ko: '패닉을 일으킨 태스크' } },
    { flag: '-n', value: 'idle', about: { en: 'without idle tasks', ko: 'idle 태스크 제외' } },
    ...HOW,
    {
      flag: '-E',
      about: {
        en: 'registers saved by exceptions on the interrupt and exception stacks of the CPUs',
        ko: 'CPU의 인터럽트·예외 스택에 저장된 예외 레지스터',
      },
    },
    { flag: '-v', about: { en: 'which stacks ran over their end', ko: '끝을 넘어선(오버플로) 스택' } },
    {
      flag: '-O',
      about: {
        en: 'accepted; there is one method to find frames only',
        ko: '호환을 위해 받아들임(프레임을 찾는 방법은 하나뿐)',
      },
    },
    {
      flag: '-A',
      about: { en: 'vector registers: not on x86-64', ko: '벡터 레지스터(x86-64에서는 지원하지 않음)' },
    },
  ],
  examples: [
    [
      'bt',
      {
        en: 'the stack of the current task (at first: the one that panicked)',
        ko: '현재 태스크의 스택(처음에는 패닉을 일으킨 태스크)',
      },
    ],
    ['bt -a', { en: 'what each CPU was doing', ko: '각 CPU가 하던 일' }],
    [
      'bt -sx 1',
      { en: 'the stack of PID 1 with offsets in hexadecimal', ko: 'PID 1의 스택, 오프셋은 16진수' },
    ],
    [
      'bt -FF',
      {
        en: 'with the words of each frame: symbols, and objects by their slab cache',
        ko: '프레임마다 워드를 심볼과 슬랩 캐시 이름으로 표시',
      },
    ],
  ],
  exclusive: [['-x', '-d']],
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
      yield* overflowLines(kernel, args.words.length > 0 ? byWords(kernel, args.words) : tasks(kernel));
      return;
    }
    const cpus = args.value('-c');
    if (args.has('-E')) {
      const which = cpus === undefined ? allCpus(kernel) : cpusNamed(kernel, cpus);
      yield* cpuStackLines(kernel, which, context.radix);
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
