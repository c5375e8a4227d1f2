import { grouped, subject, text } from '../../core/catalogue/message.ts';

/** The views that are lists: log, tasks, CPUs, modules, symbols, types. */
export const log = subject('page-log', {
  title: { en: 'Kernel log', ko: '커널 로그' },
  level: { en: 'Up to level', ko: '이 레벨까지 표시' },
  time: { en: 'Time', ko: '시각' },
  oops: { en: 'To the first oops', ko: '첫 oops로 이동' },
  noOops: { en: 'The log holds no oops', ko: '로그에 oops가 없습니다' },
  empty: {
    en: 'The kernel’s log is empty, or its buffer is not in the dump.',
    ko: '커널 로그가 비어 있거나, 로그 버퍼가 덤프에 없습니다.',
  },
});

/** Ways to show the time of a line of the log. */
export const logTimes = subject('page-log-times', {
  boot: { en: 'since boot', ko: '부팅 기준' },
  wall: { en: 'wall clock', ko: '실제 시각' },
  delta: { en: 'since the previous line', ko: '이전 줄과의 간격' },
  before: { en: 'before the end', ko: '패닉 기준' },
});

export const tasks = subject('page-tasks', {
  title: { en: 'Tasks', ko: '태스크' },
  table: { en: 'Table', ko: '표' },
  tree: { en: 'Tree', ko: '트리' },
  shape: { en: 'Form', ko: '보기 방식' },
  only: { en: 'Show', ko: '표시' },
  empty: { en: 'No task could be read from this dump.', ko: '이 덤프에서 태스크를 읽지 못했습니다.' },
});

export const taskChoices = subject('page-task-choices', {
  all: { en: 'all', ko: '모두' },
  user: { en: 'user', ko: '사용자' },
  kernel: { en: 'kernel', ko: '커널' },
  active: { en: 'on a CPU', ko: '실행 중' },
  blocked: { en: 'blocked (UN)', ko: '블록됨 (UN)' },
});

export const cpus = subject('page-cpus', {
  title: { en: 'What each CPU was doing', ko: 'CPU별 실행 상태' },
  empty: { en: 'The mask of online CPUs is not in the dump.', ko: '온라인 CPU 마스크가 덤프에 없습니다.' },
});

export const modules = subject('page-modules', {
  title: { en: 'Loaded modules', ko: '적재된 모듈' },
  empty: {
    en: 'No module was loaded, or their list is not in the dump.',
    ko: '적재된 모듈이 없거나, 모듈 목록이 덤프에 없습니다.',
  },
});

export const symbols = subject('page-symbols', {
  title: { en: 'Symbols of the kernel and its modules', ko: '커널과 모듈의 심볼' },
  empty: {
    en: 'This kernel’s symbol table (kallsyms) could not be read.',
    ko: '이 커널의 심볼 테이블(kallsyms)을 읽지 못했습니다.',
  },
});

export const types = subject('page-types', {
  title: { en: 'Types', ko: '타입' },
  empty: { en: 'This kernel carries no types (BTF).', ko: '이 커널에는 타입 정보(BTF)가 없습니다.' },
  pick: {
    en: 'Choose a type. The filter also finds types by the names of their members.',
    ko: '타입을 선택하세요. 필터에 멤버 이름을 입력해도 타입을 찾습니다.',
  },
  at: { en: 'Address of an instance', ko: '인스턴스의 주소' },
  show: { en: 'Show', ko: '표시' },
  drop: { en: 'Without values', ko: '값 숨기기' },
  bytes: text<{ count: number }>({
    en: ({ count }) => (count === 1 ? '1 byte' : `${grouped(count)} bytes`),
    ko: ({ count }) => `${grouped(count)}바이트`,
  }),
  memberCount: text<{ count: number }>({
    en: ({ count }) => (count === 1 ? '1 member' : `${grouped(count)} members`),
    ko: ({ count }) => `멤버 ${grouped(count)}개`,
  }),
  offset: { en: 'Offset', ko: '오프셋' },
  size: { en: 'Size', ko: '크기' },
  member: { en: 'Member', ko: '멤버' },
  value: { en: 'Value', ko: '값' },
  filter: { en: 'Filter members', ko: '멤버 필터' },
  open: { en: 'Look into it', ko: '펼쳐 보기' },
  hole: { en: 'hole', ko: '빈 공간' },
  cut: { en: 'The list of members is cut here.', ko: '멤버 목록은 여기까지만 표시합니다.' },
});
