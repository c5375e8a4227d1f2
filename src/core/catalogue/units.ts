import { subject, text } from './message.ts';

/** How sure an answer is. */
export const confidence = subject('confidence', {
  proven: { en: 'proven', ko: '확인됨' },
  likely: { en: 'likely', ko: '유력함' },
  guess: { en: 'guess', ko: '추정' },
});

/** Amounts as people say them. */
export const units = subject('units', {
  /** Seconds: "9.9 s", "3 min 12 s", "2 h 5 min", "41 d 3 h": the two largest units. */
  duration: text<{ seconds: number }>({
    en: ({ seconds }) => duration(seconds, [' d', ' h', ' min', ' s']),
    ko: ({ seconds }) => duration(seconds, ['일', '시간', '분', '초']),
  }),
  cpus: text<{ count: number }>({
    en: ({ count }) => (count === 1 ? '1 CPU' : `${count} CPUs`),
    ko: ({ count }) => `CPU ${count}개`,
  }),
});

function duration(seconds: number, [d, h, min, s]: readonly [string, string, string, string]): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)}${s}`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}${min} ${whole % 60}${s}`;
  if (whole < 86400) return `${Math.floor(whole / 3600)}${h} ${Math.floor((whole % 3600) / 60)}${min}`;
  return `${Math.floor(whole / 86400)}${d} ${Math.floor((whole % 86400) / 3600)}${h}`;
}
