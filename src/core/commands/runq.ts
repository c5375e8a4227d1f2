import { hex } from '../addr.ts';
import { asCrash } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import {
  arrivedAt,
  deadlineTasks,
  extTasks,
  fairQueue,
  flat,
  isQueue,
  prioOf,
  queuedCpus,
  realtimeTasks,
  runqueueOf,
  runqueueTime,
  taskGroup,
  type FairQueue,
} from '../kernel/runqueues.ts';
import { currentTask } from '../kernel/running.ts';
import type { Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { CObject } from '../types/cobject.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { cpuNumbers } from './expression.ts';
import { taskFacts } from './task-words.ts';

export const command: Command = {
  name: 'runq',
  group: 'kernel',
  summary: {
    en: 'run queues: who runs and who waits for a CPU',
    ko: '런 큐: 실행 중이거나 CPU를 기다리는 태스크',
  },
  synopsis: '[-t | -T | -m | -g] [-c cpus]',
  wordsWith: [],
  description: {
    en:
      'For each CPU the task that it runs, then those that wait: of the real-time class by priority, of the fair ' +
      'class in the order in which they will run; of the deadline and sched_ext classes where there are any.',
    ko: 'CPU마다 실행 중인 태스크와 기다리는 태스크를 표시합니다. 실시간 클래스는 우선순위 순, fair 클래스는 실행될 순서이며, deadline과 sched_ext 클래스는 태스크가 있을 때만 나옵니다.',
  },
  options: [
    {
      flag: '-t',
      about: {
        en: "each CPU's clock, and when its task came onto it",
        ko: 'CPU별 시계와 현재 태스크가 실행된 시각',
      },
    },
    {
      flag: '-T',
      about: { en: 'how far each clock is behind the latest one', ko: '가장 앞선 시계에 비해 뒤처진 시간' },
    },
    {
      flag: '-m',
      about: { en: 'for how long each CPU has run its task', ko: '현재 태스크의 연속 실행 시간' },
    },
    { flag: '-g', about: { en: 'by groups of tasks (cgroups)', ko: '태스크 그룹(cgroup)별' } },
    { flag: '-c', value: 'cpus', about: { en: 'these CPUs only (0,2-3)', ko: '지정한 CPU만(0,2-3)' } },
  ],
  examples: [
    ['runq', { en: 'all run queues', ko: '모든 런 큐' }],
    ['runq -m', { en: 'who has held a CPU for how long', ko: '누가 CPU를 얼마나 오래 잡고 있었는지' }],
    ['runq -c 0', { en: 'of CPU 0', ko: 'CPU 0의 런 큐' }],
  ],
  *run({ kernel }: CommandContext, args: Arguments): Generator<Line, void, void> {
    const cpus = wanted(kernel, args.value('-c'));
    if (args.has('-t')) yield* clocks(kernel, cpus);
    else if (args.has('-T')) yield* lags(kernel, cpus);
    else if (args.has('-m')) yield* spans(kernel, cpus);
    else
      for (const [i, cpu] of cpus.entries()) {
        if (i > 0) yield { text: '' };
        yield* args.has('-g') ? grouped(kernel, cpu) : queues(kernel, cpu);
      }
  },
};

function wanted(kernel: Kernel, text: string | undefined): readonly number[] {
  const there = queuedCpus(kernel);
  if (text === undefined) return there;
  const asked = cpuNumbers(kernel, text);
  if ('wrong' in asked) throw new RequestError(asCrash(`runq: invalid cpu specification: ${text}`));
  return asked.cpus.filter((cpu) => there.includes(cpu));
}

/** `before`, then the task as runq names it. */
function taskLine(before: string, task: Task, after = '', more: Line['row'] = {}): Line {
  const at = hex(task.address, 16);
  const head = `${before}PID: ${String(task.pid).padEnd(5)}  TASK: `;
  return {
    text: `${head}${at}  COMMAND: "${task.comm}"${after}`,
    row: { ...taskFacts(task), ...more },
    links: [{ start: head.length, end: head.length + at.length, ref: refTo.task(task.address) }],
  };
}

const prio = (value: number): string => `     [${String(value).padStart(3)}] `;
const NONE: Line = { text: '     [no tasks queued]' };

function* queues(kernel: Kernel, cpu: number): Generator<Line> {
  const rq = runqueueOf(kernel, cpu);
  yield objectLine(`CPU ${cpu} RUNQUEUE: `, 'rq', rq.address);
  yield current(kernel, cpu);
  yield objectLine('  RT PRIO_ARRAY: ', 'rt_prio_array', rq.get('rt.active').address);
  const row = (queue: string): Line['row'] => ({ cpu, queue });
  const realtime = [...realtimeTasks(kernel, rq)];
  for (const each of realtime) yield taskLine(prio(each.prio), each.task, '', row('realtime'));
  if (realtime.length === 0) yield NONE;
  const cfs = rq.get('cfs');
  yield objectLine('  CFS RB_ROOT: ', 'rb_root', (cfs.find('tasks_timeline') ?? cfs).address);
  const fair = [...flat(fairQueue(kernel, cfs))];
  for (const task of fair) yield taskLine(prio(prioOf(task)), task, '', row('fair'));
  if (fair.length === 0) yield NONE;
  // crash 9 shows neither of these: only where a task waits there.
  yield* further('  DL RB_ROOT: ', rq.find('dl.root'), deadlineTasks(kernel, rq), row('deadline'));
  yield* further('  SCX LOCAL_DSQ: ', rq.find('scx.local_dsq'), extTasks(kernel, rq), row('ext'));
}

function* further(
  head: string,
  at: CObject | undefined,
  tasks: Iterable<Task>,
  row: Line['row'],
): Generator<Line> {
  let first = true;
  for (const task of tasks) {
    if (first && at) yield { text: head + hex(at.address, 16) };
    first = false;
    yield taskLine(prio(prioOf(task)), task, '', row);
  }
}

function current(kernel: Kernel, cpu: number): Line {
  const task = currentTask(kernel, cpu);
  return task ? taskLine('  CURRENT: ', task, '', { cpu, queue: 'current' }) : { text: '  CURRENT: ' };
}

function objectLine(before: string, type: string, address: bigint): Line {
  return {
    text: before + hex(address, 16),
    links: [{ start: before.length, end: before.length + 16, ref: refTo.instance(type, address) }],
  };
}

/** -t */
function* clocks(kernel: Kernel, cpus: readonly number[]): Generator<Line> {
  const times = cpus.map((cpu) => String(runqueueTime(runqueueOf(kernel, cpu))));
  const width = Math.max(...times.map((time) => time.length), 0);
  const indent = String(cpus.at(-1) ?? 0).length;
  for (const [i, cpu] of cpus.entries()) {
    const head = ` CPU ${String(cpu).padStart(indent)}: `;
    yield { text: head + times[i].padStart(width), row: { cpu, clock: times[i] } };
    const task = currentTask(kernel, cpu);
    if (task)
      yield taskLine(`${' '.repeat(head.length)}${String(arrivedAt(task)).padStart(width)}  `, task, '', {
        cpu,
        arrived: String(arrivedAt(task)),
      });
  }
}

const NS = 1_000_000_000;

/** -T: the furthest behind last. */
function* lags(kernel: Kernel, cpus: readonly number[]): Generator<Line> {
  const times = cpus.map((cpu) => ({ cpu, time: runqueueTime(runqueueOf(kernel, cpu)) }));
  const latest = times.reduce((most, { time }) => (time > most ? time : most), 0n);
  times.sort((a, b) => (a.time > b.time ? -1 : a.time < b.time ? 1 : a.cpu - b.cpu));
  for (const { cpu, time } of times) {
    const seconds = Number(latest - time) / NS;
    yield { text: `  CPU ${cpu}: ${seconds.toFixed(2)} secs`, row: { cpu, behind: String(latest - time) } };
  }
}

/** -m */
function* spans(kernel: Kernel, cpus: readonly number[]): Generator<Line> {
  const indent = String(cpus.at(-1) ?? 0).length;
  for (const cpu of cpus) {
    const task = currentTask(kernel, cpu);
    if (!task) continue;
    const now = runqueueTime(runqueueOf(kernel, cpu));
    const since = arrivedAt(task);
    const span = now > since ? now - since : 0n;
    yield taskLine(` CPU ${String(cpu).padStart(indent)}: [${spanText(span)}]  `, task, '', {
      cpu,
      running: String(span),
    });
  }
}

/** "days hours:minutes:seconds.thousandths" of nanoseconds. */
function spanText(span: bigint): string {
  const thousandths = Number(span / 1_000_000n);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const seconds = Math.floor(thousandths / 1000);
  return (
    `${Math.floor(seconds / 86400)} ${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}` +
    `.${String(thousandths % 1000).padStart(3, '0')}`
  );
}

/** -g */
function* grouped(kernel: Kernel, cpu: number): Generator<Line> {
  const rq = runqueueOf(kernel, cpu);
  const task = currentTask(kernel, cpu);
  yield { text: `CPU ${cpu}` };
  yield current(kernel, cpu);
  const realtime = [...realtimeTasks(kernel, rq)];
  if (realtime.length > 0) {
    yield objectLine('  RT PRIO_ARRAY: ', 'rt_prio_array', rq.get('rt.active').address);
    for (const each of realtime) yield taskLine(prio(each.prio), each.task);
  }
  yield* group(kernel, fairQueue(kernel, rq.get('cfs')), { cpu, task, depth: 0 });
}

interface Nesting {
  readonly cpu: number;
  /** The task that runs, shown in the group it belongs to. */
  readonly task: Task | undefined;
  readonly depth: number;
}

function* group(kernel: Kernel, queue: FairQueue, nesting: Nesting): Generator<Line> {
  const { task, depth } = nesting;
  const indent = ' '.repeat(2 + 3 * depth);
  const root = depth === 0;
  const at = hex(queue.group, 16);
  const name = root || queue.group === 0n ? '' : taskGroup(kernel, queue.group).name;
  const head = `${indent}${root ? 'ROOT_TASK_GROUP' : 'TASK_GROUP'}: ${at}  CFS_RQ: `;
  yield {
    text: `${head}${hex(queue.object.address, 16)}${name === '' ? '' : ` <${name}>`}`,
    links: [
      { start: head.length, end: head.length + 16, ref: refTo.instance('cfs_rq', queue.object.address) },
    ],
  };
  const inner = ' '.repeat(3 * depth);
  const runs = task && task.pid !== 0 && groupOf(task) === queue.group;
  if (runs) yield taskLine(inner + prio(prioOf(task)), task, ' [CURRENT]');
  for (const entry of queue.entries)
    if (isQueue(entry)) yield* group(kernel, entry, { ...nesting, depth: depth + 1 });
    else yield taskLine(inner + prio(prioOf(entry)), entry);
  if (!runs && queue.entries.length === 0) yield { text: inner + NONE.text };
}

function groupOf(task: Task): bigint {
  return task.object.try((each) => each.find('sched_task_group')?.pointer()) ?? 0n;
}
