import { named, render, subject } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { memorySummary } from '../kernel/memory-summary.ts';
import { counter } from '../kernel/vmstat.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('usage', {
  title: { en: 'Memory use', ko: '메모리 사용' },
  one: { en: 'use of memory', ko: '메모리 용도' },
  heading: { en: 'What memory was used for', ko: '메모리 사용 현황' },
  empty: {
    en: 'The counters of memory are not in the dump.',
    ko: '메모리 카운터가 덤프에 없습니다.',
  },
  what: { en: 'Use', ko: '용도' },
  bytes: { en: 'Memory', ko: '메모리' },
  pages: { en: 'Pages', ko: '페이지' },
  share: { en: 'Part', ko: '비율' },
  shareHint: {
    en: 'of all memory; of swap, huge pages and promises of their own whole',
    ko: '전체 메모리 대비. 스왑, 대형 페이지, 커밋은 각각의 전체 대비',
  },
});

/** What the lines are called. */
const uses = subject('usage.of', {
  total: { en: 'All memory', ko: '전체 메모리' },
  free: { en: 'Free', ko: '여유' },
  used: { en: 'Used', ko: '사용' },
  anonymous: { en: 'Of processes (anonymous)', ko: '프로세스(익명)' },
  cached: { en: 'Page cache of files', ko: '파일 페이지 캐시' },
  buffers: { en: 'Page cache of block devices', ko: '블록 장치 페이지 캐시' },
  shmem: { en: 'Shared memory and tmpfs', ko: '공유 메모리와 tmpfs' },
  slab: { en: 'Slab caches', ko: '슬랩 캐시' },
  reclaimable: { en: 'Slab caches that can be freed', ko: '회수할 수 있는 슬랩' },
  tables: { en: 'Page tables', ko: '페이지 테이블' },
  stacks: { en: 'Kernel stacks', ko: '커널 스택' },
  dirty: { en: 'Dirty pages', ko: '더티 페이지' },
  writeback: { en: 'Being written', ko: '쓰는 중인 페이지' },
  hugeTotal: { en: 'Huge pages', ko: '대형 페이지' },
  hugeFree: { en: 'Huge pages that are free', ko: '여유 대형 페이지' },
  swapTotal: { en: 'Swap', ko: '스왑' },
  swapUsed: { en: 'Swap in use', ko: '사용 중인 스왑' },
  commitLimit: { en: 'Limit of what may be promised', ko: '커밋 한도' },
  committed: { en: 'Promised to processes', ko: '커밋된 메모리' },
});

/** One use of memory: how much, and of what whole. */
export interface Use {
  readonly id: keyof typeof uses;
  readonly pages: number;
  /** Pages of the whole that it is a part of. */
  readonly whole?: number;
}

/** The uses whose amount is known, in the order of `kmem -i` and then /proc/meminfo. */
function allUses(kernel: Kernel): Use[] {
  const of = memorySummary(kernel);
  const used = of.total === undefined || of.free === undefined ? undefined : of.total - of.free;
  const stacks = counter(kernel, 'NR_KERNEL_STACK_KB');
  const kb = kernel.layout.pageSize / 1024;
  const all: readonly (readonly [Use['id'], number | undefined, number?])[] = [
    ['total', of.total],
    ['free', of.free, of.total],
    ['used', used, of.total],
    ['anonymous', counter(kernel, 'NR_ANON_MAPPED'), of.total],
    ['cached', of.cached, of.total],
    ['buffers', of.buffers, of.total],
    ['shmem', counter(kernel, 'NR_SHMEM'), of.total],
    ['slab', of.slab, of.total],
    ['reclaimable', counter(kernel, 'NR_SLAB_RECLAIMABLE_B', 'NR_SLAB_RECLAIMABLE'), of.total],
    ['tables', counter(kernel, 'NR_PAGETABLE'), of.total],
    ['stacks', stacks === undefined ? undefined : Math.round(stacks / kb), of.total],
    ['dirty', counter(kernel, 'NR_FILE_DIRTY'), of.total],
    ['writeback', counter(kernel, 'NR_WRITEBACK'), of.total],
    ['hugeTotal', of.hugeTotal, of.total],
    ['hugeFree', of.hugeFree, of.hugeTotal],
    ['swapTotal', of.swapTotal],
    ['swapUsed', of.swapUsed, of.swapTotal],
    ['commitLimit', of.commitLimit],
    ['committed', of.committed, of.commitLimit],
  ];
  return all.flatMap(([id, pages, whole]) => (pages === undefined ? [] : [{ id, pages, whole }]));
}

function refOf({ id }: Use): string {
  return `usage:${id}`;
}

function nameOf(id: Use['id']): ReturnType<(typeof uses)['total']> {
  return named(uses, id) ?? say.one();
}

/** What memory was used for, by the kernel's own counters: what kmem -i and /proc/meminfo say. */
export const thing = describe<Use>()({
  id: 'usage',
  ...namesOf(say),
  view: { group: 'memory', order: 0 },
  command: 'kmem -i',
  columns: {
    what: {
      title: say.what(),
      kind: 'text',
      words: Object.values(uses).map((each) => each()),
      value: ({ id }) => render(nameOf(id), 'en'),
      ref: refOf,
    },
    bytes: {
      title: say.bytes(),
      kind: 'bytes',
      value: ({ pages }, kernel) => pages * kernel.layout.pageSize,
    },
    share: {
      title: say.share(),
      hint: say.shareHint(),
      kind: 'percent',
      value: ({ pages, whole }) => (whole ? (pages * 100) / whole : undefined),
    },
    pages: { title: say.pages(), kind: 'count', value: ({ pages }) => pages },
  },
  list: allUses,
  ref: foundIn('usage', allUses, refOf),
  name: ({ id }, _kernel, language) => render(nameOf(id), language),
  shownBy: () => 'kmem -i',
});
