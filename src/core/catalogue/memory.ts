import { hex16, subject, text, type Message } from './message.ts';

/** Why memory cannot be read. */
export const memorySays = subject('memory-read', {
  unreadable: text<{ address: bigint; space: string; why: Message }>({
    en: ({ address, space, why }, say) => `${hex16(address)} (${space}) cannot be read: ${say(why)}.`,
    ko: ({ address, space, why }, say) => `${hex16(address)}(${space}): 읽을 수 없습니다. ${say(why)}`,
  }),
  physicalUnreadable: text<{ address: number; why: Message }>({
    en: ({ address, why }, say) => `Physical address ${address.toString(16)} cannot be read: ${say(why)}.`,
    ko: ({ address, why }, say) => `물리 주소 ${address.toString(16)}: 읽을 수 없습니다. ${say(why)}`,
  }),
  tooLong: text<{ address: bigint; space: string; length: number }>({
    en: ({ address, space, length }) =>
      `${length} bytes are asked for at ${hex16(address)} (${space}); no object of a kernel is so large, so its type or its length in the dump is damaged.`,
    ko: ({ address, space, length }) =>
      `${hex16(address)}(${space})에서 ${length}바이트를 요청했습니다. 커널에 이렇게 큰 객체는 없으므로 타입이나 덤프에 기록된 길이가 손상된 것입니다.`,
  }),
  noCache: text<{ megabytes: number }>({
    en: ({ megabytes }) =>
      `The engine could not get ${megabytes} MiB of memory for its page cache; close other tabs or programs.`,
    ko: ({ megabytes }) =>
      `페이지 캐시에 쓸 메모리 ${megabytes}MiB를 할당하지 못했습니다. 다른 탭이나 프로그램을 닫으세요.`,
  }),
  noRoom: text<{ bytes: number }>({
    en: ({ bytes }) => `The engine could not get ${bytes} more bytes of memory.`,
    ko: ({ bytes }) => `엔진이 메모리 ${bytes}바이트를 더 할당하지 못했습니다.`,
  }),
});

/** Why a page of the dump is not there, or an address leads to none. */
export const absences = subject('unreadable', {
  excluded: {
    en: 'the page was excluded when the dump was written',
    ko: '덤프를 만들 때 제외된 페이지입니다',
  },
  lost: {
    en: 'the dump is incomplete and this page is missing',
    ko: '덤프가 불완전하여 빠진 페이지입니다',
  },
  hole: {
    en: "the dump knows of no memory there (none on that machine, or the crash kernel's own)",
    ko: '덤프에 메모리로 기록되지 않은 영역입니다(물리 메모리가 없거나 크래시 커널용 메모리)',
  },
  'crash-kernel': {
    en: "it is the crash kernel's own memory (crashkernel=), which is not dumped",
    ko: '크래시 커널용으로 예약된 메모리(crashkernel=)라서 덤프하지 않습니다',
  },
  'crash-cma': {
    en: 'the crash kernel took this memory back when it began (crashkernel=…,cma): what processes had there is overwritten',
    ko: '크래시 커널이 시작하면서 회수한 CMA 메모리(crashkernel=…,cma)입니다. 프로세스가 쓰던 내용은 덮어써졌습니다',
  },
  erased: {
    en: 'what was there was erased on purpose before the dump was handed on (makedumpfile --config)',
    ko: '덤프를 전달하기 전에 일부러 지운 데이터입니다(makedumpfile --config)',
  },
  damaged: {
    en: 'the stored page is damaged and cannot be decoded',
    ko: '저장된 페이지가 손상되어 압축을 풀 수 없습니다',
  },
  notMapped: text<{ level: number; entry: bigint }>({
    en: ({ level, entry }) => `nothing is mapped there (level ${level} entry ${entry.toString(16)})`,
    ko: ({ level, entry }) => `매핑되지 않은 주소입니다(레벨 ${level} 엔트리 ${entry.toString(16)})`,
  }),
  tableAbsent: text<{ level: number }>({
    en: ({ level }) => `the level ${level} page table that would map it is not in the dump`,
    ko: ({ level }) => `이 주소를 매핑하는 레벨 ${level} 페이지 테이블이 덤프에 없습니다`,
  }),
  nonCanonical: { en: 'it is not a canonical address', ko: '정규(canonical) 주소가 아닙니다' },
});
