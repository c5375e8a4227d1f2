import { catalogue } from '../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    title: 'Inspector',
    empty:
      'Click any address, symbol, task or type: this pane says what it is. Links in here lead on; the trail above leads back.',
    memory: 'Memory',
    content: 'Content',
    trail: 'Trail',
    same: 'Run in the console',
    close: 'Close the inspector',
  },
  ko: {
    title: '인스펙터',
    empty:
      '주소, 심볼, 태스크, 타입을 누르면 그것이 무엇인지 여기에 보여 줍니다. 여기의 링크로 더 들어가고 위의 경로로 돌아갑니다.',
    memory: '메모리',
    content: '내용',
    trail: '경로',
    same: '콘솔에서 실행',
    close: '인스펙터 닫기',
  },
});
