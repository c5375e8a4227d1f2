import { subject, text, type Said } from './message.ts';

/** What is told of a stack that ran over. */
export const overflow = subject('stack-overflow', {
  endTitle: text({ en: "The end of a task's stack was overwritten", ko: '태스크 스택의 끝이 덮어써짐' }),
  end: text<{ who: Said; at?: Said }>({
    en: ({ who, at }, say) =>
      `The word that marks the end of the stack of ${say(who)} had changed when the scheduler looked${at === undefined ? '' : `, called from ${say(at)}`}: the stack ran over before, or something wrote there.`,
    ko: ({ who, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 호출된 `}스케줄러가 스택 끝의 표식이 바뀐 것을 발견했습니다. 그 전에 스택이 넘쳤거나 누군가 그곳에 썼습니다`,
  }),
  stackPointer: text<{ value: Said; low: string; high: string }>({
    en: ({ value, low, high }, say) =>
      `The stack pointer, ${say(value)}, was at the end of its stack (${low}–${high}) or beyond it.`,
    ko: ({ value, low, high }, say) =>
      `스택 포인터 ${say(value)}: 스택(${low}–${high})의 끝에 있거나 그 끝을 넘어섰습니다`,
  }),
});
