import { catalogue } from '../../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    title: 'Kernel log',
    level: 'Up to level',
    levels: ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'],
    time: 'Time',
    times: {
      boot: 'since boot',
      wall: 'wall clock',
      delta: 'since the line before',
      before: 'before the end',
    },
    oops: 'To the first oops',
    noOops: 'The log holds no oops',
    empty: 'The kernel’s log is empty, or its buffer is not in the dump.',
  },
  ko: {
    title: '커널 로그',
    level: '표시 수준',
    levels: ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'],
    time: '시각',
    times: { boot: '부팅 이후', wall: '실제 시각', delta: '앞줄 이후', before: '끝나기 전' },
    oops: '첫 oops로',
    noOops: '로그에 oops가 없습니다',
    empty: '커널 로그가 비어 있거나 버퍼가 덤프에 없습니다.',
  },
});
