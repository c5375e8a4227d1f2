import { grouped, subject, text } from '../../core/catalogue/message.ts';

/** The views that look at memory itself: stacks, disassembly, bytes. */
export const stacks = subject('page-stacks', {
  active: { en: 'On the CPUs', ko: 'CPU에서 실행 중인 태스크' },
  others: { en: 'Other tasks', ko: '다른 태스크' },
  filter: { en: 'Filter tasks', ko: '태스크 필터' },
  cpu: text<{ cpu: string }>({ en: ({ cpu }) => `CPU ${cpu}`, ko: ({ cpu }) => `CPU ${cpu}` }),
  frames: { en: 'Frames', ko: '프레임' },
  syscall: { en: 'In system call', ko: '시스템 콜' },
  waits: { en: 'Waits for', ko: '대기 대상' },
  holder: { en: 'Held by', ko: '보유자' },
  more: text<{ count: number }>({
    en: ({ count }) => `and ${grouped(count)} more: filter by name or PID`,
    ko: ({ count }) => `${grouped(count)}개 더 있습니다. 이름이나 PID로 찾으세요`,
  }),
  words: { en: 'Show the stack’s words', ko: '스택의 워드 표시' },
  code: { en: 'Disassembly', ko: '디스어셈블리' },
  stopped: { en: 'Unwinding stopped', ko: '언와인딩이 멈춘 이유' },
  user: { en: 'Registers in user mode', ko: '사용자 모드 레지스터' },
  loading: { en: 'Unwinding …', ko: '스택을 언와인딩하는 중…' },
  cut: { en: 'more words follow', ko: '이어지는 워드가 더 있습니다' },
  none: { en: 'This task has no kernel frames.', ko: '이 태스크에는 커널 프레임이 없습니다.' },
});

/** What separates the frames of a stack. */
export const boundaries = subject('page-boundaries', {
  exception: { en: 'exception here', ko: '예외 발생 지점' },
  interrupt: { en: 'interrupt here', ko: '인터럽트 진입 지점' },
  NMI: { en: 'NMI here', ko: 'NMI 진입 지점' },
  user: { en: 'entered from user mode', ko: '사용자 모드에서 진입' },
});

/** How a frame was found, in a word; what is certain needs none. */
export const methods = subject('page-methods', {
  'frame-pointer': { en: 'by frame pointer', ko: '프레임 포인터로 확인' },
  prologue: { en: 'by what the code pushed', ko: '코드의 push로 계산' },
  'call-site': { en: 'inferred from the call site', ko: '호출 지점으로 추정' },
  guess: { en: 'guess', ko: '추정' },
});

/** How a frame was found, for who wants to know. */
export const methodHelp = subject('page-method-help', {
  orc: { en: 'found by ORC tables', ko: 'ORC 테이블로 확인한 프레임입니다' },
  'frame-pointer': { en: 'found by the frame pointer', ko: '프레임 포인터로 확인한 프레임입니다' },
  'saved-registers': { en: 'from saved registers', ko: '저장된 레지스터에서 읽은 프레임입니다' },
  prologue: {
    en: 'found by what the code of the function has pushed by then',
    ko: '함수 코드가 그때까지 스택에 push한 양으로 계산한 프레임입니다',
  },
  'call-site': {
    en: 'inferred from the call instruction before the return address',
    ko: '복귀 주소 바로 앞의 호출 명령어를 보고 추정한 프레임입니다',
  },
  guess: {
    en: 'a guess: the word only looks like a return address',
    ko: '추정: 복귀 주소처럼 보이는 값일 뿐입니다',
  },
});

/** Words of the view of code. */
export const disassembly = subject('page-disassembly', {
  title: { en: 'Instructions', ko: '명령어' },
  go: { en: 'Function or address', ko: '함수 또는 주소' },
  loading: { en: 'Decoding …', ko: '해독하는 중…' },
  count: text<{ count: number }>({
    en: ({ count }) => (count === 1 ? '1 instruction' : `${grouped(count)} instructions`),
    ko: ({ count }) => `명령어 ${grouped(count)}개`,
  }),
  zeros: text<{ count: number }>({
    en: ({ count }) => `${grouped(count)} bytes of zeros follow.`,
    ko: ({ count }) => `이어지는 ${grouped(count)}바이트는 모두 0입니다.`,
  }),
  bytes: { en: 'Bytes', ko: '바이트' },
  memory: { en: 'Memory', ko: '메모리' },
  unknown: text<{ text: string }>({
    en: ({ text }) =>
      `“${text}” means no code of this dump. A function, function+0x10 or hexadecimal digits do.`,
    ko: ({ text }) =>
      `이 덤프의 코드로 해석할 수 없습니다: “${text}”. 함수, 함수+0x10, 16진수 주소로 입력하세요.`,
  }),
  start: {
    en: 'Type a function’s name or an address, or follow any code address.',
    ko: '함수 이름이나 주소를 입력하거나, 다른 화면에서 코드 주소를 누르세요.',
  },
});

