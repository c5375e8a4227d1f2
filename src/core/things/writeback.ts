import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { writebacks, type Writeback } from '../kernel/writeback.ts';
import { readable } from '../rows/readable.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, inBytes, namesOf } from './thing.ts';

const say = subject('writeback', {
  title: { en: 'Writeback', ko: '쓰기 되돌림' },
  one: { en: 'backing device', ko: '백업 장치(bdi)' },
  heading: { en: 'What was to be written back, by device', ko: '장치별로 기록을 기다리던 데이터(writeback)' },
  empty: { en: 'The list of backing devices is not in the dump.', ko: '백업 장치 목록이 덤프에 없습니다.' },
  name: { en: 'Device', ko: '장치' },
  dirtyPages: { en: 'Dirty', ko: '더티' },
  writebackPages: { en: 'Being written', ko: '쓰는 중' },
  inodes: { en: 'Dirty inodes', ko: '더티 inode' },
  writing: { en: 'In this turn', ko: '이번 차례' },
  writingHint: {
    en: 'inodes that the writer had before it (b_io)',
    ko: '기록 스레드가 처리하려던 inode(b_io)',
  },
  more: { en: 'For the next', ko: '다음 차례' },
  moreHint: {
    en: 'inodes that wait for another turn (b_more_io)',
    ko: '다음 차례를 기다리는 inode(b_more_io)',
  },
  works: { en: 'Requests', ko: '요청' },
  worksHint: {
    en: 'to write, for its writer: sync and the like',
    ko: 'sync 등 기록 스레드에 들어온 요청 수',
  },
  bandwidth: { en: 'Bandwidth', ko: '대역폭' },
  bandwidthHint: { en: 'in a second, as the kernel reckons it', ko: '커널이 추정한 초당 기록량' },
  written: { en: 'Written', ko: '기록한 양' },
});

/** struct backing_dev_info of each device. */
export const thing = describe<Writeback>()({
  id: 'writeback',
  ...namesOf(say),
  view: { group: 'io', order: 5 },
  columns: {
    name: { title: say.name(), kind: 'text', value: ({ name }) => readable(name), ref: refOf },
    dirty: {
      title: say.dirtyPages(),
      kind: 'bytes',
      value: ({ dirtyPages }, kernel) => inBytes(kernel, dirtyPages),
    },
    writeback: {
      title: say.writebackPages(),
      kind: 'bytes',
      value: ({ writebackPages }, kernel) => inBytes(kernel, writebackPages),
    },
    inodes: { title: say.inodes(), kind: 'count', value: ({ dirtyInodes }) => dirtyInodes },
    writing: {
      title: say.writing(),
      hint: say.writingHint(),
      kind: 'count',
      value: ({ writing }) => writing,
    },
    more: { title: say.more(), hint: say.moreHint(), kind: 'count', value: ({ more }) => more },
    works: { title: say.works(), hint: say.worksHint(), kind: 'count', value: ({ works }) => works },
    bandwidth: {
      title: say.bandwidth(),
      hint: say.bandwidthHint(),
      kind: 'bytes',
      optional: true,
      value: ({ bandwidth }, kernel) => inBytes(kernel, bandwidth),
    },
    written: {
      title: say.written(),
      kind: 'bytes',
      optional: true,
      value: ({ written }, kernel) => inBytes(kernel, written),
    },
    bdi: structColumn('backing_dev_info', ({ address }) => address),
  },
  list: writebacks,
  ref: foundIn('bdi', writebacks, refOf),
  name: ({ name }) => readable(name),
  place: ({ address }) => ({ address, type: 'backing_dev_info' }),
});

function refOf({ address }: Writeback): string {
  return `bdi:${hex(address, 16)}`;
}
