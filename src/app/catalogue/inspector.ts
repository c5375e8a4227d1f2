import { subject, text } from '../../core/catalogue/message.ts';

/** Words of the inspector. */
export const inspector = subject('page-inspector', {
  title: { en: 'Inspector', ko: '인스펙터' },
  empty: {
    en: 'Click any address, symbol, task or type: this pane says what it is. Links in here lead on; the trail above leads back.',
    ko: '주소, 심볼, 태스크, 타입을 누르면 무엇인지 여기에 표시합니다. 안의 링크를 누르면 더 들어가고, 위의 경로를 누르면 되돌아갑니다.',
  },
  from: text<{ view: string }>({
    en: ({ view }) => `from ${view}`,
    ko: ({ view }) => `${view} 화면에서 선택`,
  }),
  fromHelp: { en: 'Back to where this was chosen', ko: '선택한 화면으로 돌아가기' },
  memory: { en: 'Memory', ko: '메모리' },
  content: { en: 'Content', ko: '내용' },
  trail: { en: 'Trail', ko: '경로' },
  same: { en: 'Run in the console', ko: '콘솔에서 실행' },
  close: { en: 'Close the inspector', ko: '인스펙터 닫기' },
});
