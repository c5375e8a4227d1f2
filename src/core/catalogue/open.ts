import { grouped, subject, text, type Message } from './message.ts';

/** The steps of opening a dump, as they are shown while they run and with their times. */
export const steps = subject('open-step', {
  container: { en: 'reading the header', ko: '헤더 읽기' },
  memory: { en: 'starting the engine', ko: '엔진 시작' },
  vmcoreinfo: { en: 'finding VMCOREINFO', ko: 'VMCOREINFO 찾기' },
  machine: { en: 'choosing the machine', ko: '아키텍처 판별' },
  layout: { en: 'placing the kernel image', ko: '커널 이미지 위치 확인' },
  space: { en: 'finding the page tables', ko: '페이지 테이블 찾기' },
  symbols: { en: 'reading the symbols', ko: '심볼 읽기' },
  types: { en: 'reading the types', ko: '타입 읽기' },
  names: { en: 'looking for variables', ko: '변수 찾기' },
  kernel: { en: 'putting the kernel together', ko: '커널 구성' },
  directMap: { en: 'placing the direct map', ko: '직접 매핑 위치 확인' },
  modules: { en: 'reading the modules', ko: '모듈 읽기' },
  tasks: { en: 'listing the tasks', ko: '태스크 목록 읽기' },
  host: { en: 'reading the host name', ko: '호스트 이름 읽기' },
  log: { en: 'finding the log', ko: '로그 찾기' },
});

/** The ways that a step may take, where there are several: shown beside its time. */
export const ways = subject('open-way', {
  note: { en: 'from the note', ko: '노트에서' },
  memory: { en: 'found in memory', ko: '메모리에서 찾음' },
  recognised: { en: 'recognised by its kallsyms', ko: 'kallsyms로 커널을 알아봄' },
  unproven: { en: 'from the note, although it does not check out', ko: '검증되지 않은 노트에서' },
  vmcoreinfo: { en: 'named by VMCOREINFO', ko: 'VMCOREINFO가 알려 줌' },
  linear: { en: 'without tables, by the linear mapping', ko: '테이블 없이 선형 매핑으로' },
  keys: { en: 'named by VMCOREINFO', ko: 'VMCOREINFO가 알려 줌' },
  shape: { en: 'found by their shape', ko: '형태로 찾음' },
  btf: { en: "from the kernel's BTF", ko: '커널의 BTF에서' },
  header: { en: 'found by the header of BTF', ko: 'BTF 헤더로 찾음' },
  given: { en: 'from a file beside the dump', ko: '함께 주어진 파일에서' },
  few: { en: 'the few that VMCOREINFO names', ko: 'VMCOREINFO에 있는 일부만' },
});

