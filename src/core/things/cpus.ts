import { subject, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError, ifKnown } from '../errors.ts';
import { cpuCount, onlineCpus, presentCpus } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { panicCpu } from '../kernel/panic.ts';
import { savedRegisters } from '../kernel/saved-registers.ts';
import { arrivedAt, runqueueOf, runqueueTime } from '../kernel/runqueues.ts';
import { ownFrames, unwindTask } from '../kernel/stacks.ts';
import { currentTask } from '../kernel/running.ts';
import { idleTasks, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import { symbolText } from '../symbols/symbol.ts';
import { cpuColumn, structColumn, taskColumns, wordColumn } from './columns.ts';
import { describe, namesOf } from './thing.ts';

const say = subject('cpus', {
  title: { en: 'CPUs', ko: 'CPU 목록' },
  one: { en: 'CPU', ko: 'CPU' },
  heading: { en: 'What each CPU was doing', ko: 'CPU별 실행 상태' },
  empty: {
    en: 'The mask of online CPUs is not in the dump.',
    ko: '온라인 CPU 마스크가 덤프에 없습니다.',
  },
  role: { en: 'Role', ko: '역할' },
  roleHint: { en: 'which CPU brought the machine down', ko: '시스템을 멈추게 한 CPU' },
  mode: { en: 'Mode', ko: '모드' },
  where: { en: 'Where', ko: '위치' },
  whereHint: { en: 'the instruction pointer that was saved', ko: '저장된 명령어 포인터' },
  running: { en: 'Runnable', ko: '대기 태스크 수' },
  runningHint: {
    en: 'rq.nr_running: tasks that run or wait for this CPU',
    ko: 'rq.nr_running: 이 CPU에서 실행 중이거나 기다리는 태스크 수',
  },
  rq: { en: 'Run queue', ko: '런 큐' },
  sp: { en: 'Stack pointer', ko: '스택 포인터' },
  stack: { en: 'Doing', ko: '실행 경로' },
  stackHint: {
    en: 'its own innermost functions, without what stopped the CPU',
    ko: 'CPU를 멈춘 코드를 뺀 가장 안쪽 함수들',
  },
  since: { en: 'For', ko: '실행 시간' },
  sinceHint: {
    en: 'since the task came onto the CPU (sched_info.last_arrival)',
    ko: '태스크가 CPU에 올라온 뒤 지난 시간(sched_info.last_arrival)',
  },
  behind: { en: 'Clock behind', ko: '시계 지연' },
  behindHint: {
    en: 'rq.clock, from the newest of all CPUs: far behind where interrupts were off, or where it idled without tick',
    ko: '가장 앞선 CPU의 rq.clock과의 차이. 인터럽트가 꺼져 있었거나 틱 없이 유휴 상태이면 큽니다',
  },
  online: { en: 'Online', ko: '온라인' },
  onlineHint: {
    en: 'no: it was off, or panic() had stopped it',
    ko: '아니면 꺼져 있었거나 panic()이 멈춘 것입니다',
  },
  ip: { en: 'Instruction pointer', ko: '명령어 포인터' },
});

/** What a CPU ran, and what it was among the others. */
const modes = subject('cpus-mode', {
  idle: { en: 'idle', ko: '유휴' },
  user: { en: 'user', ko: '사용자' },
  kernel: { en: 'kernel', ko: '커널' },
});
const roles = subject('cpus-role', { panic: { en: 'panic', ko: '패닉' } });

/** Functions that are told of a CPU. */
const TOLD = 4;

/** A CPU that was there, and what is known of the moment when it stopped. */
interface Cpu {
  readonly cpu: number;
  readonly task?: Task;
  readonly idle: boolean;
  readonly ip?: bigint;
  readonly sp?: bigint;
  /** Of the registers that were saved; without them it is not known. */
  readonly mode?: 'user' | 'kernel';
}

/** What each CPU was doing: its current task (rq.curr), its registers as the crash saved them. */
export const thing = describe<Cpu>()({
  id: 'cpus',
  ...namesOf(say),
  view: { group: 'who', order: 2 },
  command: 'bt -a',
  columns: {
    cpu: { ...cpuColumn, noFact: true },
    role: wordColumn(
      { title: say.role(), hint: say.roleHint() },
      roles,
      ({ cpu }, kernel) => (panicCpu(kernel) === cpu ? 'panic' : undefined),
      { tone: () => 'bad' },
    ),
    ...taskColumns,
    mode: wordColumn({ title: say.mode() }, modes, ({ idle, mode }) => (idle ? 'idle' : mode), {
      tone: ({ idle }) => (idle ? 'muted' : undefined),
    }),
    where: {
      title: say.where(),
      hint: say.whereHint(),
      kind: 'address',
      value: ({ ip }) => ip,
      text: (cpu, kernel) => whereText(kernel, cpu),
      ref: (cpu, kernel) =>
        cpu.ip === undefined
          ? undefined
          : whereText(kernel, cpu) === undefined
            ? refTo.address(cpu.ip)
            : refTo.code(cpu.ip),
    },
    stack: {
      title: say.stack(),
      hint: say.stackHint(),
      kind: 'text',
      value: ({ task, mode }, kernel) =>
        task === undefined || mode === 'user'
          ? undefined
          : ownFrames(kernel, unwindTask(kernel, task))
              .flatMap(({ symbol }) => symbol?.symbol.name ?? [])
              .slice(0, TOLD)
              .join(' ← ') || undefined,
      ref: ({ task }) => task && refTo.stack(task.address),
      tone: ({ idle }) => (idle ? 'muted' : undefined),
    },
    since: {
      title: say.since(),
      hint: say.sinceHint(),
      kind: 'ns',
      value: ({ cpu, task, idle }, kernel) => {
        const from = task && !idle ? arrivedAt(task) : 0n;
        const now = runqueueTime(runqueueOf(kernel, cpu));
        return from > 0n && now >= from ? now - from : undefined;
      },
    },
    behind: {
      title: say.behind(),
      hint: say.behindHint(),
      kind: 'ns',
      optional: true,
      value: ({ cpu }, kernel) => newestClock(kernel) - runqueueTime(runqueueOf(kernel, cpu)),
    },
    running: {
      title: say.running(),
      hint: say.runningHint(),
      kind: 'count',
      value: ({ cpu }, kernel) => kernel.perCpu('runqueues', cpu, 'struct rq').get('nr_running').number(),
    },
    rq: {
      title: say.rq(),
      kind: 'address',
      value: ({ cpu }, kernel) => kernel.perCpu('runqueues', cpu, 'struct rq').address,
      ref: ({ cpu }, kernel) =>
        ifKnown(() => refTo.instance('rq', kernel.perCpu('runqueues', cpu, 'struct rq').address)),
    },
    task: structColumn('task_struct', ({ task }) => task?.address, { optional: true }),
    ip: {
      title: say.ip(),
      kind: 'address',
      optional: true,
      noFact: true,
      value: ({ ip }) => ip,
      ref: ({ ip }, kernel) =>
        ip === undefined ? undefined : kernel.space.readable(ip) ? refTo.code(ip) : refTo.address(ip),
    },
    sp: {
      title: say.sp(),
      kind: 'address',
      optional: true,
      value: ({ sp }) => sp,
      ref: ({ sp }, kernel) =>
        sp === undefined ? undefined : kernel.space.readable(sp) ? refTo.memory(sp) : refTo.address(sp),
    },
    online: {
      title: say.online(),
      hint: say.onlineHint(),
      kind: 'flag',
      optional: true,
      value: ({ cpu }, kernel) => onlineCpus(kernel).includes(cpu),
      tone: () => 'muted',
    },
  },

  *list(kernel) {
    for (const cpu of numbers(kernel)) yield look(kernel, cpu);
  },
  count: (kernel) => ifKnown(() => numbers(kernel).length),
  ref: {
    kinds: ['cpu'],
    of: ({ cpu }) => refTo.cpu(cpu),
    find: (kernel, { rest }) => {
      const cpu = numbers(kernel).find((each) => String(each) === rest);
      if (cpu === undefined) throw new RequestError(refErrors.cpu({ cpu: rest }));
      return look(kernel, cpu);
    },
  },

  name: ({ cpu }) => `CPU ${cpu}`,
  *ways({ cpu, task }) {
    if (task) yield { id: 'stack', label: common.stack(), ref: refTo.stack(task.address) };
    yield { id: 'bt', label: verbatim(`bt -c ${cpu}`), ref: refTo.command(`bt -c ${cpu}`) };
  },
  shownBy: ({ cpu }) => `bt -c ${cpu}`,
});

/** What panic() stopped is not online any more, so those that are present count. */
function numbers(kernel: Kernel): readonly number[] {
  const present = presentCpus(kernel).filter((cpu) => cpu < cpuCount(kernel));
  return present.length > 0 ? present : onlineCpus(kernel);
}

/** The clock of the CPU that is ahead of all, in nanoseconds. */
function newestClock(kernel: Kernel): bigint {
  return kernel.remember('newest clock of a run queue', () =>
    numbers(kernel)
      .map((cpu) => ifKnown(() => runqueueTime(runqueueOf(kernel, cpu))) ?? 0n)
      .reduce((most, each) => (each > most ? each : most), 0n),
  );
}

function look(kernel: Kernel, cpu: number): Cpu {
  const task = ifKnown(() => currentTask(kernel, cpu));
  const idle = task !== undefined && idleTasks(kernel).some((each) => each.address === task.address);
  const saved = ifKnown(() => savedRegisters(kernel).get(cpu))?.registers;
  const first = saved ? undefined : ifKnown(() => task && unwindTask(kernel, task))?.frames[0];
  return {
    cpu,
    task,
    idle,
    ip: saved?.ip ?? first?.address,
    sp: saved?.sp ?? first?.sp,
    mode: saved && (saved.user ? 'user' : 'kernel'),
  };
}

/** The function that it was in; undefined in user mode and where no symbol covers it. */
function whereText(kernel: Kernel, { ip, mode }: Cpu): string | undefined {
  const at = ip === undefined || mode === 'user' ? undefined : kernel.symbols.byAddress(ip);
  return at && symbolText(at, 16);
}
