import { subject, text, type Message } from './message.ts';

/** What is wrong with an ELF file that was given beside a dump. */
export const elfSays = subject('elf-file', {
  noElf: text<{ file: string }>({
    en: ({ file }) => `${file} is no ELF file of a 64-bit little-endian machine.`,
    ko: ({ file }) => `${file}: 64비트 리틀 엔디언 ELF 파일이 아닙니다.`,
  }),
  noSections: text<{ file: string }>({
    en: ({ file }) => `${file} has no table of sections that could be read; it is damaged or cut off.`,
    ko: ({ file }) => `${file}: 섹션 테이블을 읽을 수 없습니다. 파일이 손상되었거나 잘렸습니다.`,
  }),
  compressed: text<{ file: string; section: string }>({
    en: ({ file, section }) =>
      `${section} of ${file} is compressed; "objcopy --decompress-debug-sections" unpacks it.`,
    ko: ({ file, section }) =>
      `${file}의 ${section} 섹션이 압축되어 있습니다. "objcopy --decompress-debug-sections"로 풀어 주세요.`,
  }),
  sectionLost: text<{ file: string; section: string }>({
    en: ({ file, section }) =>
      `the bytes of ${section} are not in ${file}, which is cut off or was stripped of them`,
    ko: ({ file, section }) =>
      `${file}에 ${section} 섹션의 내용이 없습니다. 파일이 잘렸거나 스트립되었습니다`,
  }),
  noSymbols: text<{ file: string }>({
    en: ({ file }) => `${file} has no symbols (it was stripped)`,
    ko: ({ file }) => `${file}에 심볼이 없습니다(스트립된 파일)`,
  }),
});

/** What was taken from files that were given beside a dump, and why not. */
export const besideSays = subject('beside', {
  typesFrom: text<{ file: string; checks: number }>({
    en: ({ file, checks }) =>
      `the types are those of ${file}, which agrees with the dump in ${checks} sizes, offsets and objects; the kernel itself carries none that can be read`,
    ko: ({ file, checks }) =>
      `타입 정보는 ${file}에서 읽었습니다. 덤프와 크기, 오프셋, 객체 ${checks}가지가 일치합니다. 커널 자신의 타입 정보는 읽을 수 없습니다`,
  }),
  symbolsFrom: text<{ file: string; checks: number; why: Message }>({
    en: ({ file, checks, why }, say) =>
      `the symbols are those of ${file}, which agrees with the dump in ${checks} of them: ${say(why)}`,
    ko: ({ file, checks, why }, say) =>
      `심볼은 ${file}에서 읽었습니다. 덤프와 ${checks}개가 일치합니다: ${say(why)}`,
  }),
  moreSymbols: {
    en: 'kallsyms of this kernel has no variables',
    ko: '이 커널의 kallsyms에는 변수가 없습니다',
  },
  notOfDump: text<{ file: string; wrong: readonly string[] }>({
    en: ({ file, wrong }) => `${file} is not of this kernel and was not used: it differs in ${listed(wrong)}`,
    ko: ({ file, wrong }) =>
      `${file}: 이 커널의 파일이 아니어서 사용하지 않았습니다. 다음이 서로 다릅니다: ${listed(wrong)}`,
  }),
  unproven: text<{ file: string; checks: number }>({
    en: ({ file, checks }) =>
      `${file} was not used: only ${checks} things could be held against the dump, too few to know that it is of this kernel`,
    ko: ({ file, checks }) =>
      `${file}: 덤프와 대조할 수 있는 항목이 ${checks}개뿐이라 이 커널의 파일인지 확인할 수 없어 사용하지 않았습니다`,
  }),
  notUsed: text<{ file: string; why: Message }>({
    en: ({ file, why }, say) => `${file} was not used: ${say(why)}`,
    ko: ({ file, why }, say) => `${file}: 사용하지 않았습니다: ${say(why)}`,
  }),
  noTypes: text<{ file: string }>({
    en: ({ file }) =>
      `${file} has no section .BTF; "pahole -J ${file}" makes one where it has debugging information`,
    ko: ({ file }) =>
      `${file}에 .BTF 섹션이 없습니다. 디버그 정보가 있다면 "pahole -J ${file}"로 만들 수 있습니다`,
  }),
  noMap: text<{ file: string }>({
    en: ({ file }) => `${file} has no lines of a System.map`,
    ko: ({ file }) => `${file}에 System.map 형식의 줄이 없습니다`,
  }),
  nothingGiven: {
    en: 'no vmlinux, System.map or .btf that could stand in was given beside the dump',
    ko: '대신 사용할 vmlinux, System.map, .btf 파일이 함께 주어지지 않았습니다',
  },
  notNeeded: text<{ file: string }>({
    en: ({ file }) => `${file} was not needed: symbols and types come from the dump itself`,
    ko: ({ file }) => `${file}: 심볼과 타입을 덤프 자체에서 읽었으므로 사용하지 않았습니다`,
  }),
  moduleTypesFrom: text<{ file: string; module: string; checks: number }>({
    en: ({ file, module, checks }) =>
      `the types of module ${module} are those of ${file}, which agrees with the dump in ${checks} names, places and versions; the dump has none of this module`,
    ko: ({ file, module, checks }) =>
      `모듈 ${module}의 타입 정보는 ${file}에서 읽었습니다. 덤프와 이름, 위치, 버전 ${checks}가지가 일치합니다. 덤프에는 이 모듈의 타입 정보가 없습니다`,
  }),
  moduleNotNeeded: text<{ file: string; module: string }>({
    en: ({ file, module }) =>
      `${file} was not needed: the types of module ${module} come from the dump itself`,
    ko: ({ file, module }) => `${file}: 모듈 ${module}의 타입을 덤프 자체에서 읽었으므로 사용하지 않았습니다`,
  }),
  notLoaded: text<{ file: string }>({
    en: ({ file }) => `${file} was not used: no module of its name was loaded when the dump was taken`,
    ko: ({ file }) => `${file}: 덤프 시점에 이 이름의 모듈이 로드되어 있지 않아 사용하지 않았습니다`,
  }),
  modulesUnknown: text<{ file: string }>({
    en: ({ file }) => `${file} was not used: the modules of this dump cannot be known`,
    ko: ({ file }) => `${file}: 이 덤프의 모듈을 알 수 없어 사용하지 않았습니다`,
  }),
  notOfModule: text<{ file: string; module: string; wrong: readonly string[] }>({
    en: ({ file, module, wrong }) =>
      `${file} is another build of module ${module} than the one that was loaded and was not used: it differs in ${listed(wrong)}`,
    ko: ({ file, module, wrong }) =>
      `${file}: 로드된 모듈 ${module}과(와) 다른 빌드여서 사용하지 않았습니다. 다음이 서로 다릅니다: ${listed(wrong)}`,
  }),
  typesDoubtful: text<{ wrong: readonly string[] }>({
    en: ({ wrong }) =>
      `the types (BTF) and the dump differ in ${listed(wrong)}: one of them is damaged, and what is read by these types may be wrong`,
    ko: ({ wrong }) =>
      `타입 정보(BTF)와 덤프가 서로 다릅니다(${listed(wrong)}). 둘 중 하나가 손상되어 이 타입으로 읽은 값이 틀릴 수 있습니다`,
  }),
});

/** A few of `names`. */
function listed(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')}, …` : names.join(', ');
}
