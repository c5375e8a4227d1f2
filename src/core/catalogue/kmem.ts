import { subject, text } from './message.ts';

/** What the commands about memory (kmem, vm, swap, pte …) say in words of their own. */
export const kmemSays = subject('kmem', {
  noCaches: {
    en: 'kmem: the list of slab caches (slab_caches) or its types are not in this dump.',
    ko: 'kmem: 이 덤프에 슬랩 캐시 목록(slab_caches) 또는 관련 타입이 없습니다.',
  },
  noCache: text<{ name: string }>({
    en: ({ name }) => `kmem: there is no slab cache ${name}; "kmem -s list" names them all`,
    ko: ({ name }) => `kmem: 없는 슬랩 캐시입니다: ${name}. 이름은 "kmem -s list"로 볼 수 있습니다`,
  }),
  noPages: {
    en: 'kmem: struct page is not known in this dump: its types (BTF) or the place of the array of struct pages are missing.',
    ko: 'kmem: 이 덤프에는 struct page의 타입(BTF) 또는 배열 위치 정보가 없습니다.',
  },
  noMember: text<{ member: string }>({
    en: ({ member }) => `kmem: struct page has no member ${member} that can be shown in one column`,
    ko: ({ member }) => `kmem: struct page에 한 열로 표시할 수 있는 멤버가 없습니다: ${member}`,
  }),
  pagesAbsent: text<{ pages: number; from: string }>({
    en: ({ pages, from }) => `(${pages} struct pages from ${from} on are not in the dump)`,
    ko: ({ pages, from }) => `(${from}부터 struct page ${pages}개가 덤프에 없음)`,
  }),
  swapAbsent: text<{ bytes: number }>({
    en: ({ bytes }) => `(${Math.round(bytes / 1024)}k of swap; the areas themselves are not in the dump)`,
    ko: ({ bytes }) => `(스왑 ${Math.round(bytes / 1024)}k. 스왑 영역 정보는 덤프에 없음)`,
  }),
  sayOne: text<{ command: string }>({
    en: ({ command }) => `${command}: say what: a hexadecimal value or (an expression)`,
    ko: ({ command }) => `${command}: 16진수 값이나 (식)을 지정하세요`,
  }),
});

/** What an address is, by what memory was used for. */
export const memoryIdentity = subject('kmem.identity', {
  vmalloc: text<{ kind: string; caller?: string; device?: string }>({
    en: ({ kind, caller, device }) =>
      `${kind} memory${caller ? ` made by ${caller}` : ''}${device ? `, of ${device}` : ''}`,
    ko: ({ kind, caller, device }) =>
      `${kind} 메모리${caller ? `(만든 함수: ${caller})` : ''}${device ? `, 장치 ${device}` : ''}`,
  }),
  free: text<{ pages: number; zone: string }>({
    en: ({ pages, zone }) => `a free page, in a block of ${pages} of zone ${zone}`,
    ko: ({ pages, zone }) => `빈 페이지(${zone} 존의 ${pages}페이지 블록)`,
  }),
});
