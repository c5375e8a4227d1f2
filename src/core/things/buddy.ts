import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { freeBlocks, freeLists, zones, type FreeList, type Zone } from '../kernel/zones.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('buddy', {
  title: { en: 'Free blocks', ko: '빈 블록' },
  one: { en: 'list of free blocks', ko: '빈 블록 리스트' },
  heading: {
    en: 'Free memory by zone, size and kind (buddy lists)',
    ko: '존, 크기, 종류별 빈 메모리(버디 리스트)',
  },
  empty: {
    en: 'The lists of free blocks are not in the dump.',
    ko: '빈 블록 리스트가 덤프에 없습니다.',
  },
  zone: { en: 'Zone', ko: '존' },
  node: { en: 'Node', ko: '노드' },
  order: { en: 'Order', ko: '차수(order)' },
  orderHint: { en: 'a block has 2^order pages', ko: '블록은 2^order 페이지' },
  block: { en: 'Block', ko: '블록 크기' },
  kind: { en: 'Kind', ko: '종류' },
  kindHint: { en: 'the migrate type: what may be put there', ko: '마이그레이트 타입' },
  blocks: { en: 'Blocks', ko: '블록 수' },
  bytes: { en: 'Memory', ko: '메모리' },
});

/** The free blocks of one zone, order and kind. */
interface ZoneList {
  readonly zone: Zone;
  readonly list: FreeList;
  readonly blocks: number;
}

/** Blocks that an inspector shows. */
const MAX_SHOWN = 1000;

function* all(kernel: Kernel): Generator<ZoneList> {
  for (const zone of zones(kernel)) {
    if (zone.spanned === 0) continue;
    for (const list of freeLists(kernel, zone)) yield { zone, list, blocks: count(kernel, list) };
  }
}

function count(kernel: Kernel, list: FreeList): number {
  const kept = kernel.remember('free blocks', () => new Map<bigint, number>());
  const known = kept.get(list.address);
  if (known !== undefined) return known;
  let blocks = 0;
  for (const _ of freeBlocks(kernel, list)) blocks++;
  kept.set(list.address, blocks);
  return blocks;
}

/** Lists of free blocks: struct free_area of each zone (mm/page_alloc.c), what /proc/pagetypeinfo counts. */
export const thing = describe<ZoneList>()({
  id: 'buddy',
  ...namesOf(say),
  view: { group: 'memory', order: 6 },
  command: 'kmem -f',
  columns: {
    zone: {
      title: say.zone(),
      kind: 'text',
      value: ({ zone }) => zone.name,
      ref: ({ zone }) => `zone:${zone.node}.${zone.index}`,
    },
    node: { title: say.node(), kind: 'count', optional: true, value: ({ zone }) => zone.node },
    order: { title: say.order(), hint: say.orderHint(), kind: 'count', value: ({ list }) => list.order },
    block: {
      title: say.block(),
      kind: 'bytes',
      value: ({ list }, kernel) => kernel.layout.pageSize * 2 ** list.order,
    },
    kind: { title: say.kind(), hint: say.kindHint(), kind: 'text', value: ({ list }) => list.typeName },
    blocks: { title: say.blocks(), kind: 'count', value: ({ blocks }) => blocks },
    bytes: {
      title: say.bytes(),
      kind: 'bytes',
      value: ({ blocks, list }, kernel) => blocks * kernel.layout.pageSize * 2 ** list.order,
    },
  },
  list: all,
  ref: foundIn('buddy', all, refOf),
  name: ({ zone, list }) => `${zone.name} ${list.typeName}, order ${list.order}`,
  place: ({ list }) => ({ address: list.address, type: 'list_head' }),
  content: ({ list }, kernel) => ({ lines: [...blockLines(kernel, list)] }),
  shownBy: () => 'kmem -f',
});

function* blockLines(kernel: Kernel, list: FreeList): Generator<Line> {
  let shown = 0;
  for (const page of freeBlocks(kernel, list)) {
    if (++shown > MAX_SHOWN) return;
    const at = hex(page, 16);
    yield { text: at, links: [{ start: 0, end: 16, ref: `page:${at}` }] };
  }
  if (shown === 0) yield { text: '-', links: [{ start: 0, end: 1, ref: refTo.memory(list.address) }] };
}

function refOf({ list }: ZoneList): string {
  return `buddy:${hex(list.address, 16)}`;
}
