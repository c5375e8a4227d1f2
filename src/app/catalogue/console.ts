import { grouped, subject, text } from '../../core/catalogue/message.ts';

/** The console's pane. */
export const consoleWords = subject('page-console', {
  title: { en: 'Console', ko: '콘솔' },
  output: { en: 'Console output', ko: '콘솔 출력' },
  welcome: {
    en: 'Commands of crash. Tab completes, ↑ recalls, “help” lists them.',
    ko: 'crash 명령을 입력하세요. Tab은 자동 완성, ↑는 이전 명령, “help”는 명령 목록입니다.',
  },
  begin: {
    en: 'What an examination mostly begins with; “help” lists all commands.',
    ko: '분석은 보통 다음 명령으로 시작합니다. 전체 명령은 “help”로 볼 수 있습니다.',
  },
  stop: { en: 'Stop', ko: '중지' },
  clear: { en: 'Clear', ko: '지우기' },
  save: { en: 'Save', ko: '저장' },
  larger: { en: 'Larger', ko: '크게' },
  smaller: { en: 'Smaller', ko: '작게' },
  close: { en: 'Close the console', ko: '콘솔 닫기' },
  offers: { en: 'Completions', ko: '자동 완성 후보' },
  cut: text<{ placed: number; all: number }>({
    en: ({ placed, all }) =>
      `The first ${grouped(placed)} of ${grouped(all)} lines are shown; copying and saving take all.`,
    ko: ({ placed, all }) =>
      `전체 ${grouped(all)}줄 중 처음 ${grouped(placed)}줄만 표시합니다. 복사와 저장은 전체를 대상으로 합니다.`,
  }),
  copyOf: text<{ line: string }>({
    en: ({ line }) => `Copy what ${line} answered`,
    ko: ({ line }) => `${line} 출력 복사`,
  }),
  saveOf: text<{ line: string }>({
    en: ({ line }) => `Save what ${line} answered`,
    ko: ({ line }) => `${line} 출력 저장`,
  }),
  copied: text<{ lines: number }>({
    en: ({ lines }) => `Copied ${lines === 1 ? '1 line' : `${grouped(lines)} lines`}`,
    ko: ({ lines }) => `${grouped(lines)}줄을 복사했습니다`,
  }),
  find: { en: 'Find', ko: '찾기' },
  findIn: { en: 'Find in the output', ko: '출력에서 찾기' },
  hits: text<{ place: number; all: number }>({
    en: ({ place, all }) => (all === 0 ? 'in no line' : `${grouped(place)} of ${grouped(all)} lines`),
    ko: ({ place, all }) => (all === 0 ? '일치하는 줄 없음' : `${grouped(all)}줄 중 ${grouped(place)}번째`),
  }),
  before: { en: 'Previous', ko: '이전' },
  after: { en: 'Next', ko: '다음' },
  endFind: { en: 'End the search', ko: '찾기 닫기' },
  savedAs: text<{ name: string; lines: number }>({
    en: ({ name, lines }) => `Saved ${lines === 1 ? '1 line' : `${grouped(lines)} lines`} as ${name}.`,
    ko: ({ name, lines }) => `${grouped(lines)}줄을 ${name} 파일로 저장했습니다.`,
  }),
  none: { en: 'No output.', ko: '출력이 없습니다.' },
  cancelled: text<{ lines: number }>({
    en: ({ lines }) => `Stopped after ${lines === 1 ? '1 line' : `${grouped(lines)} lines`}.`,
    ko: ({ lines }) => `${grouped(lines)}줄까지 출력하고 중지했습니다.`,
  }),
  running: text<{ lines: number }>({
    en: ({ lines }) => (lines > 0 ? `running … ${grouped(lines)} lines` : 'running …'),
    ko: ({ lines }) => (lines > 0 ? `실행 중… ${grouped(lines)}줄` : '실행 중…'),
  }),
});
