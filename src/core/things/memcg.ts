import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { memoryGroups, type MemoryGroup } from '../kernel/memcg.ts';
import { readable } from '../rows/readable.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, inBytes, namesOf } from './thing.ts';

const say = subject('memcg', {
  title: { en: 'Memory groups', ko: '메모리 cgroup' },
  one: { en: 'memory group', ko: '메모리 cgroup' },
  heading: { en: 'Memory of control groups', ko: 'cgroup별 메모리' },
  empty: {
    en: 'This kernel counts no memory by groups, or they are not in the dump.',
    ko: '이 커널은 cgroup별 메모리를 세지 않거나 덤프에 정보가 없습니다.',
  },
  path: { en: 'Group', ko: '그룹' },
  usage: { en: 'Memory', ko: '메모리' },
  max: { en: 'Limit', ko: '한도' },
  maxHint: { en: 'memory.max; none: no limit', ko: 'memory.max. 비어 있으면 한도 없음' },
  high: { en: 'High', ko: '상한(high)' },
  highHint: {
    en: 'memory.high: above it tasks are slowed down',
    ko: 'memory.high: 넘으면 태스크 속도를 늦춤',
  },
  share: { en: 'Of its limit', ko: '한도 대비' },
  swap: { en: 'Swap', ko: '스왑' },
  removed: { en: 'Removed', ko: '제거됨' },
  removedHint: {
    en: 'the group is gone, memory charged to it holds its remains',
    ko: '그룹은 없어졌지만 그 그룹에 계산된 메모리 때문에 남아 있음',
  },
});

/** Memory control groups with what they use and may use: struct mem_cgroup (mm/memcontrol.c). */
export const thing = describe<MemoryGroup>()({
  id: 'memcg',
  ...namesOf(say),
  view: { group: 'memory', order: 10 },
  columns: {
    path: {
      title: say.path(),
      kind: 'text',
      value: ({ path }) => readable(path),
      ref: (group) => groupRef(group),
    },
    usage: {
      title: say.usage(),
      kind: 'bytes',
      value: ({ usage }, kernel) => usage * kernel.layout.pageSize,
    },
    max: {
      title: say.max(),
      hint: say.maxHint(),
      kind: 'bytes',
      value: ({ max }, kernel) => inBytes(kernel, max),
    },
    share: {
      title: say.share(),
      kind: 'percent',
      value: ({ usage, max }) => (max ? (usage * 100) / max : undefined),
      tone: ({ usage, max }) => (max && usage >= max * 0.95 ? 'bad' : undefined),
    },
    high: {
      title: say.high(),
      hint: say.highHint(),
      kind: 'bytes',
      optional: true,
      value: ({ high }, kernel) => inBytes(kernel, high),
    },
    swap: {
      title: say.swap(),
      kind: 'bytes',
      value: ({ swap }, kernel) => inBytes(kernel, swap),
    },
    removed: {
      title: say.removed(),
      hint: say.removedHint(),
      kind: 'flag',
      value: ({ removed }) => removed,
      tone: ({ removed }) => (removed ? 'warn' : undefined),
    },
    group: structColumn('mem_cgroup', ({ address }) => address),
  },
  list: (kernel) => all(kernel),
  ref: foundIn('memcg', all, groupRef),
  name: ({ path }) => readable(path),
  place: ({ address }) => ({ address, type: 'mem_cgroup' }),
  tone: ({ removed }) => (removed ? 'muted' : undefined),
});

function all(kernel: Kernel): readonly MemoryGroup[] {
  return kernel.remember('memory groups', () => [...memoryGroups(kernel)]);
}

function groupRef({ address }: MemoryGroup): string {
  return `memcg:${hex(address, 16)}`;
}
