import { subject, text } from './message.ts';

/** Tasks that are found by looking through memory. */
export const taskScanSays = subject('task-scan', {
  noClasses: {
    en: 'None of the scheduler’s classes (fair_sched_class and the like) is among the symbols: a task_struct in memory cannot be told from other things.',
    ko: '스케줄러 클래스(fair_sched_class 등)가 심볼에 없어 메모리에서 task_struct를 알아볼 수 없습니다.',
  },
  noDirectMap: {
    en: 'Where the direct map begins is not known, so what is found in physical memory has no address.',
    ko: '직접 매핑의 시작 위치를 알 수 없어, 물리 메모리에서 찾은 것의 가상 주소를 알 수 없습니다.',
  },
  exited: { en: 'exited', ko: '종료됨' },
  unlisted: { en: 'on no list', ko: '리스트에 없음' },
  counted: text<{ found: number; unlisted: number; exited: number }>({
    en: ({ found, unlisted, exited }) =>
      `${found} found in memory; ${exited} have exited, ${unlisted} are on no list of the kernel`,
    ko: ({ found, unlisted, exited }) =>
      `메모리에서 ${found}개를 찾음. 종료된 태스크 ${exited}개, 커널 리스트에 없는 태스크 ${unlisted}개`,
  }),
});
