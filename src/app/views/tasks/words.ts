import { catalogue } from '../../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    title: 'Tasks',
    table: 'Table',
    tree: 'Tree',
    shape: 'Form',
    only: 'Show',
    which: { all: 'all', user: 'user', kernel: 'kernel', active: 'on a CPU', blocked: 'blocked (UN)' },
    empty: 'No task could be read from this dump.',
  },
  ko: {
    title: '태스크',
    table: '표',
    tree: '트리',
    shape: '모양',
    only: '보기',
    which: { all: '모두', user: '유저', kernel: '커널', active: 'CPU 위', blocked: '막힘 (UN)' },
    empty: '이 덤프에서 태스크를 읽지 못했습니다.',
  },
});
