import { catalogue } from '../../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: { title: 'Loaded modules', empty: 'No module was loaded, or their list is not in the dump.' },
  ko: { title: '올라와 있던 모듈', empty: '올라온 모듈이 없거나 목록이 덤프에 없습니다.' },
});
