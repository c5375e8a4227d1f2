import { grouped, subject, text, type Message } from './message.ts';

/** Why a file cannot be opened as a dump. */
export const files = subject('file', {
  noDump: text<{ file: string; looks: Message; formats: readonly (string | Message)[] }>({
    en: ({ file, looks, formats }, say) =>
      `${file} is not a dump that oopscope can read: ${say(looks)} It reads ${formats.map(say).join('; ')}.`,
    ko: ({ file, looks, formats }, say) =>
      `${file}: oopscope가 읽을 수 있는 덤프가 아닙니다. ${say(looks)} 지원하는 형식: ${formats.map(say).join('; ')}`,
  }),
  notKernel: text<{ file: string; looks: Message }>({
    en: ({ file, looks }, say) => `${file} is no dump of a kernel: ${say(looks)}`,
    ko: ({ file, looks }, say) => `${file}: 커널 덤프가 아닙니다. ${say(looks)}`,
  }),
  // kdump
  kdumpHeaderCut: text<{ file: string; size: number }>({
    en: ({ file, size }) =>
      `${file} begins like a kdump file but ends within its header (${size} bytes); copy it again.`,
    ko: ({ file, size }) =>
      `${file}: kdump 파일처럼 시작하지만 헤더 중간에서 끝납니다(${size}바이트). 다시 복사하세요.`,
  }),
  kdumpBitmapsCut: text<{ file: string; size: number; needed: number }>({
    en: ({ file, size, needed }) =>
      `${file} ends at ${size} bytes, within its page bitmaps (${needed} bytes needed); the copy is cut off, copy it again.`,
    ko: ({ file, size, needed }) =>
      `${file}: 파일이 ${size}바이트에서 끝나 페이지 비트맵(${needed}바이트까지 필요)이 잘려 있습니다. 다시 복사하세요.`,
  }),
  kdumpVersion: text<{ file: string; version: number; blockSize: number }>({
    en: ({ file, version, blockSize }) =>
      `${file} has a kdump header of version ${version} with ${blockSize} bytes a block; known are versions 0 to 6 with 4, 16 or 64 KiB blocks.`,
    ko: ({ file, version, blockSize }) =>
      `${file}: kdump 헤더 버전 ${version}, 블록 크기 ${blockSize}바이트는 지원하지 않습니다. 버전 0~6, 블록 4·16·64KiB를 지원합니다.`,
  }),
  kdumpSizes: text<{ file: string; subBlocks: number; bitmapBytes: number; frames: number }>({
    en: ({ file, subBlocks, bitmapBytes, frames }) =>
      `${file} claims ${subBlocks} blocks of sub header and ${bitmapBytes} bytes of page bitmaps, which no dump of ${frames} frames has; its header is damaged, copy it again.`,
    ko: ({ file, subBlocks, bitmapBytes, frames }) =>
      `${file}: 서브헤더 ${subBlocks}블록, 페이지 비트맵 ${bitmapBytes}바이트는 프레임 ${frames}개인 덤프에서 나올 수 없는 값입니다. 헤더가 손상되었으니 다시 복사하세요.`,
  }),
  // ELF
  elfHeaderCut: text<{ file: string }>({
    en: ({ file }) => `${file} begins like an ELF file but ends within its header; copy it again.`,
    ko: ({ file }) => `${file}: ELF 파일처럼 시작하지만 헤더 중간에서 끝납니다. 다시 복사하세요.`,
  }),
  elfTable: text<{ file: string; count: number; size: number }>({
    en: ({ file, count, size }) =>
      `${file} claims ${count} program headers of ${size} bytes; its ELF header is damaged.`,
    ko: ({ file, count, size }) =>
      `${file}: 프로그램 헤더가 ${size}바이트짜리 ${count}개로 기록되어 있습니다. ELF 헤더가 손상되었습니다.`,
  }),
  elfTableCut: text<{ file: string; count: number }>({
    en: ({ file, count }) =>
      `${file} ends within its ${count} program headers; the copy is cut off, copy it again.`,
    ko: ({ file, count }) =>
      `${file}: 프로그램 헤더 ${count}개가 다 들어 있지 않습니다. 복사가 중간에 끊겼으니 다시 복사하세요.`,
  }),
  elfSectionCut: text<{ file: string }>({
    en: ({ file }) =>
      `${file} keeps its number of program headers in a section header that is not in the file; copy it again.`,
    ko: ({ file }) => `${file}: 프로그램 헤더 개수가 적힌 섹션 헤더가 파일에 없습니다. 다시 복사하세요.`,
  }),
});

/** What a file that is no dump looks like. */
export const looks = subject('file-looks', {
  empty: { en: 'it is empty.', ko: '빈 파일입니다.' },
  unknown: text<{ bytes: string }>({
    en: ({ bytes }) => `it begins with the bytes ${bytes}, which no known format does.`,
    ko: ({ bytes }) => `알려진 형식에 없는 바이트(${bytes})로 시작합니다.`,
  }),
  elf: {
    en: 'it is an ELF file, but not a core of memory (a vmlinux or a module belongs beside a dump, not in its place).',
    ko: 'ELF 파일이지만 메모리 코어가 아닙니다(vmlinux나 모듈은 덤프와 함께 지정하세요).',
  },
  elfCut: text<{ missing: number }>({
    en: ({ missing }) =>
      `it is an ELF core, but its list of sections, ${grouped(missing)} bytes past the file's end, is missing: the copy is cut off, and what is where in it is not known. Copy it again.`,
    ko: ({ missing }) =>
      `ELF 코어이지만 섹션 목록이 파일 끝에서 ${grouped(missing)}바이트 뒤에 있어 읽을 수 없습니다. 복사가 중간에 끊겨 내용의 위치를 알 수 없으니 다시 복사하세요.`,
  }),
  packed: text<{ with: string }>({
    en: ({ with: packer }) => `it is ${packer}-compressed; unpack it first.`,
    ko: ({ with: packer }) => `${packer}로 압축된 파일입니다. 먼저 압축을 푸세요.`,
  }),
  zip: { en: 'it is a zip archive; unpack it first.', ko: 'zip 압축 파일입니다. 먼저 압축을 푸세요.' },
});

/** Facts of a file's header, by the names that the format's own documents give them. */
export const headerFacts = subject('header', {
  version: { en: 'header version', ko: '헤더 버전' },
  pageSize: { en: 'page size', ko: '페이지 크기' },
  compression: { en: 'compression', ko: '압축 방식' },
  frames: { en: 'frames', ko: '프레임 수' },
  dumpLevel: { en: 'dump level', ko: '덤프 레벨' },
  segments: { en: 'memory segments', ko: '메모리 세그먼트 수' },
  parts: { en: 'parts', ko: '분할 파일 수' },
  machine: { en: 'machine', ko: '머신' },
  memory: { en: 'bytes of memory', ko: '메모리 크기(바이트)' },
  release: { en: 'release', ko: '릴리스' },
  taken: { en: 'written by', ko: '기록한 도구' },
  takenBy: { en: 'taken by', ko: '덤프 작성' },
});
