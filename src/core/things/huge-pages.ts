import { subject } from '../catalogue/message.ts';
import { hugePools, type HugePool } from '../kernel/hugetlb.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('hugepages', {
  title: { en: 'Huge pages', ko: '대형 페이지' },
  one: { en: 'pool of huge pages', ko: '대형 페이지 풀' },
  empty: {
    en: 'This kernel has no pools of huge pages, or they are not in the dump.',
    ko: '이 커널에 대형 페이지 풀이 없거나 덤프에 없습니다.',
  },
  name: { en: 'Pool', ko: '풀' },
  size: { en: 'Page', ko: '페이지 크기' },
  total: { en: 'Pages', ko: '전체' },
  free: { en: 'Free', ko: '여유' },
  reserved: { en: 'Reserved', ko: '예약' },
  reservedHint: { en: 'promised, not yet taken', ko: '예약되었으나 아직 할당되지 않음' },
  surplus: { en: 'Surplus', ko: '초과' },
  surplusHint: { en: 'more than the pool was set to', ko: '설정된 풀 크기를 넘은 것' },
});

/** Pools of huge pages: struct hstate (mm/hugetlb.c). */
export const thing = describe<HugePool>()({
  id: 'hugepages',
  ...namesOf(say),
  view: { group: 'memory', order: 8 },
  command: 'kmem -h',
  columns: {
    name: { title: say.name(), kind: 'text', value: ({ name }) => name },
    size: {
      title: say.size(),
      kind: 'bytes',
      value: ({ order }, kernel) => kernel.layout.pageSize * 2 ** order,
    },
    total: { title: say.total(), kind: 'count', value: ({ total }) => total },
    free: { title: say.free(), kind: 'count', value: ({ free }) => free },
    reserved: {
      title: say.reserved(),
      hint: say.reservedHint(),
      kind: 'count',
      value: ({ reserved }) => reserved,
    },
    surplus: {
      title: say.surplus(),
      hint: say.surplusHint(),
      kind: 'count',
      value: ({ surplus }) => surplus,
    },
    pool: structColumn('hstate', ({ object }) => object.address),
  },
  list: (kernel) => hugePools(kernel),
  ref: foundIn('hugepages', hugePools, refOf),
  name: ({ name }) => name,
  place: ({ object }) => ({ address: object.address, type: 'hstate' }),
  shownBy: () => 'kmem -h',
});

function refOf({ order }: HugePool): string {
  return `hugepages:${order}`;
}
