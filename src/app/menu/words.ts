import { catalogue } from '../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    menu: 'Ways to look at it',
    inspect: 'Inspect',
    tab: 'Open in a new tab',
    stack: 'Stack',
    module: 'Module',
    type: 'Type',
    code: 'Disassembly',
    memory: 'Memory',
    asStruct: 'As struct …',
    search: 'Who points here',
    copy: 'Copy reference',
    copyText: 'Copy text',
  },
  ko: {
    menu: '살펴보는 방법',
    inspect: '인스펙터로 보기',
    tab: '새 탭에서 열기',
    stack: '스택',
    module: '모듈',
    type: '타입',
    code: '디스어셈블리',
    memory: '메모리',
    asStruct: '구조체로 보기…',
    search: '여기를 가리키는 곳',
    copy: '참조 복사',
    copyText: '텍스트 복사',
  },
});
