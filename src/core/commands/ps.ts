import { hex } from '../addr.ts';
import { render, type Language } from '../catalogue/message.ts';
import { taskScanSays as say } from '../catalogue/task-scan.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { FoundTask } from '../kernel/task-scan.ts';
import type { Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { toRow } from '../things/rows.ts';
import { thing } from '../things/tasks.ts';
import { values } from '../things/thing.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { ancestors, children, commandLines, lastRuns, limits, runTimes, threadGroups } from './ps/forms.ts';
import { cpuList, scannedTasks, select } from './ps/select.ts';

export const command: Command = {
  name: 'ps',
  group: 'tasks',
  summary: {
    en: 'the tasks: state, memory, times, family',
    ko: '태스크 목록: 상태, 메모리, 시간, 부모·자식',
  },
  synopsis:
    "[-k | -u | -G | -A | -I | -y policy] [-s | -p | -c | -t | -l | -m | -a | -g | -r | -S] [-C cpus] [-H] [--scan] [pid | task | command | 'regex']…",
  description: {
    en:
      'Lists tasks: all, or those named by PID, by address of their task_struct, by command name or by a regular ' +
      'expression in single quotes. ">" marks a task that a CPU was running. VSZ and RSS are in KB; RSS counts the ' +
      'pages that threads had not yet added to the process, where the kernel keeps them apart.',
    ko: '태스크를 표시합니다. 전체, 또는 PID, task_struct 주소, 명령 이름, 작은따옴표로 묶은 정규 표현식으로 고를 수 있습니다. ">"는 CPU에서 실행 중이던 태스크입니다. VSZ와 RSS의 단위는 KB이며, RSS에는 커널이 따로 관리하는 경우 스레드가 아직 프로세스에 합산하지 않은 페이지도 포함됩니다.',
  },
  options: [
    { flag: '-k', about: { en: 'kernel threads only', ko: '커널 스레드만' } },
    { flag: '-u', about: { en: 'user tasks only', ko: '사용자 태스크만' } },
    {
      flag: '-G',
      about: { en: 'leaders of thread groups (processes) only', ko: '스레드 그룹 리더(프로세스)만' },
    },
    { flag: '-A', about: { en: 'tasks that a CPU was running only', ko: 'CPU에서 실행 중이던 태스크만' } },
    { flag: '-I', about: { en: 'without the idle tasks', ko: 'idle 태스크 제외' } },
    {
      flag: '-y',
      value: 'policy',
      about: {
        en: 'tasks of these scheduling policies: NORMAL, FIFO, RR, BATCH, IDLE, DEADLINE, EXT, or numbers',
        ko: '지정한 스케줄링 정책의 태스크: NORMAL, FIFO, RR, BATCH, IDLE, DEADLINE, EXT 또는 번호',
      },
    },
    {
      flag: '-s',
      about: { en: 'the saved stack pointer instead of the task', ko: '태스크 주소 대신 저장된 스택 포인터' },
    },
    { flag: '-p', about: { en: 'ancestors of each task', ko: '각 태스크의 조상' } },
    { flag: '-c', about: { en: 'children of each task', ko: '각 태스크의 자식' } },
    {
      flag: '-t',
      about: {
        en: 'run time, start time, time in user and kernel mode',
        ko: '실행 시간, 시작 시각, 사용자·커널 모드 시간',
      },
    },
    {
      flag: '-l',
      about: {
        en: 'when each task ran last, latest first, in nanoseconds',
        ko: '마지막 실행 시각(나노초), 최근 순',
      },
    },
    {
      flag: '-m',
      about: {
        en: 'how long ago each task ran last, latest first',
        ko: '마지막으로 실행된 뒤 지난 시간, 최근 순',
      },
    },
    { flag: '-a', about: { en: 'command line and environment', ko: '명령줄과 환경 변수' } },
    { flag: '-g', about: { en: 'threads of each process', ko: '프로세스별 스레드' } },
    { flag: '-r', about: { en: 'resource limits', ko: '자원 제한(rlimit)' } },
    { flag: '-S', about: { en: 'how many tasks are in each state', ko: '상태별 태스크 수' } },
    {
      flag: '-C',
      value: 'cpus',
      about: {
        en: 'tasks of these CPUs: 0,2,4-7 or all; with -l and -m CPU by CPU',
        ko: '지정한 CPU의 태스크(0,2,4-7 또는 all). -l, -m과 함께 쓰면 CPU별로 표시',
      },
    },
    { flag: '-H', about: { en: 'no heading', ko: '머리글 없이' } },
    {
      flag: '--scan',
      about: {
        en: 'every task_struct in memory, also those that have exited or are on no list (reads all memory)',
        ko: '메모리에 있는 모든 task_struct. 종료되었거나 리스트에 없는 태스크도 표시(메모리 전체를 읽음)',
      },
    },
  ],
  examples: [
    ['ps', { en: 'all tasks', ko: '모든 태스크' }],
    ['ps -u', { en: 'the tasks of user space', ko: '사용자 공간 태스크' }],
    ["ps 'kworker.*'", { en: 'tasks by a pattern of their names', ko: '이름 패턴으로 고른 태스크' }],
    ['ps -m', { en: 'which tasks have not run for long', ko: '오랫동안 실행되지 않은 태스크 찾기' }],
  ],
  completes: ['task'],
  *run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
    if (args.has('--scan')) {
      yield* scanned(context.kernel, context.language, !args.has('-H'));
      return;
    }
    const { tasks, complaints } = select(context.kernel, args);
    for (const said of complaints) yield { text: render(said, context.language) };
    if (complaints.length > 0) yield { text: '' };
    yield* show(context.kernel, tasks, args);
  },
};

