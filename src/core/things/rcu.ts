import { subject } from '../catalogue/message.ts';
import { rcuCpus, type RcuCpu } from '../kernel/rcu.ts';
import { cpuColumn, structColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('rcu', {
  title: { en: 'RCU by CPU', ko: 'CPU별 RCU' },
  one: { en: 'RCU of a CPU', ko: 'CPU의 RCU' },
  heading: { en: 'What RCU knows of each CPU', ko: 'CPU별 RCU 상태' },
  empty: {
    en: 'What RCU knows of the CPUs is not in the dump.',
    ko: 'CPU별 RCU 상태가 덤프에 없습니다.',
  },
  blocks: { en: 'Waited for', ko: '유예 기간이 대기' },
  blocksHint: {
    en: 'the current grace period waits for this CPU (rcu_node.qsmask)',
    ko: '현재 유예 기간이 이 CPU를 기다림(rcu_node.qsmask)',
  },
  expedited: { en: 'Expedited too', ko: '긴급 유예도 대기' },
  expeditedHint: {
    en: 'an expedited grace period waits for it (rcu_node.expmask)',
    ko: '긴급(expedited) 유예 기간이 이 CPU를 기다림(rcu_node.expmask)',
  },
  callbacks: { en: 'Callbacks', ko: '콜백' },
  ticks: { en: 'Ticks', ko: '틱' },
  ticksHint: {
    en: 'of its timer since the grace period that it knows began ("ticks this GP")',
    ko: 'CPU가 아는 유예 기간이 시작된 뒤의 틱 수("ticks this GP")',
  },
  seen: { en: 'Has seen', ko: '확인한 순번' },
  seenHint: {
    en: 'sequence number of the last grace period that it has seen',
    ko: '이 CPU가 마지막으로 본 유예 기간의 순번',
  },
  online: { en: 'Online', ko: '온라인' },
});

/** struct rcu_data of each CPU (kernel/rcu/tree.h). */
export const thing = describe<RcuCpu>()({
  id: 'rcu',
  ...namesOf(say),
  view: { group: 'machine', order: 6 },
  columns: {
    cpu: cpuColumn,
    blocks: {
      title: say.blocks(),
      hint: say.blocksHint(),
      kind: 'flag',
      value: ({ blocks }) => blocks,
      tone: ({ blocks }) => (blocks ? 'warn' : undefined),
    },
    expedited: {
      title: say.expedited(),
      hint: say.expeditedHint(),
      kind: 'flag',
      value: ({ blocksExpedited }) => blocksExpedited,
      tone: ({ blocksExpedited }) => (blocksExpedited ? 'warn' : undefined),
    },
    callbacks: { title: say.callbacks(), kind: 'count', value: ({ callbacks }) => callbacks },
    ticks: { title: say.ticks(), hint: say.ticksHint(), kind: 'count', value: ({ ticks }) => ticks },
    seen: { title: say.seen(), hint: say.seenHint(), kind: 'count', value: ({ seen }) => seen },
    online: { title: say.online(), kind: 'flag', optional: true, value: ({ online }) => online },
    data: structColumn('rcu_data', ({ object }) => object.address),
    leaf: structColumn('rcu_node', ({ leaf }) => leaf, { optional: true }),
  },
  list: rcuCpus,
  ref: foundIn('rcu', rcuCpus, refOf),
  name: ({ cpu }) => `CPU ${cpu}`,
  place: ({ object }) => ({ address: object.address, type: 'rcu_data' }),
  tone: ({ online }) => (online ? undefined : 'muted'),
});

function refOf({ cpu }: RcuCpu): string {
  return `rcu:${cpu}`;
}
