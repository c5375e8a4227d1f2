import { hex, parseHex, step, type Addr } from '../addr.ts';
import { memoryPart } from '../inspect/memory.ts';
import { subject, text, type Message } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { slabCacheOf } from '../kernel/slab-lookup.ts';
import { slabObjects, type ObjectState } from '../kernel/slab-objects.ts';
import { slabAt, slabCacheAt, slabCaches, type Slab, type SlabCache } from '../kernel/slab.ts';
import { slabsInMemory } from '../kernel/slab-scan.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { wordColumn } from './columns.ts';
import { slabOfAddress, type SlabOf } from './slabs.ts';
import { describe, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('objects', {
  title: { en: 'Slab objects', ko: '슬랩 객체' },
  one: { en: 'slab object', ko: '슬랩 객체' },
  cache: { en: 'cache', ko: '캐시' },
  slab: { en: 'slab', ko: '슬랩' },
  state: { en: 'state', ko: '상태' },
  size: { en: 'size', ko: '크기' },
  place: { en: 'place in its slab', ko: '슬랩 안의 위치' },
  nth: text<{ index: number; of: number }>({
    en: ({ index, of }) => `${index} of ${of}`,
    ko: ({ index, of }) => `${of}개 중 ${index}번째`,
  }),
  neighbours: { en: 'Its neighbours', ko: '이웃 객체' },
  heading: { en: 'Objects of slab caches', ko: '슬랩 캐시의 객체' },
  empty: {
    en: 'There is no object, or no struct page of a slab is in the dump.',
    ko: '객체가 없거나 슬랩의 struct page가 덤프에 없습니다.',
  },
  address: { en: 'Object', ko: '객체' },
  stateTitle: { en: 'State', ko: '상태' },
  cacheTitle: { en: 'Cache', ko: '캐시' },
  slabTitle: { en: 'Slab', ko: '슬랩' },
  index: { en: 'Place', ko: '순번' },
  keeper: { en: 'Kept by', ko: '보관 위치' },
  keeperHint: {
    en: 'the CPU or node on whose list, array or sheaf a free object waits',
    ko: '빈 객체가 있는 리스트·배열·sheaf의 CPU 또는 노드',
  },
});

/** What the table says of an object. */
const states = subject('objects-table', {
  allocated: { en: 'allocated', ko: '할당됨' },
  free: { en: 'free', ko: '비어 있음' },
  waiting: { en: 'freed by kfree_rcu', ko: 'kfree_rcu로 해제됨' },
});

/** The CPU or node that keeps a free object at hand. */
function keeperOf(state: ObjectState): string | undefined {
  if (state.kind === 'allocated' || state.kind === 'free') return undefined;
  if (state.kind === 'cpu') return `CPU ${state.cpu}`;
  if (state.kind !== 'sheaf') return `node ${state.node} ${state.kind}`;
  const { role, owner } = state.sheaf;
  return role === 'barn' ? `node ${owner} barn` : `CPU ${owner} ${role} sheaf`;
}

/** How an object is, in words. */
export const objectState = subject('objects.state', {
  allocated: { en: 'allocated', ko: '할당됨' },
  free: { en: 'free, on the list of its slab', ko: '비어 있음(슬랩의 리스트)' },
  cpu: text<{ cpu: number }>({
    en: ({ cpu }) => `free, on the list of CPU ${cpu}`,
    ko: ({ cpu }) => `비어 있음(CPU ${cpu}의 리스트)`,
  }),
  sheaf: text<{ cpu: number; role: string }>({
    en: ({ cpu, role }) => `free, in the ${role} sheaf of CPU ${cpu}`,
    ko: ({ cpu, role }) => `비어 있음(CPU ${cpu}의 ${role} sheaf)`,
  }),
  waiting: text<{ cpu: number }>({
    en: ({ cpu }) => `given back by kfree_rcu() on CPU ${cpu}, waiting for a grace period`,
    ko: ({ cpu }) => `CPU ${cpu}에서 kfree_rcu()로 해제되어 grace period를 기다리는 중`,
  }),
  barn: text<{ node: number }>({
    en: ({ node }) => `free, in a sheaf of node ${node}`,
    ko: ({ node }) => `비어 있음(노드 ${node}의 sheaf)`,
  }),
});

/** `state` in words. */
export function stateSaid(state: ObjectState): Message {
  if (state.kind === 'cpu') return objectState.cpu({ cpu: state.cpu });
  if (state.kind !== 'sheaf') return state.kind === 'free' ? objectState.free() : objectState.allocated();
  const { role, owner } = state.sheaf;
  if (role === 'barn') return objectState.barn({ node: owner });
  return role === 'rcu_free' ? objectState.waiting({ cpu: owner }) : objectState.sheaf({ cpu: owner, role });
}

/** More are not told one by one. */
const MAX_OBJECTS = 2_000_000;

/** An object of a slab cache. */
interface SlabObjectOf {
  readonly address: Addr;
  readonly cache: SlabCache;
  readonly slab: Slab;
  /** Its place in the slab, from 0. */
  readonly index: number;
  readonly state: ObjectState;
}

/** An object of the slab allocator: what has it, or on which list it waits to be had. They are reached from slabs. */
export const thing = describe<SlabObjectOf>()({
  id: 'objects',
  ...namesOf(say),
  view: { group: 'memory', order: 2.5, within: true },
  command: 'kmem -S',
  columns: {
    object: {
      title: say.address(),
      kind: 'address',
      noFact: true,
      value: ({ address }) => address,
      ref: ({ address }) => `object:${hex(address, 16)}`,
    },
    state: wordColumn(
      { title: say.stateTitle() },
      states,
      ({ state }) =>
        state.kind === 'allocated'
          ? 'allocated'
          : state.kind === 'sheaf' && state.sheaf.role === 'rcu_free'
            ? 'waiting'
            : 'free',
      { noFact: true, tone: ({ state }) => (state.kind === 'allocated' ? undefined : 'muted') },
    ),
    keeper: {
      title: say.keeper(),
      hint: say.keeperHint(),
      kind: 'text',
      noFact: true,
      value: ({ state }) => keeperOf(state),
    },
    cache: {
      title: say.cacheTitle(),
      kind: 'text',
      noFact: true,
      value: ({ cache }) => readable(cache.name),
      ref: ({ cache }) => `slab:${hex(cache.address, 16)}`,
    },
    slab: {
      title: say.slabTitle(),
      kind: 'address',
      noFact: true,
      value: ({ slab }) => slab.start,
      ref: ({ slab }) => `slab-page:${hex(slab.start, 16)}`,
    },
    index: { title: say.index(), kind: 'count', noFact: true, value: ({ index }) => index },
  },
  /** With an argument those of the cache that lies there, or of the slab whose memory begins there. */
  *list(kernel, argument) {
    const at = argument === undefined ? undefined : parseHex(argument);
    if (argument !== undefined && !slabCaches(kernel).some(({ address }) => address === at)) {
      const one = at === undefined ? undefined : slabOfAddress(kernel, at);
      if (one) yield* objectsIn(kernel, one);
      return;
    }
    let count = 0;
    for (const each of slabsInMemory(kernel)) {
      if (at !== undefined && each.cache.address !== at) continue;
      yield* objectsIn(kernel, each);
      if ((count += each.slab.objects) > MAX_OBJECTS) return;
    }
  },
  ref: {
    kinds: ['object'],
    of: ({ address }) => `object:${hex(address, 16)}`,
    find: (kernel, { rest }) => {
      const found = objectAt(kernel, parseHex(rest) ?? 0n);
      if (!found) throw new RequestError(refErrors.nothing({ ref: `object:${rest}` }));
      return found;
    },
  },
  name: ({ address, cache }) => `${readable(cache.name)} ${hex(address, 16)}`,
  // A cache is mostly named for the struct that it holds.
  place: ({ address, cache }, kernel) => ({
    address,
    type: kernel.types.struct(cache.name) ? cache.name : undefined,
  }),
  *facts({ cache, slab, index, state }): Generator<MoreFact> {
    yield {
      id: 'state',
      name: say.state(),
      text: stateSaid(state),
      tone: state.kind === 'allocated' ? 'good' : 'warn',
    };
    yield {
      id: 'cache',
      name: say.cache(),
      text: readable(cache.name),
      ref: `slab:${hex(cache.address, 16)}`,
    };
    yield {
      id: 'slab',
      name: say.slab(),
      kind: 'address',
      value: slab.start,
      ref: `slab-page:${hex(slab.start, 16)}`,
    };
    yield { id: 'place', name: say.place(), text: say.nth({ index: index + 1, of: slab.objects }) };
    yield { id: 'size', name: say.size(), kind: 'bytes', value: cache.objectSize };
  },
  *ways({ address, slab }): Generator<Way> {
    yield { id: 'neighbours', label: say.neighbours(), ref: `slab-page:${hex(slab.start, 16)}` };
    yield { id: 'memory', label: common.memory(), ref: refTo.memory(address) };
  },
  content: ({ address, cache }, kernel) => ({
    memory: memoryPart(kernel, 'virtual', hex(address, 16), Math.min(cache.objectSize, 256)),
  }),
  shownBy: ({ address }) => `kmem ${hex(address, 16)}`,
});

function* objectsIn(kernel: Kernel, { cache, slab }: SlabOf): Generator<SlabObjectOf> {
  for (const [index, { address, state }] of slabObjects(kernel, cache, slab).entries())
    yield { address, cache, slab, index, state };
}

/** The object in which `address` of the direct map lies. */
export function objectAt(kernel: Kernel, address: bigint): SlabObjectOf | undefined {
  const found = slabCacheOf(kernel, address);
  const cache = found && slabCacheAt(kernel, found.cacheAddress);
  const slab = found && slabAt(kernel, found.slab);
  if (!cache || !slab || found.object === undefined) return undefined;
  const items = slabObjects(kernel, cache, slab);
  const index = Math.floor(Number(found.object - slab.start - BigInt(cache.pad)) / cache.stride);
  const item = items[index];
  return item && { address: step(item.address, 0), cache, slab, index, state: item.state };
}
