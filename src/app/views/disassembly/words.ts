import { catalogue } from '../../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    title: 'Instructions',
    go: 'Function or address',
    loading: 'Decoding …',
    count: (n: number) => `${n.toLocaleString('en')} instructions`,
    zeros: (n: number) => `${n.toLocaleString('en')} bytes of zeros follow.`,
    bytes: 'Bytes',
    memory: 'Memory',
    start: 'Type a function’s name or an address, or follow any code address.',
  },
  ko: {
    title: '명령어',
    go: '함수 또는 주소',
    loading: '해독하는 중…',
    count: (n: number) => `명령 ${n.toLocaleString('ko')}개`,
    zeros: (n: number) => `이어지는 ${n.toLocaleString('ko')}바이트는 모두 0입니다.`,
    bytes: '바이트',
    memory: '메모리',
    start: '함수 이름이나 주소를 입력하거나, 코드 주소를 따라오세요.',
  },
});