/** What ps says of `of` in the form that `args` ask for; with `each` as if each task had been asked for by itself (foreach). */
export function* show(kernel: Kernel, of: readonly Task[], args: Arguments, each = false): Generator<Line> {
  const cpus = args.value('-C');
  const wanted = cpus === undefined ? undefined : cpuList(kernel, cpus, 'ps');
  if (args.has('-l')) yield* lastRuns(kernel, of, 'stamp', wanted);
  else if (args.has('-m')) yield* lastRuns(kernel, of, 'since', wanted);
  else {
    const here = wanted ? of.filter((task) => wanted.includes(task.cpu)) : of;
    yield* form(kernel, here, args, each);
  }
}

function form(kernel: Kernel, of: readonly Task[], args: Arguments, each: boolean): Generator<Line> {
  if (args.has('-a')) return commandLines(kernel, of);
  if (args.has('-p')) return ancestors(kernel, of);
  if (args.has('-c')) return children(kernel, of);
  if (args.has('-g')) return threadGroups(kernel, of, !each);
  if (args.has('-t')) return runTimes(kernel, of);
  if (args.has('-r')) return limits(kernel, of);
  if (args.has('-S')) return summary(kernel, of);
  return list(kernel, of, { stack: args.has('-s'), header: !args.has('-H') });
}

interface ListOptions {
  /** -s: the saved stack pointer instead of the task's address. */
  readonly stack?: boolean;
  readonly header?: boolean;
}

/** What a line says of a task, and its row. */
const COLUMNS = [
  'pid',
  'ppid',
  'cpu',
  'task',
  'state',
  'active',
  'memory',
  'vsz',
  'rss',
  'kernel',
  'comm',
] as const;

/** The list that plain ps is: one line for each task. */
function* list(kernel: Kernel, tasks: readonly Task[], options: ListOptions): Generator<Line> {
  const middle = options.stack ? '    KSTACKP     ' : '      TASK      ';
  if (options.header !== false)
    yield { text: `      PID    PPID  CPU ${middle}  ST  %MEM      VSZ      RSS  COMM` };
  for (const task of tasks) yield line(kernel, task, options);
}

function line(kernel: Kernel, task: Task, { stack }: ListOptions): Line {
  const of = values(thing, task, kernel, COLUMNS);
  const { kstackp } = stack && !of.active ? values(thing, task, kernel, ['kstackp']) : {};
  const shown = stack && of.active ? '       --       ' : hex(kstackp ?? task.address, 16);
  const head = `${of.active ? '>' : ' '} ${pad(of.pid, 7)} ${pad(of.ppid, 7)} ${pad(of.cpu, 3)}  `;
  const share = (of.memory ?? 0).toFixed(1).padStart(4);
  const memory = `${share} ${pad(kilobytes(of.vsz), 8)} ${pad(kilobytes(of.rss), 8)}`;
  return {
    text: `${head}${shown}  ${of.state}  ${memory}  ${of.kernel ? `[${of.comm}]` : of.comm}`,
    row: toRow(thing, kstackp === undefined ? of : { ...of, kstackp }),
    links: [
      {
        start: head.length,
        end: head.length + 16,
        ref: stack ? refTo.stack(task.address) : refTo.task(task.address),
      },
    ],
  };
}

function kilobytes(bytes: number | undefined): number {
  return (bytes ?? 0) / 1024;
}

function pad(value: number | undefined, width: number): string {
  return String(value ?? 0).padStart(width);
}

/** -S: how many tasks are in each state, in the order in which the states are met. */
function* summary(kernel: Kernel, of: readonly Task[]): Generator<Line> {
  const counts = new Map<string, number>();
  for (const task of of) {
    const { state = '??' } = values(thing, task, kernel, ['state']);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  for (const [state, count] of counts) yield { text: `  ${state}: ${count}`, row: { state, count } };
}

/** --scan: the list of all that was found in memory; what has exited or is on no list is marked. */
function* scanned(kernel: Kernel, language: Language, header: boolean): Generator<Step, void, void> {
  const found = yield* scannedTasks(kernel);
  if (header) yield* list(kernel, [], { header });
  for (const { task, standing } of found)
    for (const each of list(kernel, [task], { header: false }))
      yield {
        ...each,
        text: standing === 'listed' ? each.text : `${each.text}  (${render(say[standing](), language)})`,
        row: each.row && { ...each.row, standing },
      };
  const count = (which: FoundTask['standing']): number =>
    found.filter(({ standing }) => standing === which).length;
  const counted = say.counted({ found: found.length, unlisted: count('unlisted'), exited: count('exited') });
  yield { text: render(counted, language) };
}
