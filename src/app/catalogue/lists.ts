import { grouped, subject, text } from '../../core/catalogue/message.ts';

/** What the views of log, tasks and types have besides their tables (things/). */
export const log = subject('page-log', {
  level: { en: 'Up to level', ko: '이 레벨까지 표시' },
  time: { en: 'Time', ko: '시각' },
  oops: { en: 'To the first oops', ko: '첫 oops로 이동' },
  noOops: { en: 'The log holds no oops', ko: '로그에 oops가 없습니다' },
});

/** Ways to show the time of a line of the log. */
export const logTimes = subject('page-log-times', {
  boot: { en: 'since boot', ko: '부팅 기준' },
  wall: { en: 'wall clock', ko: '실제 시각' },
  delta: { en: 'since the previous line', ko: '이전 줄과의 간격' },
  before: { en: 'before the end', ko: '패닉 기준' },
});

/** Words of the view of tasks. */
export const tasks = subject('page-tasks', {
  table: { en: 'Table', ko: '표' },
  tree: { en: 'Tree', ko: '트리' },
  shape: { en: 'Form', ko: '보기 방식' },
  only: { en: 'Show', ko: '표시' },
});

/** Which tasks can be chosen to be shown. */
export const taskChoices = subject('page-task-choices', {
  all: { en: 'all', ko: '모두' },
  user: { en: 'user', ko: '사용자' },
  kernel: { en: 'kernel', ko: '커널' },
  active: { en: 'on a CPU', ko: '실행 중' },
  blocked: { en: 'blocked (UN)', ko: '블록됨 (UN)' },
});

/** Words of the view of types. */
export const types = subject('page-types', {
  pick: {
    en: 'Choose a type. The filter also finds types by the names of their members.',
    ko: '타입을 선택하세요. 필터에 멤버 이름을 입력해도 타입을 찾습니다.',
  },
  often: { en: 'Often looked at', ko: '자주 보는 타입' },
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
