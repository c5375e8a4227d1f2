import { hex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { disks, requests, type BlockRequest } from '../kernel/block.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { sinceBoot } from '../kernel/time.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('requests', {
  title: { en: 'Requests', ko: '요청' },
  one: { en: 'request', ko: '요청' },
  heading: { en: 'Requests in flight', ko: '처리 중인 블록 요청' },
  empty: {
    en: 'No disk was at work: every request had been finished.',
    ko: '작업 중인 디스크가 없습니다. 모든 요청이 끝났습니다.',
  },
  disk: { en: 'Disk', ko: '디스크' },
  operation: { en: 'Operation', ko: '동작' },
  state: { en: 'State', ko: '상태' },
  stateHint: {
    en: 'in_flight: given to the driver; idle: has a tag and waits; complete: done and not yet taken back',
    ko: 'in_flight: 드라이버에 전달됨, idle: 태그를 받고 대기 중, complete: 끝났지만 아직 회수되지 않음',
  },
  start: { en: 'At', ko: '위치' },
  tag: { en: 'Tag', ko: '태그' },
  age: { en: 'Age', ko: '경과 시간' },
  ageHint: {
    en: 'since it was allocated; empty where the kernel did not take the time',
    ko: '할당된 뒤 지난 시간. 커널이 시각을 기록하지 않았으면 비어 있음',
  },
});

/** What disks had not finished: struct request with a tag (include/linux/blk-mq.h). */
export const thing = describe<BlockRequest>()({
  id: 'requests',
  ...namesOf(say),
  view: { group: 'io', order: 10 },
  command: 'dev -D',
  columns: {
    disk: {
      title: say.disk(),
      kind: 'text',
      value: ({ disk }) => readable(disk.name),
      ref: ({ disk }) => `block:${hex(disk.address, 16)}`,
    },
    operation: { title: say.operation(), kind: 'text', value: ({ operation }) => operation },
    state: { title: say.state(), hint: say.stateHint(), kind: 'text', value: ({ state }) => state },
    age: { title: say.age(), hint: say.ageHint(), kind: 'ns', value: (each, kernel) => age(each, kernel) },
    start: { title: say.start(), kind: 'bytes', value: ({ start }) => start },
    size: { title: common.size(), kind: 'bytes', value: ({ length }) => length },
    tag: { title: say.tag(), kind: 'count', value: ({ tag }) => tag },
    request: {
      title: verbatim('struct request'),
      kind: 'address',
      value: ({ address }) => address,
      ref: ({ address }) => refTo.instance('request', address),
    },
  },

  list: all,
  ref: foundIn('request', all, requestRef),

  name: ({ operation, disk, tag }) => `${operation} ${readable(disk.name)} #${tag}`,
  place: ({ address }) => ({ address, type: 'request' }),
  shownBy: () => 'dev -d',
});

function* all(kernel: Kernel): Generator<BlockRequest> {
  for (const disk of disks(kernel)) yield* requests(kernel, disk);
}

function age({ since }: BlockRequest, kernel: Kernel): bigint | undefined {
  const now = sinceBoot(kernel, 'ktime_get');
  return since === 0n || now < since ? undefined : now - since;
}

function requestRef({ address }: BlockRequest): string {
  return `request:${hex(address, 16)}`;
}
