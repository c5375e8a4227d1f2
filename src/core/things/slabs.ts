import { hex, parseHex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { ifKnown, RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { slabsInMemory } from '../kernel/slab-scan.ts';
import { slabCacheOf } from '../kernel/slab-lookup.ts';
import { slabObjects } from '../kernel/slab-objects.ts';
import {
  cpuSlabs,
  listedSlabs,
  nodeSlabs,
  slabAt,
  slabCacheAt,
  type Slab,
  type SlabCache,
} from '../kernel/slab.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { describe, namesOf, type Way } from './thing.ts';

const say = subject('slabs', {
  title: { en: 'Slabs', ko: '슬랩' },
  one: { en: 'slab', ko: '슬랩' },
  heading: { en: 'Every slab of every cache', ko: '모든 캐시의 슬랩' },
  empty: {
    en: 'No struct page of a slab is in the dump.',
    ko: '덤프에 슬랩의 struct page가 없습니다.',
  },
  cache: { en: 'Cache', ko: '캐시' },
  memory: { en: 'Memory', ko: '메모리' },
  objects: { en: 'Objects', ko: '객체 수' },
  inuse: { en: 'In use', ko: '사용 중' },
  inuseHint: {
    en: 'as the slab counts: with those on lists of CPUs and in sheaves',
    ko: '슬랩이 센 값: CPU 리스트와 sheaf에 있는 것 포함',
  },
  allocated: { en: 'Allocated', ko: '할당됨' },
  kept: { en: 'Kept by', ko: '보관 위치' },
  keptHint: {
    en: 'the CPU that takes objects from it or has put it aside (partial), the list of its node; none: full, or of a node without lists',
    ko: '객체를 꺼내 쓰거나 따로 둔(partial) CPU 또는 노드의 리스트. 비어 있으면 가득 차 있어 어느 리스트에도 없음',
  },
  objectsWay: { en: 'Its objects', ko: '소속 객체' },
  node: { en: 'Node', ko: '노드' },
});

/** A slab with the cache it is of. */
export interface SlabOf {
  readonly cache: SlabCache;
  readonly slab: Slab;
}

/** Every slab there is, full ones that no list has too: by a look at all struct pages. */
export const thing = describe<SlabOf>()({
  id: 'slabs',
  ...namesOf(say),
  view: { group: 'memory', order: 2 },
  command: 'kmem -S',
  columns: {
    start: {
      title: say.memory(),
      kind: 'address',
      value: ({ slab }) => slab.start,
      ref: ({ slab }) => slabRef(slab),
    },
    cache: {
      title: say.cache(),
      kind: 'text',
      value: ({ cache }) => readable(cache.name),
      ref: ({ cache }) => `slab:${hex(cache.address, 16)}`,
    },
    objects: { title: say.objects(), kind: 'count', value: ({ slab }) => slab.objects },
    inuse: { title: say.inuse(), hint: say.inuseHint(), kind: 'count', value: ({ slab }) => slab.inuse },
    allocated: {
      title: say.allocated(),
      kind: 'count',
      dear: true,
      value: ({ cache, slab }, kernel) =>
        slabObjects(kernel, cache, slab).filter(({ state }) => state.kind === 'allocated').length,
    },
    kept: {
      title: say.kept(),
      hint: say.keptHint(),
      kind: 'text',
      value: ({ cache, slab }, kernel) => keepersOf(kernel, cache).get(slab.address),
    },
    bytes: { title: common.size(), kind: 'bytes', value: ({ cache }) => cache.slabBytes },
    node: { title: say.node(), kind: 'count', optional: true, value: ({ slab }) => slab.node },
    page: {
      title: verbatim('struct page'),
      kind: 'address',
      value: ({ slab }) => slab.address,
      ref: ({ slab }) => refTo.instance('page', slab.address),
    },
  },
  *list(kernel, argument) {
    const only = argument === undefined ? undefined : parseHex(argument);
    for (const each of slabsInMemory(kernel))
      if (only === undefined || each.cache.address === only) yield each;
  },
  ref: {
    kinds: ['slab-page'],
    of: ({ slab }) => slabRef(slab),
    find: (kernel, { rest }) => {
      const found = slabOfAddress(kernel, parseHex(rest) ?? 0n);
      if (!found) throw new RequestError(refErrors.nothing({ ref: `slab-page:${rest}` }));
      return found;
    },
  },
  name: ({ cache, slab }) => `${readable(cache.name)} ${hex(slab.start, 16)}`,
  place: ({ slab }) => ({ address: slab.start }),
  *ways({ slab }): Generator<Way> {
    yield { id: 'objects', label: say.objectsWay(), ref: refTo.rows('objects', slab.start) };
  },
  content: ({ cache, slab }, kernel) => ({ lines: [...objectLines(kernel, cache, slab)] }),
  shownBy: ({ slab }) => `kmem -S ${hex(slab.start, 16)}`,
});

/** Who keeps the slabs of one cache. */
interface Keepers {
  cache?: bigint;
  bySlab: ReadonlyMap<bigint, string>;
}

/** Who keeps each slab of `cache`, by the address of its struct slab: kmem_cache_cpu, kmem_cache_node. Kept for the cache that was asked for last. */
function keepersOf(kernel: Kernel, cache: SlabCache): ReadonlyMap<bigint, string> {
  const kept = kernel.remember('who keeps slabs', (): Keepers => ({ bySlab: new Map() }));
  if (kept.cache === cache.address) return kept.bySlab;
  const found = new Map<bigint, string>();
  ifKnown(() => {
    for (const node of nodeSlabs(kernel, cache))
      for (const list of ['partial', 'full', 'free'] as const)
        for (const { address } of listedSlabs(kernel, node, list))
          found.set(address, `node ${node.node} ${list}`);
    for (const { cpu, slab, partial } of cpuSlabs(kernel, cache)) {
      for (const { address } of partial) found.set(address, `CPU ${cpu} partial`);
      if (slab) found.set(slab.address, `CPU ${cpu}`);
    }
  });
  kept.cache = cache.address;
  kept.bySlab = found;
  return found;
}

function slabRef({ start }: Slab): string {
  return `slab-page:${hex(start, 16)}`;
}

/** The slab that `address` of the direct map lies in. */
export function slabOfAddress(kernel: Kernel, address: bigint): SlabOf | undefined {
  const found = slabCacheOf(kernel, address);
  const cache = found && slabCacheAt(kernel, found.cacheAddress);
  const slab = found && slabAt(kernel, found.slab);
  return cache && slab ? { cache, slab } : undefined;
}

function* objectLines(kernel: Kernel, cache: SlabCache, slab: Slab): Generator<Line> {
  for (const { address, state } of slabObjects(kernel, cache, slab)) {
    const at = hex(address, 16);
    const kind =
      state.kind === 'cpu' ? `CPU ${state.cpu}` : state.kind === 'sheaf' ? state.sheaf.role : state.kind;
    yield {
      text: state.kind === 'allocated' ? `[${at}]` : ` ${at}  ${kind}`,
      links: [{ start: 1, end: 17, ref: `object:${at}` }],
    };
  }
}
