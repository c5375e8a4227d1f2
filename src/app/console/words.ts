import { catalogue } from '../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    title: 'Console',
    output: 'Console output',
    welcome: 'Commands of crash. Tab completes, ↑ recalls, “help” lists them.',
    stop: 'Stop',
    clear: 'Clear',
    save: 'Save',
    saveThis: 'Save all of it',
    larger: 'Larger',
    smaller: 'Smaller',
    close: 'Close the console',
    offers: 'Completions',
    cut: (drawn: number, all: number) =>
      `The first ${drawn.toLocaleString('en')} of ${all.toLocaleString('en')} lines are shown.`,
    cancelled: (lines: number) => `Stopped after ${lines.toLocaleString('en')} lines.`,
    running: (lines: number) => (lines > 0 ? `running … ${lines.toLocaleString('en')} lines` : 'running …'),
  },
  ko: {
    title: '콘솔',
    output: '콘솔 출력',
    welcome: 'crash 명령을 입력합니다. Tab은 자동 완성, ↑는 이전 명령, “help”는 명령 목록입니다.',
    stop: '중지',
    clear: '지우기',
    save: '저장',
    saveThis: '전체 저장',
    larger: '크게',
    smaller: '작게',
    close: '콘솔 닫기',
    offers: '자동 완성 후보',
    cut: (drawn: number, all: number) =>
      `${all.toLocaleString('ko')}줄 중 처음 ${drawn.toLocaleString('ko')}줄을 표시합니다.`,
    cancelled: (lines: number) => `${lines.toLocaleString('ko')}줄 뒤에 중지했습니다.`,
    running: (lines: number) => (lines > 0 ? `실행 중… ${lines.toLocaleString('ko')}줄` : '실행 중…'),
  },
});