/** Words of the view of memory. */
export const memory = subject('page-memory', {
  title: { en: 'Bytes of memory', ko: '메모리 바이트' },
  go: { en: 'Address or symbol', ko: '주소 또는 심볼' },
  space: { en: 'Space', ko: '주소 공간' },
  virtual: { en: 'virtual', ko: '가상' },
  physical: { en: 'physical', ko: '물리' },
  earlier: { en: 'Page up', ko: '앞 페이지' },
  later: { en: 'Page down', ko: '다음 페이지' },
  as: { en: 'As struct …', ko: '구조체로 보기…' },
  interpret: { en: 'At the cursor', ko: '커서 위치' },
  unknown: text<{ text: string }>({
    en: ({ text }) =>
      `“${text}” means no address of this dump. A symbol, hexadecimal digits, symbol+0x10 or per_cpu_symbol:1 does.`,
    ko: ({ text }) =>
      `이 덤프의 주소로 해석할 수 없습니다: “${text}”. 심볼, 16진수, 심볼+0x10, per-CPU심볼:1 형식으로 입력하세요.`,
  }),
  lastPlaces: { en: 'Addresses typed before', ko: '이전에 입력한 주소' },
  nowhere: text<{ address: string; space: 'virtual' | 'physical' }>({
    en: ({ address, space }) =>
      space === 'physical'
        ? `${address} is mapped to no physical memory, as far as page tables tell.`
        : `Physical ${address} is not in the kernel's map of all memory.`,
    ko: ({ address, space }) =>
      space === 'physical'
        ? `페이지 테이블에 ${address} 주소의 물리 매핑이 없습니다.`
        : `물리 주소 ${address}: 커널의 전체 메모리 매핑(direct map) 밖입니다.`,
  }),
  map: { en: 'Physical memory', ko: '물리 메모리' },
  mapHelp: {
    en: 'What of physical memory the dump has, from the first byte above to the last below. Click or use the arrow keys to go there.',
    ko: '덤프에 담긴 물리 메모리입니다. 위가 시작, 아래가 끝입니다. 클릭하거나 화살표 키로 이동합니다.',
  },
  mapShare: text<{ from: string; share: number | undefined }>({
    en: ({ from, share }) =>
      share === undefined
        ? `from ${from}: no memory`
        : `from ${from}: ${Math.round(share * 100)} % in the dump`,
    ko: ({ from, share }) =>
      share === undefined
        ? `${from}부터: 메모리 없음`
        : `${from}부터: ${Math.round(share * 100)}% 덤프에 있음`,
  }),
  start: {
    en: 'Type an address or a symbol, or follow a link from anywhere.',
    ko: '주소나 심볼을 입력하거나, 다른 화면에서 링크를 누르세요.',
  },
});

/** Why bytes are not there, in the place where they would stand. */
export const absences = subject('page-absences', {
  excluded: { en: 'excluded when the dump was written', ko: '덤프를 만들 때 제외된 페이지입니다' },
  lost: { en: 'missing: the dump is incomplete', ko: '덤프가 불완전하여 빠진 페이지입니다' },
  hole: { en: 'the machine has no memory here', ko: '물리 메모리가 없는 영역입니다' },
  'crash-kernel': {
    en: "the crash kernel's own memory: not dumped",
    ko: '크래시 커널용 예약 메모리라서 덤프하지 않습니다',
  },
  'crash-cma': {
    en: 'taken back by the crash kernel (CMA) and overwritten',
    ko: '크래시 커널이 회수해 덮어쓴 CMA 메모리입니다',
  },
  erased: {
    en: 'erased on purpose before the dump was handed on',
    ko: '덤프를 전달하기 전에 의도적으로 지운 페이지입니다',
  },
  damaged: { en: 'stored, but damaged', ko: '저장되어 있지만 손상된 페이지입니다' },
  'not-mapped': { en: 'nothing is mapped here', ko: '매핑되지 않은 주소입니다' },
  'table-absent': {
    en: 'the page table that would map it is not in the dump',
    ko: '이 주소를 매핑하는 페이지 테이블이 덤프에 없습니다',
  },
  'non-canonical': { en: 'not a canonical address', ko: '정규(canonical) 주소가 아닙니다' },
});
