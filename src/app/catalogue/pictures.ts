import { grouped, subject, text } from '../../core/catalogue/message.ts';

/** What stands beside the pictures. */
export const pictures = subject('page-pictures', {
  picture: { en: 'Picture', ko: '그림' },
  memory: text<{ total: string }>({
    en: ({ total }) => `Use of ${total} of memory`,
    ko: ({ total }) => `전체 메모리 ${total}의 사용 현황`,
  }),
  rest: { en: 'Told by no counter', ko: '카운터로 확인되지 않음' },
  ofWhole: text<{ part: string; whole: string; percent: string }>({
    en: ({ part, whole, percent }) => `${part} of ${whole}, ${percent}`,
    ko: ({ part, whole, percent }) => `${whole} 중 ${part}, ${percent}`,
  }),
  timeline: { en: 'Time before the end of the log', ko: '로그 끝까지 남은 시간' },
  timelineHelp: {
    en: 'Each bar is a stretch of time, wider the longer it is before the end. Click or use the arrow keys to go to its lines.',
    ko: '막대 하나가 한 구간이며, 끝에서 멀수록 긴 시간을 나타냅니다. 클릭하거나 화살표 키로 해당 줄로 이동합니다.',
  },
  lines: { en: 'lines', ko: '전체 줄' },
  warnings: { en: 'warnings', ko: '경고' },
  errors: { en: 'errors', ko: '오류' },
  troubles: text<{ count: number }>({
    en: ({ count }) => (count === 1 ? '1 line of trouble' : `${grouped(count)} lines of trouble`),
    ko: ({ count }) => `문제를 알린 줄 ${grouped(count)}개`,
  }),
  moment: text<{ before: string; count: number; bad: boolean }>({
    en: ({ before, count, bad }) =>
      `${before} before the end: ${count === 1 ? '1 line' : `${grouped(count)} lines`}${bad ? ', trouble' : ''}`,
    ko: ({ before, count, bad }) => `끝나기 ${before} 전: ${grouped(count)}줄${bad ? ', 문제 발생' : ''}`,
  }),
  stacks: {
    en: 'All stacks, outermost function above, as wide as tasks are in it; click to look closer',
    ko: '전체 스택. 위가 가장 바깥 함수이고 너비는 태스크 수입니다. 누르면 확대합니다',
  },
  stacksBlocked: { en: 'waits, takes no signal (UN)', ko: '시그널을 받지 않는 대기(UN)' },
  stacksAll: { en: 'All stacks', ko: '전체 스택' },
  stackOf: text<{ name: string; tasks: number; blocked: number }>({
    en: ({ name, tasks, blocked }) =>
      `${name}: ${tasks === 1 ? '1 task' : `${grouped(tasks)} tasks`}${blocked > 0 ? `, ${grouped(blocked)} in UN` : ''}`,
    ko: ({ name, tasks, blocked }) =>
      `${name}: 태스크 ${grouped(tasks)}개${blocked > 0 ? `, 그중 UN ${grouped(blocked)}개` : ''}`,
  }),
  slab: { en: 'Memory of slab caches', ko: '슬랩 캐시별 메모리' },
  slabUsed: { en: 'in use', ko: '사용 중' },
  vmalloc: { en: 'vmalloc areas that have memory, by caller', ko: '메모리를 가진 vmalloc 영역(호출자별)' },
  smaller: text<{ count: number; size: string }>({
    en: ({ count, size }) => `${grouped(count)} smaller ones are not drawn: ${size}`,
    ko: ({ count, size }) => `그리지 않은 작은 항목 ${grouped(count)}개: ${size}`,
  }),
  cpus: { en: 'What each CPU did', ko: 'CPU별 실행 상태' },
  waits: { en: 'Who waits for whom', ko: '대기 관계' },
  circle: {
    en: 'These wait for each other and never go on',
    ko: '서로를 기다려 더는 진행하지 못함(교착 상태)',
  },
  perhapsCircle: {
    en: 'These wait for each other, unless a reader of a lock has let it go',
    ko: '서로를 기다림(읽기 보유자가 락을 이미 놓았다면 교착 상태가 아님)',
  },
  mayWaitFor: text<{ from: string; to: string; lock: string; hold: string }>({
    en: ({ from, to, lock, hold }) => `${from} waits for ${lock}, which ${to} may hold (${hold})`,
    ko: ({ from, to, lock, hold }) => `${from}: ${lock} 대기(보유 가능성: ${to}, ${hold})`,
  }),
  waitsFor: text<{ from: string; to: string; lock: string }>({
    en: ({ from, to, lock }) => `${from} waits for ${lock}, held by ${to}`,
    ko: ({ from, to, lock }) => `${from}: ${lock} 대기(보유자 ${to})`,
  }),
  more: text<{ count: number }>({
    en: ({ count }) => `${grouped(count)} more are in the table`,
    ko: ({ count }) => `나머지 ${grouped(count)}개는 아래 표에 있습니다`,
  }),
});
