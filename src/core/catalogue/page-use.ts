import { subject, text } from './message.ts';

/** What a page may be used for, by the kinds of PageUse (kernel/page-use.ts). */
export const pageUses = subject('page.use', {
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
