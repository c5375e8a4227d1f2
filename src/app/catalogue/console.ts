import { grouped, subject, text } from '../../core/catalogue/message.ts';

/** The console's pane. */
export const consoleWords = subject('page-console', {
  title: { en: 'Console', ko: '콘솔' },
  output: { en: 'Console output', ko: '콘솔 출력' },
  welcome: {
    en: 'Commands of crash. Tab completes, ↑ recalls, “help” lists them.',
    ko: 'crash 명령을 입력하세요. Tab은 자동 완성, ↑는 이전 명령, “help”는 명령 목록입니다.',
  },
  stop: { en: 'Stop', ko: '중지' },
  clear: { en: 'Clear', ko: '지우기' },
  save: { en: 'Save', ko: '저장' },
  saveThis: { en: 'Save all of it', ko: '전체 저장' },
  larger: { en: 'Larger', ko: '크게' },
  smaller: { en: 'Smaller', ko: '작게' },
  close: { en: 'Close the console', ko: '콘솔 닫기' },
  offers: { en: 'Completions', ko: '자동 완성 후보' },
  cut: text<{ drawn: number; all: number }>({
    en: ({ drawn, all }) => `The first ${grouped(drawn)} of ${grouped(all)} lines are shown.`,
    ko: ({ drawn, all }) => `전체 ${grouped(all)}줄 중 처음 ${grouped(drawn)}줄만 표시합니다.`,
  }),
  savedAs: text<{ name: string; lines: number }>({
    en: ({ name, lines }) => `Saved ${lines === 1 ? '1 line' : `${grouped(lines)} lines`} as ${name}.`,
    ko: ({ name, lines }) => `${grouped(lines)}줄을 ${name} 파일로 저장했습니다.`,
  }),
  cancelled: text<{ lines: number }>({
    en: ({ lines }) => `Stopped after ${lines === 1 ? '1 line' : `${grouped(lines)} lines`}.`,
    ko: ({ lines }) => `${grouped(lines)}줄까지 출력하고 중지했습니다.`,
  }),
  running: text<{ lines: number }>({
    en: ({ lines }) => (lines > 0 ? `running … ${grouped(lines)} lines` : 'running …'),
    ko: ({ lines }) => (lines > 0 ? `실행 중… ${grouped(lines)}줄` : '실행 중…'),
  }),
});
