import { subject } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { ifKnown } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import {
  arrivedAt,
  prioOf,
  runnables,
  runqueueOf,
  runqueueTime,
  taskGroup,
  waitedFor,
  type Runnable,
} from '../kernel/runqueues.ts';
import { policyName, taskPolicy } from '../kernel/sched.ts';
import { refTo } from '../rows/ref.ts';
import { cpuColumn, structColumn, taskColumns } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('runqueues', {
  title: { en: 'Run queues', ko: '런 큐' },
  one: { en: 'runnable task', ko: '실행 대기 태스크' },
  heading: { en: 'Tasks that run or wait for a CPU', ko: '실행 중이거나 CPU를 기다리는 태스크' },
  empty: {
    en: 'Every CPU was idle, and no task waited.',
    ko: '모든 CPU가 유휴 상태였고 기다리는 태스크가 없었습니다.',
  },
  queue: { en: 'Queue', ko: '큐' },
  runs: { en: 'running', ko: '실행 중' },
  queueHint: {
    en: 'running: has the CPU; else the scheduling class in whose queue it waits',
    ko: 'running은 CPU에서 실행 중, 그 밖에는 대기 중인 스케줄링 클래스',
  },
  prio: { en: 'Priority', ko: '우선순위' },
  prioHint: {
    en: 'task_struct.prio: 0–99 real time, 120 an ordinary task of nice 0; smaller goes first',
    ko: 'task_struct.prio: 0–99는 실시간, 120은 nice 0인 일반 태스크이며 작을수록 먼저 실행됩니다',
  },
  policy: { en: 'Policy', ko: '정책' },
  waited: { en: 'Waiting', ko: '대기 시간' },
  waitedHint: {
    en: 'since it was queued (sched_info.last_queued)',
    ko: '큐에 들어간 뒤 지난 시간(sched_info.last_queued)',
  },
  running: { en: 'Running', ko: '실행 시간' },
  runningHint: {
    en: 'since it came onto the CPU (sched_info.last_arrival)',
    ko: 'CPU에 올라온 뒤 지난 시간(sched_info.last_arrival)',
  },
  group: { en: 'Group', ko: '그룹' },
});

/** Tasks that a CPU runs or that wait for it, of all scheduling classes: struct rq (kernel/sched/sched.h). */
export const thing = describe<Runnable>()({
  id: 'runqueues',
  ...namesOf(say),
  view: { group: 'machine', order: 0 },
  command: 'runq',
  columns: {
    cpu: cpuColumn,
    queue: {
      title: say.queue(),
      hint: say.queueHint(),
      kind: 'text',
      words: [say.runs()],
      value: ({ queue }) => queue ?? 'running',
      tone: ({ queue }) => (queue === undefined ? 'good' : undefined),
    },
    ...taskColumns,
    prio: { title: say.prio(), hint: say.prioHint(), kind: 'count', value: ({ task }) => prioOf(task) },
    policy: {
      title: say.policy(),
      kind: 'text',
      value: ({ task }) => {
        const policy = taskPolicy(task);
        return policy === undefined ? undefined : policyName(policy);
      },
    },
    waited: {
      title: say.waited(),
      hint: say.waitedHint(),
      kind: 'ns',
      value: (runnable, kernel) => waitedFor(kernel, runnable),
    },
    running: {
      title: say.running(),
      hint: say.runningHint(),
      kind: 'ns',
      value: (runnable, kernel) => ranFor(kernel, runnable),
    },
    group: {
      title: say.group(),
      kind: 'text',
      value: ({ task }, kernel) => {
        const group = task.object.find('sched_task_group')?.pointer();
        return group ? taskGroup(kernel, group).name : undefined;
      },
    },
    task: structColumn('task_struct', ({ task }) => task.address, { optional: true }),
  },

  list: (kernel) => all(kernel),
  count: (kernel) => ifKnown(() => all(kernel).length),
  ref: foundIn('runnable', all, refOf),

  name: ({ task, cpu }) => `${task.comm} (PID ${task.pid}, CPU ${cpu})`,
  place: ({ task }) => ({ address: task.address, type: 'task_struct' }),
  *ways({ task }) {
    yield { id: 'stack', label: common.stack(), ref: refTo.stack(task.address) };
  },
  shownBy: ({ cpu }) => `runq -c ${cpu}`,
});

function all(kernel: Kernel): readonly Runnable[] {
  return kernel.remember('runnable tasks', () => [...runnables(kernel)]);
}

function refOf({ cpu, task }: Runnable): string {
  return `runnable:${cpu}.${task.address.toString(16)}`;
}

function ranFor(kernel: Kernel, { task, cpu, queue }: Runnable): bigint | undefined {
  if (queue !== undefined) return undefined;
  const now = runqueueTime(runqueueOf(kernel, cpu));
  const since = arrivedAt(task);
  return since > 0n && now >= since ? now - since : undefined;
}
