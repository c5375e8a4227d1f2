import { catalogue } from '../../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    title: 'Symbols of the kernel and its modules',
    empty: 'This kernel’s symbol table (kallsyms) could not be read.',
  },
  ko: { title: '커널과 모듈의 심볼', empty: '이 커널의 심볼 테이블(kallsyms)을 읽지 못했습니다.' },
});
