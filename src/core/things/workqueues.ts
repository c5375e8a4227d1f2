import { subject } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { sinceLastRun } from '../kernel/sched.ts';
import { works, type Work } from '../kernel/workqueues.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn, symbolColumn } from './columns.ts';
import { describe, foundIn, namesOf, symbolShown } from './thing.ts';

const say = subject('workqueues', {
  title: { en: 'Work items', ko: '작업 큐' },
  one: { en: 'work item', ko: '작업 항목' },
  heading: {
    en: 'Work items that run or wait (workqueues)',
    ko: '실행 중이거나 대기 중인 작업 항목(workqueue)',
  },
  empty: {
    en: 'No work item was running or waiting.',
    ko: '실행 중이거나 대기 중인 작업 항목이 없었습니다.',
  },
  state: { en: 'State', ko: '상태' },
  stateHint: {
    en: 'running; scheduled: next for its worker; pending: waits for a worker; inactive: its queue is at its limit',
    ko: 'running: 실행 중, scheduled: 해당 워커의 다음 작업, pending: 워커 대기, inactive: 큐의 동시 실행 한도에 걸림',
  },
  function: { en: 'Function', ko: '함수' },
  queue: { en: 'Workqueue', ko: '워크큐' },
  pool: { en: 'Pool', ko: '풀' },
  poolHint: { en: 'u: not bound to a CPU', ko: 'u: 특정 CPU에 묶이지 않은 풀' },
  worker: { en: 'Worker', ko: '워커' },
  asleep: { en: 'Worker last ran', ko: '워커의 마지막 실행' },
  asleepHint: {
    en: 'how long ago its worker came onto a CPU',
    ko: '워커가 마지막으로 CPU에 올라온 뒤 지난 시간',
  },
  stalled: { en: 'Pool stands still', ko: '풀 정체 시간' },
  stalledHint: {
    en: 'since its pool last began a work item (what the workqueue watchdog looks at)',
    ko: '풀이 마지막으로 작업을 시작한 뒤 지난 시간(workqueue 워치독의 기준)',
  },
});

const NS = 1_000_000_000;

/** Work items on their way: struct work_struct in the lists of workers, pools and queues (kernel/workqueue.c). */
export const thing = describe<Work>()({
  id: 'workqueues',
  ...namesOf(say),
  view: { group: 'machine', order: 3 },
  columns: {
    state: {
      title: say.state(),
      hint: say.stateHint(),
      kind: 'text',
      value: ({ state }) => state,
      tone: ({ state }) => (state === 'running' ? 'good' : undefined),
    },
    function: symbolColumn({ title: say.function() }, (work) => work.function),
    queue: { title: say.queue(), kind: 'text', value: ({ queue }) => queue },
    pool: {
      title: say.pool(),
      hint: say.poolHint(),
      kind: 'text',
      value: ({ pool }) => pool && `${pool.id} (${pool.cpu < 0 ? 'u' : `CPU ${pool.cpu}`})`,
      ref: ({ pool }) => pool && refTo.instance('worker_pool', pool.object.address),
    },
    worker: {
      title: say.worker(),
      kind: 'text',
      value: ({ worker }) => worker?.comm,
      ref: ({ worker }) => worker && refTo.task(worker.address),
    },
    asleep: {
      title: say.asleep(),
      hint: say.asleepHint(),
      kind: 'ns',
      value: ({ worker }, kernel) => worker && sinceLastRun(kernel, worker),
    },
    stalled: {
      title: say.stalled(),
      hint: say.stalledHint(),
      kind: 'ns',
      value: ({ pool }) =>
        pool?.sinceProgress === undefined ? undefined : Math.round(pool.sinceProgress * NS),
    },
    address: structColumn('work_struct', ({ address }) => address),
  },

  list: (kernel) => works(kernel),
  ref: foundIn('work', works, refOf),

  name: (work, kernel) => symbolShown(kernel, work.function) ?? work.address.toString(16),
  place: ({ address }) => ({ address, type: 'work_struct' }),
  *ways({ worker }) {
    if (worker) yield { id: 'stack', label: common.stack(), ref: refTo.stack(worker.address) };
  },
});

function refOf({ address }: Work): string {
  return `work:${address.toString(16)}`;
}
