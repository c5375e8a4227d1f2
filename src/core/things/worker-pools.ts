import { subject, verbatim } from '../catalogue/message.ts';
import { works, workerPools, type WorkerPool } from '../kernel/workqueues.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('worker-pools', {
  title: { en: 'Worker pools', ko: '워커 풀' },
  one: { en: 'worker pool', ko: '워커 풀' },
  heading: { en: 'Pools of workers (workqueues)', ko: '워커 풀(workqueue)' },
  empty: { en: 'The pools of workers are not in the dump.', ko: '워커 풀이 덤프에 없습니다.' },
  pool: { en: 'Pool', ko: '풀' },
  cpuHint: { en: 'empty: not bound to a CPU', ko: '비어 있으면 특정 CPU에 묶이지 않은 풀' },
  niceHint: { en: 'of its workers', ko: '워커의 nice 값' },
  workers: { en: 'Workers', ko: '워커' },
  idle: { en: 'Idle', ko: '유휴' },
  running: { en: 'Running', ko: '실행 중' },
  runningHint: { en: 'work items that a worker had begun', ko: '워커가 처리를 시작한 작업 항목' },
  pending: { en: 'Pending', ko: '대기 중' },
  pendingHint: { en: 'work items that wait for a worker', ko: '워커를 기다리는 작업 항목' },
  stalled: { en: 'Last began one', ko: '마지막 작업 시작' },
  stalledHint: {
    en: 'how long ago; a stall where work was pending (what the workqueue watchdog looks at)',
    ko: '마지막으로 작업을 시작한 뒤 지난 시간. 대기 중인 작업이 있었다면 정체(workqueue 워치독의 기준)',
  },
});

const NS = 1_000_000_000;
const RUNS: ReadonlySet<string> = new Set(['running']);
const WAITS: ReadonlySet<string> = new Set(['pending', 'scheduled']);

/** Pools of workers: struct worker_pool (kernel/workqueue.c). */
export const thing = describe<WorkerPool>()({
  id: 'workerpools',
  ...namesOf(say),
  view: { group: 'machine', order: 3 },
  columns: {
    pool: { title: say.pool(), kind: 'count', noFact: true, value: ({ id }) => id },
    cpu: {
      title: verbatim('CPU'),
      hint: say.cpuHint(),
      kind: 'count',
      value: ({ cpu }) => (cpu < 0 ? undefined : cpu),
    },
    nice: {
      title: verbatim('nice'),
      hint: say.niceHint(),
      kind: 'count',
      value: ({ object }) => object.try((each) => each.get('attrs').deref().get('nice').number()),
    },
    workers: { title: say.workers(), kind: 'count', value: ({ workers }) => workers },
    idle: { title: say.idle(), kind: 'count', value: ({ idle }) => idle },
    running: {
      title: say.running(),
      hint: say.runningHint(),
      kind: 'count',
      value: (pool, kernel) => worksOf(kernel, pool, RUNS),
    },
    pending: {
      title: say.pending(),
      hint: say.pendingHint(),
      kind: 'count',
      value: (pool, kernel) => worksOf(kernel, pool, WAITS),
    },
    stalled: {
      title: say.stalled(),
      hint: say.stalledHint(),
      kind: 'ns',
      value: ({ sinceProgress }) =>
        sinceProgress === undefined ? undefined : Math.round(sinceProgress * NS),
    },
    object: structColumn('worker_pool', ({ object }) => object.address),
  },

  list: (kernel) => workerPools(kernel),
  ref: foundIn('pool', workerPools, refOf),

  name: ({ id, cpu }) => `${id} (${cpu < 0 ? 'u' : `CPU ${cpu}`})`,
  place: ({ object }) => ({ address: object.address, type: 'worker_pool' }),
});

function worksOf(kernel: Kernel, pool: WorkerPool, states: ReadonlySet<string>): number {
  return works(kernel).filter((work) => work.pool === pool && states.has(work.state)).length;
}

function refOf({ id }: WorkerPool): string {
  return `pool:${id}`;
}
