import { subject, text } from './message.ts';

/** Words that the descriptions of several kinds of things share (things/*.ts); each kind has its own beside it. */
export const common = subject('things', {
  none: { en: 'There are none.', ko: '없습니다.' },
  task: { en: 'Task', ko: '태스크' },
  module: { en: 'Module', ko: '모듈' },
  address: { en: 'Address', ko: '주소' },
  size: { en: 'Size', ko: '크기' },
  // Ways on.
  stack: { en: 'Stack', ko: '스택' },
  memory: { en: 'Memory', ko: '메모리' },
  code: { en: 'Disassembly', ko: '디스어셈블리' },
  type: { en: 'Type', ko: '타입' },
  asType: text<{ type: string }>({
    en: ({ type }) => `struct ${type}`,
    ko: ({ type }) => `struct ${type}로 보기`,
  }),
  asStruct: { en: 'As struct …', ko: '구조체로 보기…' },
  requests: { en: 'Requests in flight', ko: '처리 중인 요청' },
  search: { en: 'What points here', ko: '여기를 가리키는 곳 찾기' },
});

/** Why a reference (rows/ref.ts) cannot be followed. */
export const refErrors = subject('references', {
  notOne: text<{ text: string }>({
    en: ({ text }) => `“${text}” is no reference; one looks like addr:ffffffff81000000 or sym:schedule.`,
    ko: ({ text }) =>
      `참조 형식이 아닙니다: “${text}”. 참조는 addr:ffffffff81000000 또는 sym:schedule처럼 씁니다.`,
  }),
  /** For kinds of things that have no sentence of their own. */
  nothing: text<{ ref: string }>({
    en: ({ ref }) => `Nothing in this dump is called ${ref}.`,
    ko: ({ ref }) => `이 덤프에 ${ref}에 해당하는 대상이 없습니다.`,
  }),
  task: text<{ ref: string }>({
    en: ({ ref }) => `No task is known as ${ref}.`,
    ko: ({ ref }) => `${ref}에 해당하는 태스크가 없습니다.`,
  }),
  noTask: {
    en: 'This dump has no task to begin with.',
    ko: '이 덤프에는 처음에 보여 줄 태스크가 없습니다.',
  },
  cpu: text<{ cpu: string }>({
    en: ({ cpu }) => `There is no CPU ${cpu}.`,
    ko: ({ cpu }) => `CPU ${cpu}: 없는 CPU입니다.`,
  }),
  module: text<{ name: string }>({
    en: ({ name }) => `No module ${name} was loaded.`,
    ko: ({ name }) => `적재되지 않은 모듈입니다: ${name}`,
  }),
  symbol: text<{ name: string }>({
    en: ({ name }) => `There is no symbol ${name} in this dump.`,
    ko: ({ name }) => `이 덤프에 없는 심볼입니다: ${name}`,
  }),
  type: text<{ name: string }>({
    en: ({ name }) => `There is no type ${name} in this dump's BTF.`,
    ko: ({ name }) => `이 덤프의 BTF에 없는 타입입니다: ${name}`,
  }),
  record: text<{ number: string }>({
    en: ({ number }) => `The log holds no record ${number}.`,
    ko: ({ number }) => `로그에 없는 레코드입니다: ${number}`,
  }),
  frame: text<{ name: string }>({
    en: ({ name }) => `No stack has the frame ${name}.`,
    ko: ({ name }) => `어느 스택에도 없는 프레임입니다: ${name}`,
  }),
  address: text<{ ref: string }>({
    en: ({ ref }) => `${ref} holds no address.`,
    ko: ({ ref }) => `${ref}에 주소가 없습니다.`,
  }),
});
