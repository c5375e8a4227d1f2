import { catalogue } from '../../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: { title: 'What each CPU was doing', empty: 'The mask of online CPUs is not in the dump.' },
  ko: { title: '각 CPU가 하던 일', empty: '온라인 CPU 마스크가 덤프에 없습니다.' },
});
