import { subject, text, type Message, type Said } from './message.ts';

const seconds = (value: number): string => (value < 100 ? value.toFixed(1) : value.toFixed(0));

/** What came after what in a log. */
export const order = subject('order', {
  livedOn: text<{ about: Message; line: Said; seconds?: number; others: number }>({
    en: ({ about, line, seconds: lived, others }, say) =>
      `The kernel had survived an earlier problem (${say(about)}: "${say(line)}")${lived === undefined ? '' : ` and ran on for ${seconds(lived)} s`}${others > 0 ? `, with ${others} more in between` : ''}.`,
    ko: ({ about, line, seconds: lived, others }, say) =>
      `커널은 앞선 문제(${say(about)}: "${say(line)}") 뒤에도 ${lived === undefined ? '' : `${seconds(lived)}초 동안 `}살아 있었습니다${others > 0 ? `. 그 사이 문제 ${others}건이 더 있었습니다` : ''}`,
  }),
  livedUntil: text<{ about: Message; line: Said; seconds?: number }>({
    en: ({ about, line, seconds: lived }, say) =>
      `The kernel ran on${lived === undefined ? '' : ` for ${seconds(lived)} s`} until another problem ended it (${say(about)}: "${say(line)}").`,
    ko: ({ about, line, seconds: lived }, say) =>
      `커널은 ${lived === undefined ? '' : `${seconds(lived)}초 `}더 살아 있다가 다른 문제로 멈췄습니다(${say(about)}: "${say(line)}")`,
  }),
  damaged: text<{ letter: 'D' | 'W'; line: Said; at?: number }>({
    en: ({ letter, line, at }, say) =>
      letter === 'D'
        ? `The kernel has marked itself as damaged (taint D) since the oops${at === undefined ? '' : ` at ${at.toFixed(6)}`}: "${say(line)}"; what follows may be a consequence.`
        : `A WARNING came before (taint W)${at === undefined ? '' : `, at ${at.toFixed(6)}`}: "${say(line)}".`,
    ko: ({ letter, line, at }, say) =>
      letter === 'D'
        ? `${at === undefined ? '' : `${at.toFixed(6)}의 `}Oops 이후 커널이 손상된 상태(taint D)로 표시됩니다: "${say(line)}". 뒤의 문제는 그 여파일 수 있습니다`
        : `앞서 WARNING이 있었습니다(taint W)${at === undefined ? '' : `, ${at.toFixed(6)}`}: "${say(line)}"`,
  }),
  damagedBefore: text<{ letter: 'D' | 'W' }>({
    en: ({ letter }) =>
      letter === 'D'
        ? 'The kernel was already damaged (taint D): an earlier oops is not in this log, and what is here may be a consequence of it.'
        : 'A WARNING came before (taint W) that is not in this log.',
    ko: ({ letter }) =>
      letter === 'D'
        ? '이미 손상된 커널입니다(taint D). 앞선 Oops가 이 로그에 없으며, 여기 보이는 문제는 그 여파일 수 있습니다'
        : '이 로그에 없는 WARNING이 앞서 있었습니다(taint W)',
  }),
  wentOn: text<{ seconds: number }>({
    en: ({ seconds: lived }) =>
      `The kernel went on: the log has lines up to ${seconds(lived)} s after this report.`,
    ko: ({ seconds: lived }) =>
      `커널은 계속 실행되었습니다. 이 보고 뒤로 ${seconds(lived)}초까지 로그가 이어집니다`,
  }),
});
