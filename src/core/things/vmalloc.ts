import { hex, parseHex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { vmallocAreaAt, vmallocAreas, vmallocFacts, type VmallocArea } from '../kernel/vmalloc.ts';
import { refTo } from '../rows/ref.ts';
import { symbolText } from '../symbols/symbol.ts';
import { structColumn } from './columns.ts';
import { describe, namesOf } from './thing.ts';

const say = subject('vmalloc', {
  title: { en: 'vmalloc areas', ko: 'vmalloc 영역' },
  one: { en: 'vmalloc area', ko: 'vmalloc 영역' },
  empty: { en: 'The areas of vmalloc are not in the dump.', ko: 'vmalloc 영역이 덤프에 없습니다.' },
  start: { en: 'Begins at', ko: '시작' },
  end: { en: 'Ends at', ko: '끝' },
  size: { en: 'Size', ko: '크기' },
  sizeHint: { en: 'with its guard page', ko: '가드 페이지 포함' },
  kind: { en: 'Kind', ko: '종류' },
  caller: { en: 'Made by', ko: '만든 함수' },
  pages: { en: 'Pages', ko: '페이지' },
  physical: { en: 'Maps', ko: '매핑된 물리 주소' },
});

/** Areas of vmalloc's part of the address space: struct vmap_area and vm_struct (mm/vmalloc.c). */
export const thing = describe<VmallocArea>()({
  id: 'vmalloc',
  ...namesOf(say),
  view: { group: 'memory', order: 7 },
  command: 'kmem -v',
  columns: {
    start: {
      title: say.start(),
      kind: 'address',
      value: ({ start }) => start,
      ref: ({ start }) => areaRef(start),
    },
    end: { title: say.end(), kind: 'address', optional: true, value: ({ end }) => end },
    size: {
      title: say.size(),
      hint: say.sizeHint(),
      kind: 'bytes',
      value: ({ start, end }) => Number(end - start),
    },
    kind: { title: say.kind(), kind: 'text', value: (area) => vmallocFacts(area).kind },
    caller: {
      title: say.caller(),
      kind: 'address',
      value: (area) => vmallocFacts(area).caller,
      text: (area, kernel) => {
        const caller = vmallocFacts(area).caller;
        const at = caller === undefined ? undefined : kernel.symbols.byAddress(caller);
        return at && symbolText(at, 16);
      },
      ref: (area, kernel) => {
        const { caller } = vmallocFacts(area);
        return caller && (kernel.space.readable(caller) ? refTo.code(caller) : refTo.address(caller));
      },
    },
    pages: { title: say.pages(), kind: 'count', value: (area) => vmallocFacts(area).pages },
    physical: {
      title: say.physical(),
      kind: 'address',
      value: (area) => {
        const { physical } = vmallocFacts(area);
        return physical === undefined ? undefined : BigInt(physical);
      },
    },
    area: structColumn('vmap_area', ({ object }) => object.address, { optional: true }),
    vm: structColumn('vm_struct', ({ vm }) => vm?.address, { optional: true }),
  },
  list: (kernel) => vmallocAreas(kernel),
  ref: {
    kinds: ['vmalloc'],
    of: ({ start }) => areaRef(start),
    find: (kernel, { rest }) => {
      const found = vmallocAreaAt(kernel, parseHex(rest) ?? 0n);
      if (!found) throw new RequestError(refErrors.nothing({ ref: `vmalloc:${rest}` }));
      return found;
    },
  },
  name: ({ start, end }) => `${hex(start, 16)}-${hex(end, 16)}`,
  place: ({ start }) => ({ address: start }),
  *ways({ start }) {
    yield { id: 'memory', label: common.memory(), ref: refTo.memory(start) };
  },
  shownBy: ({ start }) => `kmem -v ${hex(start, 16)}`,
});

function areaRef(start: bigint): string {
  return `vmalloc:${hex(start, 16)}`;
}
