import { hex, parseHex, step, type Addr } from '../addr.ts';
import { memoryPart } from '../inspect/memory.ts';
import { subject, text, type Message } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { slabCacheOf } from '../kernel/slab-lookup.ts';
import { slabObjects, type ObjectState } from '../kernel/slab-objects.ts';
import { slabAt, slabCacheAt, type Slab, type SlabCache } from '../kernel/slab.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { describe, type MoreFact, type Way } from './thing.ts';

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
});

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
  title: say.title(),
  one: say.one(),
  columns: {},
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
