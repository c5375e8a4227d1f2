import { subject } from '../catalogue/message.ts';
import { swapAreas, type SwapArea } from '../kernel/swap.ts';
import { readable } from '../rows/readable.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('swap', {
  title: { en: 'Swap', ko: '스왑' },
  one: { en: 'swap area', ko: '스왑 영역' },
  heading: { en: 'Files and partitions for swap', ko: '스왑 파일과 파티션' },
  empty: { en: 'Nothing was set up to swap to.', ko: '설정된 스왑이 없습니다.' },
  path: { en: 'File', ko: '파일' },
  kind: { en: 'Kind', ko: '종류' },
  size: { en: 'Size', ko: '크기' },
  used: { en: 'Used', ko: '사용' },
  share: { en: 'Filled', ko: '사용률' },
  priority: { en: 'Priority', ko: '우선순위' },
});

/** Areas that pages are swapped out to: struct swap_info_struct (mm/swapfile.c). */
export const thing = describe<SwapArea>()({
  id: 'swap',
  ...namesOf(say),
  view: { group: 'memory', order: 4 },
  command: 'swap',
  columns: {
    path: { title: say.path(), kind: 'text', value: ({ path }) => readable(path) },
    kind: { title: say.kind(), kind: 'text', value: ({ partition }) => (partition ? 'partition' : 'file') },
    size: { title: say.size(), kind: 'bytes', value: ({ pages }, kernel) => pages * kernel.layout.pageSize },
    used: { title: say.used(), kind: 'bytes', value: ({ used }, kernel) => used * kernel.layout.pageSize },
    share: {
      title: say.share(),
      kind: 'percent',
      value: ({ pages, used }) => (pages > 0 ? (used * 100) / pages : undefined),
      tone: ({ pages, used }) => (pages > 0 && used >= pages * 0.95 ? 'bad' : undefined),
    },
    priority: { title: say.priority(), kind: 'count', value: ({ priority }) => priority },
    area: structColumn('swap_info_struct', ({ object }) => object.address),
  },
  list: (kernel) => swapAreas(kernel),
  ref: foundIn('swap', swapAreas, refOf),
  name: ({ path, type }) => readable(path) || `swap ${type}`,
  place: ({ object }) => ({ address: object.address, type: 'swap_info_struct' }),
  shownBy: () => 'swap',
});

function refOf({ type }: SwapArea): string {
  return `swap:${type}`;
}
