import { subject, text } from './message.ts';

/** Words that the descriptions of several kinds of things share (things/*.ts); each kind has its own beside it. */
export const common = subject('things', {
  none: { en: 'There are none.', ko: '없습니다.' },
  task: { en: 'Task', ko: '태스크' },
  module: { en: 'Module', ko: '모듈' },
  address: { en: 'Address', ko: '주소' },
  size: { en: 'Size', ko: '크기' },
  text: { en: 'Text', ko: '텍스트' },
  // Ways on.
  stack: { en: 'Stack', ko: '스택' },
  memory: { en: 'Memory', ko: '메모리' },
  code: { en: 'Disassembly', ko: '디스어셈블리' },
  type: { en: 'Type', ko: '타입' },
  asType: text<{ type: string }>({
    en: ({ type }) => `As struct ${type}`,
    ko: ({ type }) => `struct ${type}로 보기`,
  }),
  asStruct: { en: 'As struct …', ko: '구조체로 보기…' },
  search: { en: 'What points here', ko: '여기를 가리키는 곳 찾기' },
});
