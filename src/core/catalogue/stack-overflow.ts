import { subject, text, type Said } from './message.ts';

/** What is told of a stack that ran over. */
export const overflow = subject('stack-overflow', {
  stackPointer: text<{ value: Said; low: string; high: string }>({
    en: ({ value, low, high }, say) =>
      `The stack pointer, ${say(value)}, was at the end of its stack (${low}–${high}) or beyond it.`,
    ko: ({ value, low, high }, say) =>
      `스택 포인터 ${say(value)}: 스택(${low}–${high})의 끝에 있거나 그 끝을 넘어섰습니다`,
  }),
});
