import { subject, text } from './message.ts';

/** What the types (BTF) of a kernel do not have, and what is wrong with them. */
export const typesSay = subject('btf', {
  lostTypes: text<{ types: number; rest: number }>({
    en: ({ types, rest }) =>
      `the types (BTF) are damaged or missing after the first ${types} (${rest} bytes are left): types after these are not known`,
    ko: ({ types, rest }) =>
      `타입(BTF)은 처음 ${types}개까지만 읽을 수 있습니다(나머지 ${rest}바이트는 손상되었거나 덤프에 없음). 그 뒤의 타입은 알 수 없습니다`,
  }),
  noMagic: {
    en: 'The BTF section does not begin with its magic number; types cannot be read from it.',
    ko: 'BTF 섹션이 매직 넘버로 시작하지 않아 타입 정보를 읽을 수 없습니다.',
  },
  cut: text<{ bytes: number }>({
    en: ({ bytes }) =>
      `The BTF header speaks of more bytes than the ${bytes} that are there; the section is damaged.`,
    ko: ({ bytes }) => `BTF 헤더에 기록된 크기가 실제(${bytes}바이트)보다 큽니다. 섹션이 손상되었습니다.`,
  }),
  noType: text<{ name: string }>({
    en: ({ name }) => `The type "${name}" is not in the types of this kernel (BTF).`,
    ko: ({ name }) => `이 커널의 타입 정보(BTF)에 "${name}" 타입이 없습니다.`,
  }),
  noMember: text<{ struct: string; path: string }>({
    en: ({ struct, path }) => `struct ${struct} has no member ${path} in this kernel.`,
    ko: ({ struct, path }) => `이 커널의 struct ${struct}에는 ${path} 멤버가 없습니다.`,
  }),
  objectLacks: text<{ object: string; path: string; struct: string }>({
    en: ({ object, path, struct }) =>
      `${object} has no member "${path}" in this kernel; see "struct ${struct}".`,
    ko: ({ object, path, struct }) =>
      `${object}: 이 커널에는 "${path}" 멤버가 없습니다. "struct ${struct}"를 확인하세요.`,
  }),
  objectLacksAll: text<{ object: string; paths: string }>({
    en: ({ object, paths }) => `${object} has none of the members ${paths} in this kernel.`,
    ko: ({ object, paths }) => `${object}: 이 커널에는 ${paths} 멤버가 모두 없습니다.`,
  }),
  noPointer: text<{ object: string }>({
    en: ({ object }) => `${object} is no pointer and cannot be followed.`,
    ko: ({ object }) => `${object}: 포인터가 아니어서 따라갈 수 없습니다.`,
  }),
  noElement: text<{ object: string; index: number }>({
    en: ({ object, index }) => `${object} is neither an array nor a pointer and has no element ${index}.`,
    ko: ({ object, index }) => `${object}: 배열도 포인터도 아니어서 ${index}번째 요소가 없습니다.`,
  }),
  tooLarge: text<{ size: number }>({
    en: ({ size }) => `The object is said to take ${size} bytes, which cannot be; its type is damaged.`,
    ko: ({ size }) =>
      `객체의 크기가 ${size}바이트로 기록되어 있습니다. 있을 수 없는 값이며 타입이 손상되었습니다.`,
  }),
});

/** What is wrong with the kernel's symbol table (kernel/kallsyms.c). */
export const kallsymsSay = subject('kallsyms', {
  contradicted: text<{ names: readonly string[] }>({
    en: ({ names }) =>
      `kallsyms gives no symbol the address that VMCOREINFO gives it (${names.join(', ')}); its tables are damaged.`,
    ko: ({ names }) =>
      `kallsyms의 주소가 VMCOREINFO와 모두 다릅니다(${names.join(', ')}). 테이블이 손상되었습니다.`,
  }),
  doubtful: text<{ names: readonly string[] }>({
    en: ({ names }) =>
      `kallsyms and VMCOREINFO differ on ${names.join(', ')}: one of them is damaged, and names of addresses may be wrong`,
    ko: ({ names }) =>
      `kallsyms와 VMCOREINFO의 주소가 서로 다릅니다(${names.join(', ')}). 둘 중 하나가 손상되어 주소의 이름이 틀릴 수 있습니다`,
  }),
  lostNames: text<{ lost: number; count: number }>({
    en: ({ lost, count }) =>
      `${lost} of ${count} names of kallsyms do not land on kallsyms_markers or are missing: these symbols have no names`,
    ko: ({ lost, count }) =>
      `kallsyms의 이름 ${count}개 중 ${lost}개가 kallsyms_markers와 맞지 않거나 빠져 있습니다. 이 심볼들은 이름이 없습니다`,
  }),
  unmarked: {
    en: 'kallsyms_markers cannot be found, so the names of kallsyms are taken as they stand, unverified',
    ko: 'kallsyms_markers를 찾을 수 없어 kallsyms의 이름을 검증하지 못한 채 사용합니다',
  },
  unsorted: {
    en: 'the addresses of kallsyms are not in order, as the kernel writes them: some are damaged, and names of addresses may be wrong',
    ko: 'kallsyms의 주소가 커널이 기록하는 순서와 다릅니다. 일부가 손상되어 주소의 이름이 틀릴 수 있습니다',
  },
  count: text<{ count: number }>({
    en: ({ count }) => `kallsyms claims ${count} symbols; its tables are damaged.`,
    ko: ({ count }) => `kallsyms의 심볼 수가 ${count}개로 기록되어 있습니다. 테이블이 손상되었습니다.`,
  }),
  tokens: text<{ at: string; length: number }>({
    en: ({ at, length }) => `kallsyms_token_table at ${at} is ${length} bytes long; the table is damaged.`,
    ko: ({ at, length }) =>
      `${at}의 kallsyms_token_table 길이가 ${length}바이트입니다. 테이블이 손상되었습니다.`,
  }),
  names: text<{ at: string }>({
    en: ({ at }) =>
      `The names of kallsyms at ${at} overrun their table; it is damaged or pages of it are missing.`,
    ko: ({ at }) =>
      `${at}의 kallsyms 이름이 테이블을 벗어납니다. 테이블이 손상되었거나 일부 페이지가 없습니다.`,
  }),
  noPlaces: {
    en: 'VMCOREINFO names neither kallsyms_addresses nor kallsyms_offsets; symbols cannot be placed.',
    ko: 'VMCOREINFO에 kallsyms_addresses와 kallsyms_offsets가 모두 없어 심볼의 주소를 알 수 없습니다.',
  },
});
