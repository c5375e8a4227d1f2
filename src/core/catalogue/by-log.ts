import { subject, text } from './message.ts';

/** That a dump's verdict stands on its log alone. */
export const byLog = subject('by-log', {
  names: text({
    en: 'The names of functions are lost in this dump: this verdict is what its log says, and no more than that.',
    ko: '이 덤프에서 함수 이름을 읽을 수 없어 로그의 내용만으로 내린 판단입니다',
  }),
});
