import { hex, parseHex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { useSaid } from '../identify/kernel-memory.ts';
import { pageUse, type PageUse } from '../kernel/page-use.ts';
import { pageAtStruct, pageFlagNames, pageOf, type PageState } from '../kernel/pages.ts';
import { linearVirtual } from '../memory/tables.ts';
import { refTo } from '../rows/ref.ts';
import { describe, namesOf, type MoreFact, type Way } from './thing.ts';

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

/** A page of memory: struct page of its frame (include/linux/mm_types.h). There are too many to list; references name them. */
export const thing = describe<PageState>()({
  id: 'page',
  ...namesOf(say),
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
