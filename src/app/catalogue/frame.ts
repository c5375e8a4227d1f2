import { subject, text, type Message } from '../../core/catalogue/message.ts';

/** What stands around every view. */
export const frame = subject('page-frame', {
  navigation: { en: 'Views', ko: '화면 목록' },
  moreViews: text<{ count: number }>({
    en: ({ count }) => `${count} more`,
    ko: ({ count }) => `${count}개 더 보기`,
  }),
  fewerViews: { en: 'Fewer', ko: '접기' },
  find: { en: 'Symbol, task, address, command …', ko: '심볼, 태스크, 주소, 명령…' },
  sizeOfMemory: text<{ size: string; memory: string }>({
    en: ({ size, memory }) => `${size} of ${memory}`,
    ko: ({ size, memory }) => `${size}(메모리 ${memory})`,
  }),
  level: text<{ level: string }>({ en: ({ level }) => `level ${level}`, ko: ({ level }) => `레벨 ${level}` }),
  offline: { en: 'no network access', ko: '외부 연결 차단됨' },
  offlineHelp: {
    en: 'This page cannot open a connection: its security policy forbids every one.',
    ko: '이 페이지는 어디에도 연결할 수 없습니다. 보안 정책이 모든 연결을 차단합니다.',
  },
  open: { en: 'Open …', ko: '열기…' },
  openHelp: { en: 'Open another dump', ko: '다른 덤프 열기' },
  back: { en: 'Back', ko: '뒤로' },
  forward: { en: 'Forward', ko: '앞으로' },
  close: { en: 'Close tab', ko: '탭 닫기' },
  tabs: { en: 'Open views', ko: '열린 화면' },
  inspector: { en: 'Inspector', ko: '인스펙터' },
  console: { en: 'Console', ko: '콘솔' },
  sizeOf: text<{ pane: string }>({ en: ({ pane }) => `Size of ${pane}`, ko: ({ pane }) => `${pane} 크기` }),
  openedIn: text<{ seconds: number }>({
    en: ({ seconds }) => `Opened in ${seconds.toFixed(2)} s`,
    ko: ({ seconds }) => `${seconds.toFixed(2)}초 만에 열림`,
  }),
  keys: { en: 'keys', ko: '단축키' },
  same: {
    en: 'The crash command that shows the same; runs it in the console',
    ko: '같은 내용을 보여 주는 crash 명령입니다. 누르면 콘솔에서 실행합니다',
  },
  copyRef: { en: 'Copy the reference to this place', ko: '이 위치의 참조 복사' },
  copied: { en: 'Copied', ko: '복사했습니다' },
  notCopied: text<{ why: Message }>({
    en: ({ why }, say) => `The browser did not copy it: ${say(why)}`,
    ko: ({ why }, say) => `브라우저가 복사하지 못했습니다: ${say(why)}`,
  }),
  saved: text<{ file: string }>({
    en: ({ file }) => `Saved as ${file}`,
    ko: ({ file }) => `${file} 파일로 저장했습니다`,
  }),
  notPasted: {
    en: 'Not opened: a log is pasted where nothing is open. “Open …” takes it as a file.',
    ko: '열지 않았습니다. 로그 붙여넣기는 열린 덤프가 없을 때만 됩니다. 파일은 “열기…”로 여세요.',
  },
  lacks: text<{ count: number }>({
    en: ({ count }) => (count === 1 ? '1 thing is missing' : `${count} things are missing`),
    ko: ({ count }) => `누락된 항목 ${count}개`,
  }),
  theme: { en: 'Theme', ko: '테마' },
  language: { en: 'Language', ko: '언어' },
  english: { en: 'English', ko: '영어(English)' },
  korean: { en: 'Korean', ko: '한국어' },
});

/** Names of the colour schemes. */
export const themes = subject('page-themes', {
  system: { en: 'System', ko: '시스템' },
  light: { en: 'Light', ko: '밝게' },
  dark: { en: 'Dark', ko: '어둡게' },
});

/** The questions the navigation is ordered by. */
export const groups = subject('page-groups', {
  happened: { en: 'What happened', ko: '무슨 일이 있었나' },
  who: { en: 'What was running', ko: '실행 중이던 것' },
  memory: { en: 'Where memory went', ko: '메모리 사용 현황' },
  io: { en: 'Files and network', ko: '파일·네트워크·장치' },
  machine: { en: 'The machine', ko: '시스템' },
  inside: { en: 'Look inside', ko: '내부 살펴보기' },
  about: { en: 'This dump', ko: '이 덤프' },
});

/** Names of the views, as the navigation has them. */
export const viewTitles = subject('page-views', {
  verdict: { en: 'Verdict', ko: '판정' },
  log: { en: 'Log', ko: '로그' },
  stacks: { en: 'Stacks', ko: '스택' },
  tasks: { en: 'Tasks', ko: '태스크' },
  memory: { en: 'Memory', ko: '메모리' },
  types: { en: 'Types', ko: '타입' },
  disassembly: { en: 'Disassembly', ko: '디스어셈블리' },
  console: { en: 'Console', ko: '콘솔' },
  about: { en: 'About', ko: '정보' },
});

/** What a link, or what a row stands for, can be looked at with. */
export const menu = subject('page-menu', {
  menu: { en: 'Ways to look at it', ko: '살펴보는 방법' },
  inspect: { en: 'Inspect', ko: '인스펙터로 보기' },
  tab: { en: 'Open in a new tab', ko: '새 탭에서 열기' },
  copy: { en: 'Copy reference', ko: '참조 복사' },
  copyText: { en: 'Copy text', ko: '텍스트 복사' },
});

/** Words of the palette. */
export const palette = subject('page-palette', {
  title: { en: 'Go to', ko: '이동' },
  placeholder: {
    en: 'Symbol, task, PID, type, address, reference, command …',
    ko: '심볼, 태스크, PID, 타입, 주소, 참조, 명령…',
  },
  hint: { en: '> command   @ symbol   # task   % type', ko: '> 명령   @ 심볼   # 태스크   % 타입' },
  looking: { en: 'Looking …', ko: '찾는 중…' },
  nothing: { en: 'Nothing has this name.', ko: '이름이 일치하는 항목이 없습니다.' },
  whatIs: { en: 'what is it', ko: '무엇인지 보기' },
});

/** Kinds of what the palette offers and the inspector shows. */
export const kinds = subject('page-kinds', {
  view: { en: 'view', ko: '화면' },
  command: { en: 'command', ko: '명령' },
  address: { en: 'address', ko: '주소' },
  memory: { en: 'memory', ko: '메모리' },
  disassembly: { en: 'disassembly', ko: '디스어셈블리' },
  reference: { en: 'reference', ko: '참조' },
  action: { en: 'do', ko: '실행' },
  visited: { en: 'visited', ko: '방문한 곳' },
});
