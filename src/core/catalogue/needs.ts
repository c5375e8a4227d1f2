import { subject, text, type Message } from './message.ts';

/** What rules of the verdict stand on, as it is told where it could not be read. */
export const needs = subject('need', {
  clockUnset: text<{ shown: string }>({
    en: ({ shown }) => `the clock had not been set: it shows ${shown}`,
    ko: ({ shown }) => `시계가 설정되어 있지 않았음: ${shown}`,
  }),
  need: text<{ need: Message; rule: string }>({
    en: ({ need, rule }, say) => `${say(need)}, on which the rule ${rule} stands`,
    ko: ({ need, rule }, say) => `${say(need)} (규칙 ${rule}의 근거)`,
  }),
  log: text({ en: "the kernel's log", ko: '커널 로그' }),
  panicCpu: text({ en: 'which CPU panicked', ko: '패닉을 일으킨 CPU' }),
  task: text({ en: 'the task that panicked', ko: '패닉을 일으킨 태스크' }),
  stack: text({ en: 'the stack of the panic', ko: '패닉의 스택' }),
  registers: text({ en: 'the registers at the fault', ko: '폴트 시점의 레지스터' }),
  code: text({ en: 'the faulting instruction', ko: '폴트를 일으킨 명령어' }),
  notThere: text({ en: 'it is not in the dump', ko: '덤프에 없음' }),
  foundLog: text({
    en: 'its texts were found lying in memory, not by its structures',
    ko: '로그 구조가 아니라 메모리에 남은 텍스트에서 찾음',
  }),
  noCpu: text({
    en: 'no variable of the kernel says it, or it is damaged, and no stack shows it',
    ko: '커널 변수에 없거나 손상되었고 스택에서도 알 수 없음',
  }),
  release: text({ en: "the kernel's release", ko: '커널 릴리스' }),
  date: text({ en: 'when the machine died', ko: '시스템이 멈춘 시각' }),
  twoSay: text<{ note: string; memory: string }>({
    en: ({ note, memory }) =>
      `VMCOREINFO says ${note}, the memory ${memory}: one of them is damaged or another kernel's`,
    ko: ({ note, memory }) =>
      `VMCOREINFO에는 ${note}, 메모리에는 ${memory}: 어느 한쪽이 손상되었거나 다른 커널의 것임`,
  }),
  noCode: text({ en: 'the page with the code is not in the dump', ko: '코드가 있는 페이지가 덤프에 없음' }),
  gaps: text({ en: 'parts of the log', ko: '로그의 일부' }),
  missed: text<{ count: number; before: number }>({
    en: ({ count, before }) => `${count} records are missing before record ${before}`,
    ko: ({ count, before }) => `${before}번 레코드 앞에서 레코드 ${count}개가 빠져 있음`,
  }),
  cut: text<{ count: number; first: number }>({
    en: ({ count, first }) => `${count} records were cut, record ${first} first`,
    ko: ({ count, first }) => `레코드 ${count}개가 잘림 (첫 번째: ${first}번)`,
  }),
});
