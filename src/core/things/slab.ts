import { hex, parseHex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { slabCounts } from '../kernel/slab-objects.ts';
import { slabCacheAt, slabCaches, type SlabCache } from '../kernel/slab.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('slab', {
  title: { en: 'Slab caches', ko: '슬랩 캐시' },
  one: { en: 'slab cache', ko: '슬랩 캐시' },
  empty: {
    en: 'The list of slab caches (slab_caches) is not in the dump.',
    ko: '슬랩 캐시 목록(slab_caches)이 덤프에 없습니다.',
  },
  name: { en: 'Cache', ko: '캐시' },
  bytes: { en: 'Memory', ko: '메모리' },
  bytesHint: { en: 'of all its slabs', ko: '모든 슬랩의 합계' },
  allocated: { en: 'Allocated', ko: '할당됨' },
  allocatedHint: {
    en: 'objects that somebody has; without those on lists of CPUs and in sheaves',
    ko: '사용 중인 객체. CPU 리스트와 sheaf에 있는 것은 제외',
  },
  free: { en: 'Free', ko: '비어 있음' },
  sheaves: { en: 'In sheaves', ko: 'sheaf에 있음' },
  sheavesHint: {
    en: 'free objects that CPUs and nodes keep at hand (7.0 on)',
    ko: 'CPU와 노드가 보관하는 빈 객체(7.0부터)',
  },
  filled: { en: 'Filled', ko: '사용률' },
  objectSize: { en: 'Object', ko: '객체 크기' },
  stride: { en: 'Distance', ko: '객체 간격' },
  strideHint: { en: 'from one object to the next', ko: '한 객체에서 다음 객체까지' },
  slabs: { en: 'Slabs', ko: '슬랩 수' },
  slabBytes: { en: 'Slab', ko: '슬랩 크기' },
  itsSlabs: { en: 'Its slabs', ko: '소속 슬랩' },
  objects: { en: 'Its objects', ko: '소속 객체' },
});

/** The slab allocator's caches: struct kmem_cache (mm/slab.h). */
export const thing = describe<SlabCache>()({
  id: 'slab',
  ...namesOf(say),
  view: { group: 'memory', order: 1 },
  command: 'kmem -s',
  columns: {
    name: {
      title: say.name(),
      kind: 'text',
      noFact: true,
      value: ({ name }) => readable(name),
      ref: (cache) => cacheRef(cache),
    },
    bytes: {
      title: say.bytes(),
      hint: say.bytesHint(),
      kind: 'bytes',
      value: (cache, kernel) => slabCounts(kernel, cache).slabs * cache.slabBytes,
    },
    allocated: {
      title: say.allocated(),
      hint: say.allocatedHint(),
      kind: 'count',
      value: (cache, kernel) => {
        const { objects, free } = slabCounts(kernel, cache);
        return objects - free;
      },
    },
    free: { title: say.free(), kind: 'count', value: (cache, kernel) => slabCounts(kernel, cache).free },
    filled: {
      title: say.filled(),
      kind: 'percent',
      value: (cache, kernel) => {
        const { objects, free } = slabCounts(kernel, cache);
        return objects > 0 ? ((objects - free) * 100) / objects : undefined;
      },
    },
    objectSize: { title: say.objectSize(), kind: 'bytes', value: ({ objectSize }) => objectSize },
    slabs: { title: say.slabs(), kind: 'count', value: (cache, kernel) => slabCounts(kernel, cache).slabs },
    slabBytes: { title: say.slabBytes(), kind: 'bytes', optional: true, value: ({ slabBytes }) => slabBytes },
    stride: {
      title: say.stride(),
      hint: say.strideHint(),
      kind: 'bytes',
      optional: true,
      value: ({ stride }) => stride,
    },
    sheaves: {
      title: say.sheaves(),
      hint: say.sheavesHint(),
      kind: 'count',
      optional: true,
      value: (cache, kernel) => slabCounts(kernel, cache).inSheaves || undefined,
    },
    cache: structColumn('kmem_cache', ({ address }) => address),
  },
  list: (kernel) => slabCaches(kernel),
  ref: {
    kinds: ['slab'],
    of: cacheRef,
    find: (kernel, { rest }) => {
      const address = parseHex(rest);
      const byName = slabCaches(kernel).find(({ name }) => name === rest);
      const found = byName ?? (address === undefined ? undefined : slabCacheAt(kernel, address));
      if (!found) throw new RequestError(refErrors.nothing({ ref: `slab:${rest}` }));
      return found;
    },
  },
  *named(kernel, test) {
    if (!kernel) return;
    for (const cache of slabCaches(kernel))
      if (test(cache.name)) yield { name: readable(cache.name), ref: cacheRef(cache) };
  },
  name: ({ name }) => readable(name),
  place: ({ address }) => ({ address, type: 'kmem_cache' }),
  *facts({ flags }): Generator<MoreFact> {
    yield { id: 'flags', name: verbatim('flags'), text: `0x${hex(flags)}` };
  },
  *ways({ name, address }, kernel): Generator<Way> {
    yield { id: 'slabs', label: say.itsSlabs(), ref: refTo.rows('slabs', address) };
    yield { id: 'objects', label: say.objects(), ref: refTo.rows('objects', address) };
    // A cache is mostly named for the struct that it holds.
    if (kernel.types.struct(name)) yield { id: 'type', label: common.type(), ref: refTo.type(name) };
  },
  shownBy: ({ name }) => `kmem -s ${name}`,
});

function cacheRef({ address }: SlabCache): string {
  return `slab:${hex(address, 16)}`;
}
