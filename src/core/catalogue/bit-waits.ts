import { subject, text, type Said } from './message.ts';

/** What is said of tasks that wait for a bit of a word, or for a variable. */
export const bitWaits = subject('bit-waits', {
  /** `flag`: the bit's name; `page`: the word is a page's flags; `what`: what the page, or what the word lies in, is. */
  bit: text<{
    task: Said;
    bit: number;
    flag?: string;
    of: Said;
    page: boolean;
    what?: Said;
    set?: boolean;
    others: number;
  }>({
    en: ({ task, bit, flag, of, page, what, set, others }, say) =>
      `${say(task)} waits until bit ${bit}${flag === undefined ? '' : ` (${flag})`} of ${page ? 'the page' : 'the word'} ${say(of)}${
        what === undefined ? '' : ` (${say(what)})`
      } is cleared${others > 0 ? `, as ${others} more do` : ''}${
        set === undefined
          ? '; nothing there says who was to clear it'
          : set
            ? '. It is set; nothing there says who was to clear it'
            : '. It is clear now: the task was not woken, or has yet to run'
      }.`,
    ko: ({ task, bit, flag, of, page, what, set, others }, say) =>
      `${say(task)}: ${page ? '페이지' : '워드'} ${say(of)}${what === undefined ? '' : ` (${say(what)})`}의 비트 ${bit}${
        flag === undefined ? '' : `(${flag})`
      } 해제 대기 중${others > 0 ? ` (다른 대기자 ${others}개)` : ''}. ${
        set === undefined
          ? '해제해 주었어야 할 쪽은 기록되어 있지 않습니다'
          : set
            ? '비트는 아직 설정되어 있으며, 해제해 주었어야 할 쪽은 기록되어 있지 않습니다'
            : '비트는 이미 해제되어 있습니다. 태스크가 깨어나지 못했거나 아직 실행되지 못했습니다'
      }`,
  }),
  /** wait_var_event(): the variable is where changes are announced; what is waited for is any expression. */
  variable: text<{ task: Said; of: Said; what?: Said; others: number }>({
    en: ({ task, of, what, others }, say) =>
      `${say(task)} waits for a change that is announced at the variable ${say(of)}${what === undefined ? '' : ` (${say(what)})`}${
        others > 0 ? `, as ${others} more do` : ''
      }; nothing there says which, nor who was to announce it.`,
    ko: ({ task, of, what, others }, say) =>
      `${say(task)}: 변수 ${say(of)}${what === undefined ? '' : ` (${say(what)})`}의 변경 알림을 대기 중${
        others > 0 ? ` (다른 대기자 ${others}개)` : ''
      }. 어떤 변경인지, 누가 알려 주었어야 하는지는 기록되어 있지 않습니다`,
  }),
});
