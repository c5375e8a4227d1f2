import { hex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { blockDevices, diskStats, requests, type BlockDevice, type DiskStats } from '../kernel/block.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf, type Way } from './thing.ts';

const say = subject('block', {
  title: { en: 'Block devices', ko: '블록 장치' },
  one: { en: 'block device', ko: '블록 장치' },
  heading: { en: 'Disks and partitions', ko: '디스크와 파티션' },
  empty: { en: 'There was no disk.', ko: '디스크가 없습니다.' },
  name: { en: 'Name', ko: '이름' },
  number: { en: 'Number', ko: '번호' },
  numberHint: { en: 'its number, major:minor', ko: 'major:minor 번호' },
  start: { en: 'Starts at', ko: '시작 위치' },
  startHint: { en: 'first byte of a partition on its disk', ko: '디스크에서 파티션의 첫 바이트' },
  requests: { en: 'In flight', ko: '처리 중인 요청' },
  requestsHint: { en: 'requests that the disk had not finished', ko: '디스크가 아직 끝내지 않은 요청' },
  reads: { en: 'Reads', ko: '읽기 횟수' },
  readBytes: { en: 'Read', ko: '읽은 양' },
  writes: { en: 'Writes', ko: '쓰기 횟수' },
  writtenBytes: { en: 'Written', ko: '쓴 양' },
  requestsWay: { en: 'Requests in flight', ko: '처리 중인 요청' },
});

function counted(what: keyof DiskStats) {
  return (device: BlockDevice, kernel: Kernel): bigint | undefined => diskStats(kernel, device)?.[what];
}

/** Disks and partitions: struct block_device and gendisk (include/linux/blk_types.h, blkdev.h). */
export const thing = describe<BlockDevice>()({
  id: 'block',
  ...namesOf(say),
  view: { group: 'io', order: 8 },
  command: 'dev -d',
  columns: {
    name: {
      title: say.name(),
      kind: 'text',
      noFact: true,
      value: ({ name }) => readable(name),
      ref: (device) => blockRef(device),
    },
    number: {
      title: say.number(),
      hint: say.numberHint(),
      kind: 'text',
      value: ({ major, minor }) => `${major}:${minor}`,
    },
    size: { title: common.size(), kind: 'bytes', value: ({ size }) => size },
    start: {
      title: say.start(),
      hint: say.startHint(),
      kind: 'bytes',
      optional: true,
      value: ({ start, partition }) => (partition === 0 ? undefined : start),
    },
    requests: {
      title: say.requests(),
      hint: say.requestsHint(),
      kind: 'count',
      value: (device, kernel) => (device.partition === 0 ? [...requests(kernel, device)].length : undefined),
      tone: (device, kernel) =>
        device.partition === 0 && !requests(kernel, device).next().done ? 'warn' : undefined,
    },
    reads: { title: say.reads(), kind: 'count', value: counted('reads') },
    readBytes: { title: say.readBytes(), kind: 'bytes', value: counted('readBytes') },
    writes: { title: say.writes(), kind: 'count', value: counted('writes') },
    writtenBytes: { title: say.writtenBytes(), kind: 'bytes', value: counted('writtenBytes') },
    gendisk: structColumn('gendisk', ({ disk }) => disk.address),
    queue: structColumn('request_queue', ({ queue }) => queue, { optional: true }),
    device: {
      title: verbatim('block_device'),
      kind: 'address',
      optional: true,
      value: ({ address }) => address,
      ref: (device) => refTo.instance(structOf(device), device.address),
    },
  },

  list: (kernel) => blockDevices(kernel),
  ref: foundIn('block', blockDevices, blockRef),
  *named(kernel, test) {
    if (!kernel) return;
    for (const device of blockDevices(kernel))
      if (test(device.name))
        yield {
          name: readable(device.name),
          ref: blockRef(device),
          about: `${device.major}:${device.minor}`,
        };
  },

  name: ({ name }) => readable(name),
  place: (device) => ({ address: device.address, type: structOf(device) }),
  *ways(): Generator<Way> {
    yield { id: 'requests', label: say.requestsWay(), ref: refTo.view('requests') };
  },
  shownBy: () => 'dev -d',
});

/** struct block_device, hd_struct up to 5.10. */
function structOf({ object }: BlockDevice): string {
  return object.has('bd_disk') ? 'block_device' : 'hd_struct';
}

function blockRef({ address }: BlockDevice): string {
  return `block:${hex(address, 16)}`;
}
