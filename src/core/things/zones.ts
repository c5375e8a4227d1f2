import { subject, verbatim } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { zoneCounters } from '../kernel/vmstat.ts';
import { zones, type Zone } from '../kernel/zones.ts';
import { refTo } from '../rows/ref.ts';
import { describe, namesOf, type MoreFact } from './thing.ts';

const say = subject('zones', {
  title: { en: 'Zones', ko: '메모리 존' },
  one: { en: 'zone', ko: '존' },
  empty: { en: 'The zones of memory are not in the dump.', ko: '메모리 존이 덤프에 없습니다.' },
  name: { en: 'Zone', ko: '존' },
  node: { en: 'Node', ko: '노드' },
  free: { en: 'Free', ko: '여유' },
  managed: { en: 'Managed', ko: '관리 대상' },
  managedHint: { en: 'what the allocator was given', ko: '할당자에게 주어진 메모리' },
  present: { en: 'Present', ko: '존재' },
  spanned: { en: 'Spanned', ko: '범위' },
  spannedHint: {
    en: 'from the first to the last page, holes included',
    ko: '첫 페이지부터 마지막까지(빈 곳 포함)',
  },
  min: { en: 'Watermark min', ko: '워터마크 min' },
  minHint: {
    en: 'below it only those who may empty reserves get memory',
    ko: '이 아래에서는 예비 메모리를 쓸 수 있는 할당만 허용',
  },
  low: { en: 'Watermark low', ko: '워터마크 low' },
  lowHint: { en: 'below it kswapd wakes', ko: '이 아래로 내려가면 kswapd가 깨어남' },
  high: { en: 'Watermark high', ko: '워터마크 high' },
  highHint: { en: 'kswapd rests above it', ko: 'kswapd가 멈추는 기준' },
  start: { en: 'Begins at', ko: '시작 주소' },
});

/** Zones of memory: struct zone (include/linux/mmzone.h). */
export const thing = describe<Zone>()({
  id: 'zones',
  ...namesOf(say),
  view: { group: 'memory', order: 5 },
  command: 'kmem -z',
  columns: {
    name: { title: say.name(), kind: 'text', value: ({ name }) => name },
    node: { title: say.node(), kind: 'count', value: ({ node }) => node },
    free: {
      title: say.free(),
      kind: 'bytes',
      value: ({ free }, kernel) => free * kernel.layout.pageSize,
      tone: ({ free, watermarks, managed }) =>
        managed > 0 && free < watermarks.min
          ? 'bad'
          : managed > 0 && free < watermarks.low
            ? 'warn'
            : undefined,
    },
    min: {
      title: say.min(),
      hint: say.minHint(),
      kind: 'bytes',
      value: ({ watermarks }, kernel) => watermarks.min * kernel.layout.pageSize,
    },
    low: {
      title: say.low(),
      hint: say.lowHint(),
      kind: 'bytes',
      value: ({ watermarks }, kernel) => watermarks.low * kernel.layout.pageSize,
    },
    high: {
      title: say.high(),
      hint: say.highHint(),
      kind: 'bytes',
      value: ({ watermarks }, kernel) => watermarks.high * kernel.layout.pageSize,
    },
    managed: {
      title: say.managed(),
      hint: say.managedHint(),
      kind: 'bytes',
      value: ({ managed }, kernel) => managed * kernel.layout.pageSize,
    },
    present: {
      title: say.present(),
      kind: 'bytes',
      value: ({ present }, kernel) => present * kernel.layout.pageSize,
    },
    spanned: {
      title: say.spanned(),
      hint: say.spannedHint(),
      kind: 'bytes',
      optional: true,
      value: ({ spanned }, kernel) => spanned * kernel.layout.pageSize,
    },
    start: {
      title: say.start(),
      kind: 'address',
      optional: true,
      value: ({ startPfn, spanned }, kernel) =>
        spanned > 0 ? BigInt(startPfn * kernel.layout.pageSize) : undefined,
    },
    zone: {
      title: verbatim('struct zone'),
      kind: 'address',
      value: ({ object }) => object.address,
      ref: ({ object }) => refTo.instance('zone', object.address),
    },
  },
  list: (kernel) => zones(kernel),
  ref: {
    kinds: ['zone'],
    of: ({ node, index }) => `zone:${node}.${index}`,
    find: (kernel, { rest }) => {
      const found = zones(kernel).find(({ node, index }) => `${node}.${index}` === rest);
      if (!found) throw new RequestError(refErrors.nothing({ ref: `zone:${rest}` }));
      return found;
    },
  },
  name: ({ name, node }) => `${name} (node ${node})`,
  place: ({ object }) => ({ address: object.address, type: 'zone' }),
  *facts(zone, kernel): Generator<MoreFact> {
    for (const { name, value } of zoneCounters(kernel, zone))
      yield { id: name, name: verbatim(name), kind: 'count', value };
  },
  shownBy: () => 'kmem -z',
});
