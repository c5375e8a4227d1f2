import { subject, verbatim } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { cpuListText } from '../kernel/cpus.ts';
import { gracePeriods, type GracePeriods } from '../kernel/rcu.ts';
import { taskByAddress } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import { placeColumn } from './columns.ts';
import { describe, foundIn, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('graceperiods', {
  title: { en: 'RCU', ko: 'RCU 상태' },
  one: { en: 'kind of grace periods', ko: '유예 기간(grace period) 종류' },
  heading: { en: 'RCU grace periods', ko: 'RCU 유예 기간(grace period)' },
  empty: {
    en: 'The state of RCU or its types are not in the dump.',
    ko: 'RCU 상태 또는 그 타입이 덤프에 없습니다.',
  },
  name: { en: 'Of', ko: '종류' },
  running: { en: 'Under way', ko: '진행 중' },
  age: { en: 'Since', ko: '경과 시간' },
  ageHint: {
    en: 'how long ago the current grace period began, in whole ticks',
    ko: '현재 유예 기간이 시작된 뒤 지난 시간(틱 단위)',
  },
  stall: { en: 'Stall report in', ko: '스톨 보고까지' },
  stallHint: {
    en: 'when RCU would have reported a stall; negative: that was due already',
    ko: 'RCU가 스톨을 보고할 때까지 남은 시간. 음수면 이미 지남',
  },
  waits: { en: 'Waits for', ko: '기다리는 대상' },
  waitsHint: {
    en: 'CPUs without a quiescent state since, and tasks that were preempted as readers',
    ko: '정지 상태(quiescent state)를 거치지 않은 CPU와 읽기 중에 선점된 태스크',
  },
  callbacks: { en: 'Callbacks', ko: '콜백' },
  callbacksHint: { en: 'that wait, of all CPUs', ko: '대기 중인 콜백 수(모든 CPU)' },
  state: { en: 'Its thread does', ko: '스레드 단계' },
  stateHint: {
    en: 'RCU_GP_… of kernel/rcu/tree.h, RTGS_… of kernel/rcu/tasks.h',
    ko: 'kernel/rcu/tree.h의 RCU_GP_…, kernel/rcu/tasks.h의 RTGS_…',
  },
  thread: { en: 'Thread', ko: '스레드' },
  sequence: { en: 'Sequence', ko: '순번' },
  sequenceHint: {
    en: 'as stall reports print it (g=): the count with two bits of state below it',
    ko: '스톨 보고의 g= 값. 횟수 아래 두 비트는 상태',
  },
  blocker: { en: 'waits for', ko: '기다리는 태스크' },
});

const NS = 1_000_000_000;
const MAX_SHOWN = 20;

/** What RCU was waiting for: struct rcu_state, rcu_node (kernel/rcu/tree.h), rcu_tasks (kernel/rcu/tasks.h). */
export const thing = describe<GracePeriods>()({
  id: 'graceperiods',
  ...namesOf(say),
  view: { group: 'machine', order: 5 },
  columns: {
    name: { title: say.name(), kind: 'text', value: ({ name }) => name, ref: refOf },
    running: { title: say.running(), kind: 'flag', value: ({ running }) => running },
    age: {
      title: say.age(),
      hint: say.ageHint(),
      kind: 'ns',
      value: ({ age }) => inNs(age),
      tone: ({ stallIn }) => (stallIn !== undefined && stallIn <= 0 ? 'bad' : undefined),
    },
    stall: { title: say.stall(), hint: say.stallHint(), kind: 'ns', value: ({ stallIn }) => inNs(stallIn) },
    waits: {
      title: say.waits(),
      hint: say.waitsHint(),
      kind: 'text',
      value: ({ cpus, tasks }) =>
        [
          cpus.length > 0 ? `CPU ${cpuListText(cpus)}` : '',
          ...tasks.slice(0, MAX_SHOWN).map(({ comm, pid }) => `${comm} (${pid})`),
        ]
          .filter((each) => each !== '')
          .join(', ') || undefined,
      ref: ({ cpus, tasks }) =>
        tasks.length > 0 ? refTo.task(tasks[0].address) : cpus.length > 0 ? refTo.cpu(cpus[0]) : undefined,
    },
    callbacks: {
      title: say.callbacks(),
      hint: say.callbacksHint(),
      kind: 'count',
      value: ({ callbacks }) => callbacks,
    },
    state: { title: say.state(), hint: say.stateHint(), kind: 'text', value: ({ state }) => state },
    thread: {
      title: say.thread(),
      kind: 'text',
      value: ({ thread }, kernel) => (thread === undefined ? undefined : taskByAddress(kernel, thread)?.comm),
      ref: ({ thread }) => (thread === undefined ? undefined : refTo.task(thread)),
    },
    sequence: {
      title: say.sequence(),
      hint: say.sequenceHint(),
      kind: 'count',
      value: ({ sequence }) => sequence,
    },
    object: placeColumn(({ object, type }) => ({ address: object.address, type }), { optional: true }),
  },
  list: gracePeriods,
  ref: foundIn('gp', gracePeriods, refOf),
  name: ({ name }) => name,
  place: ({ object, type }) => ({ address: object.address, type }),
  *facts({ tasks }): Generator<MoreFact> {
    for (const { comm, pid, address } of tasks.slice(0, MAX_SHOWN))
      yield { id: 'blocker', name: say.blocker(), text: `${comm} (${pid})`, ref: refTo.task(address) };
  },
  *ways({ thread, cpus }): Generator<Way> {
    if (thread !== undefined) yield { id: 'stack', label: common.stack(), ref: refTo.stack(thread) };
    for (const cpu of cpus.slice(0, MAX_SHOWN))
      yield { id: `cpu${cpu}`, label: verbatim(`CPU ${cpu}`), ref: refTo.cpu(cpu) };
  },
  tone: ({ running }) => (running ? undefined : 'muted'),
});

function inNs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * NS);
}

function refOf({ name }: GracePeriods): string {
  return `gp:${name}`;
}
