import { hex, parseHex } from '../addr.ts';
import { subject, text, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { pageUse, type PageUse } from '../kernel/page-use.ts';
import { pageAtStruct, pageFlagNames, pageOf, type PageState } from '../kernel/pages.ts';
import { linearVirtual } from '../memory/tables.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { describe, type MoreFact, type Way } from './thing.ts';

const say = subject('page', {
  title: { en: 'Pages', ko: '페이지' },
  one: { en: 'page', ko: '페이지' },
  use: { en: 'used for', ko: '용도' },
  physical: { en: 'physical address', ko: '물리 주소' },
  frame: { en: 'frame', ko: '프레임 번호' },
  mapped: { en: 'kernel address', ko: '커널 주소' },
  users: { en: 'references', ko: '참조 수' },
  flags: { en: 'flags', ko: '플래그' },
  inDump: { en: 'contents', ko: '내용' },
  present: { en: 'in the dump', ko: '덤프에 있음' },
  absent: { en: 'not in the dump', ko: '덤프에 없음' },
  owner: { en: 'owner', ko: '소유자' },
});

/** What a page may be used for. */
const uses = subject('page.use', {
  slab: text<{ cache: string }>({
    en: ({ cache }) => `objects of the slab cache ${cache}`,
    ko: ({ cache }) => `슬랩 캐시 ${cache}의 객체`,
  }),
  free: text<{ pages: number; zone: string }>({
    en: ({ pages, zone }) => `free: in a block of ${pages} pages of zone ${zone}`,
    ko: ({ pages, zone }) => `비어 있음: ${zone} 존의 ${pages}페이지 블록`,
  }),
  reserved: { en: 'reserved: not given to the allocator', ko: '예약됨: 할당자에게 주어지지 않음' },
  anonymous: { en: 'anonymous memory of processes', ko: '프로세스의 익명 메모리' },
  file: text<{ offset: string }>({
    en: ({ offset }) => `page cache of a file, from byte 0x${offset} on`,
    ko: ({ offset }) => `파일의 페이지 캐시(0x${offset}바이트부터)`,
  }),
  typed: text<{ name: string }>({
    en: ({ name }) => `what the kernel marked: ${name}`,
    ko: ({ name }) => `커널이 표시한 용도: ${name}`,
  }),
  unused: {
    en: 'nobody: not referenced, on no list of free blocks (a CPU may keep it)',
    ko: '없음: 참조가 없고 빈 블록 리스트에도 없음(CPU가 보관 중일 수 있음)',
  },
  other: { en: 'the kernel', ko: '커널' },
});

/** A page of memory: struct page of its frame (include/linux/mm_types.h). There are too many to list; references name them. */
export const thing = describe<PageState>()({
  id: 'page',
  title: say.title(),
  one: say.one(),
  columns: {},
  ref: {
    kinds: ['page'],
    of: ({ address }) => `page:${hex(address, 16)}`,
    find: (kernel, { rest }) => {
      const found = pageMeant(kernel, parseHex(rest));
      if (!found) throw new RequestError(refErrors.nothing({ ref: `page:${rest}` }));
      return found;
    },
  },
  name: ({ physical }) => `0x${hex(physical)}`,
  place: ({ address }) => ({ address, type: 'page' }),
  *facts(page, kernel): Generator<MoreFact> {
    const use = pageUse(kernel, page);
    yield { id: 'use', name: say.use(), text: useSaid(use), ref: ownerRef(use) };
    yield {
      id: 'physical',
      name: say.physical(),
      kind: 'address',
      value: BigInt(page.physical),
      ref: `phys:${hex(page.physical)}`,
    };
    const direct = kernel.arch.paging.directMap(kernel);
    const virtual = direct && linearVirtual(direct, page.physical);
    if (virtual !== undefined)
      yield { id: 'mapped', name: say.mapped(), kind: 'address', value: virtual, ref: refTo.memory(virtual) };
    yield {
      id: 'frame',
      name: say.frame(),
      kind: 'count',
      value: Math.floor(page.physical / kernel.layout.pageSize),
    };
    yield { id: 'users', name: say.users(), kind: 'count', value: page.count };
    const names = pageFlagNames(kernel, page.flags);
    yield { id: 'flags', name: say.flags(), text: names === '' ? `0x${hex(page.flags)}` : names };
    yield { id: 'mapping', name: verbatim('mapping'), kind: 'address', value: page.mapping };
    const there = kernel.memory.tryRead(page.physical, 1) !== undefined;
    yield {
      id: 'contents',
      name: say.inDump(),
      text: there ? say.present() : say.absent(),
      tone: there ? 'good' : 'muted',
    };
  },
  *ways({ physical }): Generator<Way> {
    yield { id: 'memory', label: common.memory(), ref: `phys:${hex(physical)}` };
  },
  shownBy: ({ address }) => `kmem ${hex(address, 16)}`,
});

function pageMeant(kernel: Kernel, value: bigint | undefined): PageState | undefined {
  if (value === undefined) return undefined;
  if (value < 1n << 52n) return pageOf(kernel, Number(value));
  const struct = pageAtStruct(kernel, value);
  if (struct) return struct;
  const physical = kernel.space.translate(value);
  return physical === undefined ? undefined : pageOf(kernel, physical);
}

/** A page's use in words. */
function useSaid(use: PageUse): ReturnType<typeof say.one> {
  switch (use.kind) {
    case 'slab':
      return uses.slab({ cache: readable(use.cache) });
    case 'free':
      return uses.free({ pages: 2 ** use.block.list.order, zone: use.block.zone.name });
    case 'file':
      return uses.file({ offset: hex(use.offset) });
    case 'typed':
      return uses.typed({ name: use.name });
    default:
      return uses[use.kind]();
  }
}

/** Where what has the page is found. */
function ownerRef(use: PageUse): string | undefined {
  switch (use.kind) {
    case 'slab':
      return `slab-page:${hex(use.start, 16)}`;
    case 'free':
      return `buddy:${hex(use.block.list.address, 16)}`;
    case 'file':
      return refTo.instance('inode', use.inode);
    case 'anonymous':
      return refTo.instance('anon_vma', use.anonVma);
    default:
      return undefined;
  }
}
