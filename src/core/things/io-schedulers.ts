import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { ioQueues, type IoQueue } from '../kernel/io-schedulers.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf, type Way } from './thing.ts';
import { common } from '../catalogue/things.ts';

const say = subject('ioqueues', {
  title: { en: 'I/O schedulers', ko: 'I/O 스케줄러' },
  one: { en: 'queue of a disk', ko: '디스크 요청 큐' },
  heading: { en: 'Request queues and their schedulers', ko: '요청 큐와 I/O 스케줄러' },
  empty: { en: 'No disk could be read.', ko: '읽을 수 있는 디스크가 없습니다.' },
  disk: { en: 'Disk', ko: '디스크' },
  scheduler: { en: 'Scheduler', ko: '스케줄러' },
  most: { en: 'Requests at most', ko: '최대 요청 수' },
  mostHint: { en: 'nr_requests', ko: 'nr_requests 값' },
  hardware: { en: 'Hardware queues', ko: '하드웨어 큐' },
  hardwareHint: {
    en: '0: bio-based driver, without requests',
    ko: '0이면 요청 없이 bio를 직접 받는 드라이버',
  },
  tagged: { en: 'Tagged', ko: '태그 사용' },
  inFlight: { en: 'In flight', ko: '처리 중' },
  inFlightHint: { en: 'handed to the driver and not done', ko: '드라이버에 전달되어 아직 끝나지 않음' },
  refused: { en: 'Refused', ko: '드라이버 거부' },
  refusedHint: {
    en: 'the driver could not take them; they will be retried (hctx->dispatch)',
    ko: '드라이버가 받지 못해 다시 시도할 요청(hctx->dispatch)',
  },
  requeued: { en: 'Requeued', ko: '재투입' },
  requeuedHint: { en: 'to be inserted again (requeue_list)', ko: '다시 넣을 요청(requeue_list)' },
  stopped: { en: 'Stopped', ko: '정지된 큐' },
  stoppedHint: { en: 'hardware queues that the driver stopped', ko: '드라이버가 멈춘 하드웨어 큐 수' },
  frozen: { en: 'Frozen', ko: '동결' },
  frozenHint: {
    en: 'nested blk_mq_freeze_queue() calls: nothing new is let in',
    ko: 'blk_mq_freeze_queue() 중첩 횟수. 새 요청을 받지 않음',
  },
  quiesced: { en: 'Quiesced', ko: '전달 중지' },
  quiescedHint: {
    en: 'nested blk_mq_quiesce_queue() calls: nothing is handed to the driver',
    ko: 'blk_mq_quiesce_queue() 중첩 횟수. 드라이버에 전달하지 않음',
  },
});

/** The queues of requests before the disks (kernel/io-schedulers.ts). */
export const thing = describe<IoQueue>()({
  id: 'ioqueues',
  ...namesOf(say),
  view: { group: 'io', order: 10 },
  columns: {
    disk: {
      title: say.disk(),
      kind: 'text',
      value: ({ disk }) => readable(disk.name),
      ref: ({ disk }) => `block:${hex(disk.address, 16)}`,
    },
    scheduler: {
      title: say.scheduler(),
      kind: 'text',
      value: ({ scheduler }) => scheduler && readable(scheduler),
      tone: ({ scheduler }) => (scheduler === 'none' ? 'muted' : undefined),
    },
    most: { title: say.most(), hint: say.mostHint(), kind: 'count', value: ({ most }) => most },
    hardware: {
      title: say.hardware(),
      hint: say.hardwareHint(),
      kind: 'count',
      value: ({ hardware }) => hardware,
    },
    tagged: { title: say.tagged(), kind: 'count', value: ({ tagged }) => tagged },
    inFlight: {
      title: say.inFlight(),
      hint: say.inFlightHint(),
      kind: 'count',
      value: ({ inFlight }) => inFlight,
    },
    refused: {
      title: say.refused(),
      hint: say.refusedHint(),
      kind: 'count',
      value: ({ refused }) => refused,
    },
    requeued: {
      title: say.requeued(),
      hint: say.requeuedHint(),
      kind: 'count',
      value: ({ requeued }) => requeued,
    },
    stopped: {
      title: say.stopped(),
      hint: say.stoppedHint(),
      kind: 'count',
      value: ({ stopped }) => stopped,
    },
    frozen: { title: say.frozen(), hint: say.frozenHint(), kind: 'count', value: ({ frozen }) => frozen },
    quiesced: {
      title: say.quiesced(),
      hint: say.quiescedHint(),
      kind: 'count',
      value: ({ quiesced }) => quiesced,
    },
    queue: structColumn('request_queue', ({ object }) => object.address),
  },

  list: ioQueues,
  ref: foundIn('ioqueue', ioQueues, refOf),

  name: ({ disk, scheduler }) =>
    `${readable(disk.name)}${scheduler === undefined ? '' : `: ${readable(scheduler)}`}`,
  place: ({ object }) => ({ address: object.address, type: 'request_queue' }),
  *ways({ tagged }): Generator<Way> {
    if (tagged > 0) yield { id: 'requests', label: common.requests(), ref: refTo.view('requests') };
  },
  tone: ({ stopped, frozen, quiesced }) => (stopped || frozen || quiesced ? 'warn' : undefined),
});

function refOf({ disk }: IoQueue): string {
  return `ioqueue:${hex(disk.address, 16)}`;
}