/** What a dump lacks, and what that costs. */
export const open = subject('open', {
  noVmcoreinfo: text<{ why: Message }>({
    en: ({ why }, say) =>
      `there is no VMCOREINFO, which tells where the kernel lies, its release and when it died: ${say(why)}`,
    ko: ({ why }, say) => `커널의 위치, 릴리스, 크래시 시각을 알려 주는 VMCOREINFO가 없습니다: ${say(why)}`,
  }),
  noNote: {
    en: 'the dump has no VMCOREINFO note (QEMU writes one when the guest has "-device vmcoreinfo")',
    ko: '덤프에 VMCOREINFO 노트가 없습니다(QEMU에서는 게스트에 "-device vmcoreinfo"가 있어야 기록됩니다)',
  },
  noteCutOff: {
    en: 'the VMCOREINFO note is not in the file, which is cut off',
    ko: '파일이 잘려 VMCOREINFO 노트가 들어 있지 않습니다',
  },
  noteWithoutRelease: {
    en: 'the VMCOREINFO note has no OSRELEASE line, so it is damaged',
    ko: 'VMCOREINFO 노트에 OSRELEASE 줄이 없어 손상된 것으로 보입니다',
  },
  noteWrong: text<{ release: string }>({
    en: ({ release }) =>
      `the VMCOREINFO note does not check out: where it says init_uts_ns lies, the release ${release} does not stand`,
    ko: ({ release }) =>
      `VMCOREINFO 노트가 실제 메모리와 맞지 않습니다. 노트가 가리키는 init_uts_ns 위치에서 릴리스 문자열(${release})을 찾을 수 없습니다`,
  }),
  searched: text<{ done: number; of: number }>({
    en: ({ done, of }) => `looking for VMCOREINFO in memory: ${Math.floor((100 * done) / Math.max(1, of))} %`,
    ko: ({ done, of }) => `메모리에서 VMCOREINFO 찾는 중: ${Math.floor((100 * done) / Math.max(1, of))} %`,
  }),
  foundInMemory: text<{ address: string; why: Message }>({
    en: ({ address, why }, say) =>
      `${say(why)}; the kernel's own copy of VMCOREINFO, found in memory at physical address ${address}, was taken`,
    ko: ({ address, why }, say) =>
      `${say(why)}. 대신 물리 주소 ${address}에서 찾은 커널 자신의 VMCOREINFO를 사용했습니다`,
  }),
  foreignLog: text<{ why: Message; format: string; lines: number }>({
    en: ({ why, format, lines }, say) =>
      `${say(why)} Its log (${grouped(lines)} records) was found in the memory of this ${format} dump by its shape, and is judged as a text is`,
    ko: ({ why, format, lines }, say) =>
      `${say(why)} 이 ${format} 덤프의 메모리에서 형태로 찾은 커널 로그(레코드 ${grouped(lines)}개)를 텍스트 로그처럼 분석합니다`,
  }),
  encrypted: text<{ noise: number; looked: number }>({
    en: ({ noise, looked }) =>
      `${noise} of ${looked} pages that were looked at are noise: the memory seems to be encrypted, as that of a confidential guest (SEV, TDX) is when its host dumps it. Such a guest has to dump itself (kdump within it)`,
    ko: ({ noise, looked }) =>
      `확인한 페이지 ${looked}개 중 ${noise}개가 난수처럼 보입니다. 암호화된 메모리로 추정됩니다. 기밀 게스트(SEV, TDX)를 호스트에서 덤프하면 이렇게 되므로, 게스트 안에서 kdump로 덤프해야 합니다`,
  }),
  noteTakenAnyway: text<{ why: Message }>({
    en: ({ why }, say) => `${say(why)}; nothing that rests on it is sure`,
    ko: ({ why }, say) => `${say(why)}. 이 노트에 기댄 내용은 확실하지 않습니다`,
  }),
  notInMemory: text<{ pages: number; of: number | undefined }>({
    en: ({ pages, of }) =>
      of === undefined
        ? `no page of the dump (${grouped(pages)} were looked at) begins like VMCOREINFO and checks out`
        : `none of the ${grouped(pages)} pages that were looked at begins like VMCOREINFO and checks out; the dump has more (frames up to ${grouped(of)}), the search ended there to be bounded`,
    ko: ({ pages, of }) =>
      of === undefined
        ? `VMCOREINFO로 시작하면서 검증되는 페이지가 덤프에 없습니다(${grouped(pages)}페이지를 확인함)`
        : `확인한 ${grouped(pages)}페이지 중에는 VMCOREINFO로 시작하면서 검증되는 페이지가 없습니다. 검색 상한에 이르러 나머지(프레임 ${grouped(of)}까지)는 확인하지 않았습니다`,
  }),
  recognised: text<{ release: string; at: string }>({
    en: ({ release, at }) =>
      `there is no VMCOREINFO: the kernel ${release} was recognised by its kallsyms at physical address ${at}, and its page tables confirm it; when it died is not known`,
    ko: ({ release, at }) =>
      `VMCOREINFO가 없어 물리 주소 ${at}의 kallsyms로 커널 ${release}을(를) 알아보고 페이지 테이블로 확인했습니다. 크래시 시각은 알 수 없습니다`,
  }),
  notRecognised: {
    en: 'nor is a kernel recognised by its kallsyms: pages of it are missing, it was built without KALLSYMS_ALL, or several files of memory were given without their places (FILE@0x80000000)',
    ko: 'kallsyms로도 커널을 알아볼 수 없습니다. 해당 페이지가 없거나, KALLSYMS_ALL 없이 빌드된 커널이거나, 여러 메모리 파일의 시작 주소(FILE@0x80000000)가 지정되지 않았을 수 있습니다',
  },
  notMapped: text<{ release: string }>({
    en: ({ release }) =>
      `a kernel ${release} is there, but its page tables do not lead to it: where its memory begins is not told, or parts of it are in a file that was not given`,
    ko: ({ release }) =>
      `커널 ${release}이(가) 있지만 페이지 테이블이 그곳으로 이어지지 않습니다. 메모리 시작 주소가 다르거나 일부가 주어지지 않은 파일에 있습니다`,
  }),
  noSpace: text<{ why: Message }>({
    en: ({ why }, say) =>
      `the kernel's memory cannot be addressed, only physical memory can be read (rd -p); symbols, tasks and stacks are out of reach: ${say(why)}`,
    ko: ({ why }, say) =>
      `커널의 가상 주소를 읽을 수 없어 물리 메모리(rd -p)만 볼 수 있습니다. 심볼, 태스크, 스택은 볼 수 없습니다: ${say(why)}`,
  }),
  noTopTable: {
    en: 'VMCOREINFO gives no swapper_pg_dir in the kernel image',
    ko: 'VMCOREINFO에 커널 이미지 안의 swapper_pg_dir이 없습니다',
  },
  tablesAstray: text<{ top: string; release: string }>({
    en: ({ top, release }) =>
      `the page tables at ${top} lead astray: where init_uts_ns should hold the release ${release}, something else stands or nothing is mapped`,
    ko: ({ top, release }) =>
      `${top}의 페이지 테이블이 엉뚱한 곳을 가리킵니다. init_uts_ns가 있어야 할 자리에 릴리스 문자열(${release})이 없거나 매핑되어 있지 않습니다`,
  }),
  tablesLost: text<{ why: Message }>({
    en: ({ why }, say) =>
      `${say(why)}; the kernel image is read by its linear mapping, what lies outside of it (modules, vmalloc'ed stacks) cannot be read`,
    ko: ({ why }, say) =>
      `${say(why)}. 커널 이미지는 선형 매핑으로 읽고, 그 밖의 영역(모듈, vmalloc 스택)은 읽을 수 없습니다`,
  }),
  imageLost: {
    en: 'neither the page tables nor the pages of the kernel image that would prove where it lies are in the dump',
    ko: '페이지 테이블도, 커널 이미지 위치를 확인할 수 있는 페이지도 덤프에 없습니다',
  },
  byLinearMapping: {
    en: "pages of the kernel's page tables are not in the dump; what they would map was read by the linear mapping of kernel image and direct map, and what lies elsewhere (modules, vmalloc'ed stacks) may be missing",
    ko: '커널 페이지 테이블 일부가 덤프에 없어, 해당 영역은 커널 이미지와 직접 매핑의 선형 매핑으로 읽었습니다. 그 밖의 영역(모듈, vmalloc 스택)은 빠졌을 수 있습니다',
  },
  noSymbols: text<{ why: Message }>({
    en: ({ why }, say) =>
      `the symbols cannot be read, and modules, tasks and stacks are found by them; log, memory and, where they are in the dump, types can: ${say(why)}`,
    ko: ({ why }, say) =>
      `심볼을 읽을 수 없어 심볼로 찾는 모듈, 태스크, 스택을 볼 수 없습니다. 로그와 메모리, 그리고 덤프에 있다면 타입은 볼 수 있습니다: ${say(why)}`,
  }),
  kallsymsNowhere: {
    en: 'kallsyms is neither named by VMCOREINFO nor found in the kernel image; pages of it may be missing, or the kernel was built without KALLSYMS',
    ko: 'kallsyms를 VMCOREINFO도 알려 주지 않고 커널 이미지에서도 찾지 못했습니다. 해당 페이지가 없거나 KALLSYMS 없이 빌드된 커널일 수 있습니다',
  },
  functionsOnly: {
    en: 'kallsyms of this kernel has functions only (CONFIG_KALLSYMS_ALL is off): what is found by the name of a variable is not; a vmlinux or System.map beside the dump has the names',
    ko: '이 커널의 kallsyms에는 함수만 있습니다(CONFIG_KALLSYMS_ALL 꺼짐). 변수 이름으로 찾는 내용은 볼 수 없습니다. vmlinux나 System.map을 함께 주면 이름을 읽을 수 있습니다',
  },
  foundByShape: text<{ names: readonly string[] }>({
    en: ({ names }) =>
      `found in the kernel image by their shape, as no symbol names them: ${names.join(', ')}`,
    ko: ({ names }) => `심볼이 없어 커널 이미지에서 형태로 찾은 변수: ${names.join(', ')}`,
  }),
  noTypes: {
    en: 'this kernel carries no types (BTF): tasks and modules cannot be listed; log, symbols, memory, disassembly and the stack of the CPU that panicked can be shown; a .btf of this kernel beside the dump, or a vmlinux with a section .BTF, has the types',
    ko: '이 커널에는 타입 정보(BTF)가 없어 태스크와 모듈 목록을 볼 수 없습니다. 로그, 심볼, 메모리, 디스어셈블리와 패닉이 난 CPU의 스택은 볼 수 있습니다. 이 커널의 .btf나 .BTF 섹션이 있는 vmlinux를 함께 주면 타입을 읽을 수 있습니다',
  },
  typesNowhere: {
    en: 'no symbol names them and they were not found in the kernel image; pages of it are missing or damaged',
    ko: '심볼로도 커널 이미지에서도 찾지 못했습니다. 빠지거나 손상된 페이지가 있습니다',
  },
  typesUnreadable: text<{ why: Message }>({
    en: ({ why }, say) =>
      `the types (BTF) cannot be read, so tasks and modules cannot be listed; log, symbols, memory, disassembly and the stack of the CPU that panicked can be shown: ${say(why)}`,
    ko: ({ why }, say) =>
      `타입 정보(BTF)를 읽을 수 없어 태스크와 모듈 목록을 볼 수 없습니다. 로그, 심볼, 메모리, 디스어셈블리와 패닉이 난 CPU의 스택은 볼 수 있습니다: ${say(why)}`,
  }),
  noDirectMap: {
    en: 'where the direct map begins is not known, so that what lost page tables would map in it cannot be read',
    ko: '직접 매핑의 시작 위치를 알 수 없어, 사라진 페이지 테이블이 매핑하던 영역은 읽을 수 없습니다',
  },
  noModules: text<{ why: Message }>({
    en: ({ why }, say) => `the list of modules cannot be read: ${say(why)}`,
    ko: ({ why }, say) => `모듈 목록을 읽을 수 없습니다: ${say(why)}`,
  }),
  brokenModules: text<{ why: Message }>({
    en: ({ why }, say) =>
      `the list of modules is not whole, those it has lost are looked for in memory: ${say(why)}`,
    ko: ({ why }, say) => `모듈 목록이 온전하지 않아 빠진 모듈을 메모리에서 찾았습니다: ${say(why)}`,
  }),
  noTasks: text<{ why: Message }>({
    en: ({ why }, say) => `the tasks cannot be listed: ${say(why)}`,
    ko: ({ why }, say) => `태스크 목록을 볼 수 없습니다: ${say(why)}`,
  }),
  brokenTasks: text<{ why: Message }>({
    en: ({ why }, say) => `the list of tasks is not whole: ${say(why)}`,
    ko: ({ why }, say) => `태스크 목록이 온전하지 않습니다: ${say(why)}`,
  }),
  tasksLack: text<{ members: readonly string[] }>({
    en: ({ members }) =>
      `the types do not say where ${members.join(', ')} of a task lie: what they would tell of tasks is not known`,
    ko: ({ members }) =>
      `타입 정보에 task_struct의 ${members.join(', ')} 위치가 없어, 태스크의 해당 내용은 알 수 없습니다`,
  }),
  usedLeftOut: text<{ tasks: number; of: number }>({
    en: ({ tasks, of }) =>
      `the filter left out pages that the kernel was using (signals, files or credentials of ${tasks} of ${of} tasks that were looked at): makedumpfile does not know this kernel; take the next dump with a newer one, or leave fewer pages out (-d 1)`,
    ko: ({ tasks, of }) =>
      `커널이 사용 중이던 페이지까지 필터가 제외했습니다(확인한 태스크 ${of}개 중 ${tasks}개의 시그널, 파일, 자격 증명이 없음). makedumpfile이 이 커널을 알지 못하는 버전입니다. 다음에는 더 새로운 버전으로 덤프하거나 덜 제외(-d 1)하세요`,
  }),
  noLog: text<{ why: Message }>({
    en: ({ why }, say) => `there is no log to be read: ${say(why)}`,
    ko: ({ why }, say) => `읽을 수 있는 로그가 없습니다: ${say(why)}`,
  }),
  both: text<{ first: Message; second: Message }>({
    en: ({ first, second }, say) => `${say(first)}; ${say(second)}`,
    ko: ({ first, second }, say) => `${say(first)}; ${say(second)}`,
  }),
  unusedFile: text<{ file: string; kind: Message }>({
    en: ({ file, kind }, say) => `${file}: ${say(kind)} is not used yet; everything comes from the dump`,
    ko: ({ file, kind }, say) =>
      `${file}: 아직 사용하지 않는 파일 종류입니다(${say(kind)}). 모든 내용은 덤프에서 읽습니다`,
  }),
});

/** What a file that was given beside the dump is. */
export const fileKinds = subject('open-file', {
  elf: { en: 'an ELF file', ko: 'ELF 파일' },
  log: { en: 'the text of a log', ko: '로그 텍스트' },
  unknown: { en: 'a file of no kind that is known', ko: '알 수 없는 형식의 파일' },
});
