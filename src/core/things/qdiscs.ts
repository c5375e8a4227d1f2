import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { qdiscs, type Qdisc } from '../kernel/qdiscs.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('qdiscs', {
  title: { en: 'Queue disciplines', ko: '큐 규칙(qdisc)' },
  one: { en: 'queue discipline', ko: '큐 규칙(qdisc)' },
  heading: {
    en: 'Queues of the network devices (qdisc)',
    ko: '네트워크 장치의 송신 큐(qdisc)',
  },
  empty: {
    en: 'No network device with a queue could be read.',
    ko: '송신 큐가 있는 네트워크 장치를 읽지 못했습니다.',
  },
  device: { en: 'Device', ko: '장치' },
  queue: { en: 'Queue', ko: '큐 번호' },
  name: { en: 'Discipline', ko: '규칙' },
  handle: { en: 'Handle', ko: '핸들' },
  packets: { en: 'Packets', ko: '대기 패킷' },
  packetsHint: { en: 'that waited to be sent', ko: '송신을 기다리던 패킷 수' },
  backlog: { en: 'Backlog', ko: '대기량' },
  drops: { en: 'Dropped', ko: '버림' },
  requeues: { en: 'Requeued', ko: '재대기' },
  overlimits: { en: 'Over limit', ko: '한도 초과' },
  sentBytes: { en: 'Sent', ko: '보낸 양' },
  sentPackets: { en: 'Packets sent', ko: '보낸 패킷' },
});

/** What waited to be sent: struct Qdisc at the root of each transmit queue (net/sched/sch_generic.c). */
export const thing = describe<Qdisc>()({
  id: 'qdiscs',
  ...namesOf(say),
  view: { group: 'io', order: 12 },
  columns: {
    device: {
      title: say.device(),
      kind: 'text',
      value: ({ device }) => readable(device.name),
      ref: ({ device }) => refTo.instance('net_device', device.address),
    },
    queue: { title: say.queue(), kind: 'count', value: ({ queue }) => queue },
    name: { title: say.name(), kind: 'text', value: ({ name }) => readable(name), ref: refOf },
    handle: { title: say.handle(), kind: 'text', optional: true, value: ({ handle }) => handle },
    packets: {
      title: say.packets(),
      hint: say.packetsHint(),
      kind: 'count',
      value: ({ packets }) => packets,
      tone: ({ packets }) => (packets > 0 ? 'warn' : undefined),
    },
    backlog: { title: say.backlog(), kind: 'bytes', value: ({ backlog }) => backlog },
    drops: {
      title: say.drops(),
      kind: 'count',
      value: ({ drops }) => drops,
      tone: ({ drops }) => (drops > 0 ? 'warn' : undefined),
    },
    requeues: { title: say.requeues(), kind: 'count', value: ({ requeues }) => requeues },
    overlimits: {
      title: say.overlimits(),
      kind: 'count',
      optional: true,
      value: ({ overlimits }) => overlimits,
    },
    sentBytes: { title: say.sentBytes(), kind: 'bytes', optional: true, value: ({ sentBytes }) => sentBytes },
    sentPackets: {
      title: say.sentPackets(),
      kind: 'count',
      optional: true,
      value: ({ sentPackets }) => sentPackets,
    },
    object: structColumn('Qdisc', ({ object }) => object.address),
  },
  list: qdiscs,
  ref: foundIn('qdisc', qdiscs, refOf),
  name: ({ device, name }) => `${readable(name)} (${readable(device.name)})`,
  place: ({ object }) => ({ address: object.address, type: 'Qdisc' }),
});

/** noqueue_qdisc and noop_qdisc are shared by all that have none. */
function refOf({ device, object }: Qdisc): string {
  return `qdisc:${hex(device.address, 16)}.${hex(object.address, 16)}`;
}
