import { subject, text, type Message, type Said } from './message.ts';

/** What a bad value turns out to be. */
export const badValue = subject('bad-value', {
  seconds: text<{ holder: Said; value: Said; date: string }>({
    en: ({ holder, value, date }, say) =>
      `${say(holder)} holds ${say(value)}, which is a time in seconds since 1970: ${date}. A time stands where a pointer should.`,
    ko: ({ holder, value, date }, say) =>
      `${say(holder)} = ${say(value)}: 1970년부터 센 초 단위 시각(${date})입니다. 포인터 자리에 시각이 들어 있습니다`,
  }),
  nanoseconds: text<{ holder: Said; value: Said; date: string }>({
    en: ({ holder, value, date }, say) =>
      `${say(holder)} holds ${say(value)}, which is a time in nanoseconds since 1970: ${date}. A time stands where a pointer should.`,
    ko: ({ holder, value, date }, say) =>
      `${say(holder)} = ${say(value)}: 1970년부터 센 나노초 단위 시각(${date})입니다. 포인터 자리에 시각이 들어 있습니다`,
  }),
  jiffies: text<{ holder: Said; value: Said; seconds: string }>({
    en: ({ holder, value, seconds }, say) =>
      `${say(holder)} holds ${say(value)}, which is jiffies as it was ${seconds} s before the end. A time stands where a pointer should.`,
    ko: ({ holder, value, seconds }, say) =>
      `${say(holder)} = ${say(value)}: 멈추기 ${seconds}초 전의 jiffies 값입니다. 포인터 자리에 시각이 들어 있습니다`,
  }),
  shortText: text<{ text: string }>({
    en: ({ text: written }) => `The pointer may be text: its bytes are "${written}", and zeros after it.`,
    ko: ({ text: written }) => `포인터 값이 텍스트일 수 있습니다: 바이트가 "${written}", 나머지는 0`,
  }),
  ownTask: text<{ holder: Said; task: Said }>({
    en: ({ holder, task }, say) => `${say(holder)} is the task itself: the task_struct of ${say(task)}.`,
    ko: ({ holder, task }, say) => `${say(holder)}: 현재 태스크 자신의 task_struct (${say(task)})`,
  }),
  word: text<{ place: Said }>({
    en: ({ place }, say) => `The word at ${say(place)}`,
    ko: ({ place }, say) => `메모리 ${say(place)}의 값`,
  }),
  inRegister: text<{ register: string }>({
    en: ({ register }) => `which ${register} holds`,
    ko: ({ register }) => `${register}의 값`,
  }),
  onStack: text<{ place: Said }>({
    en: ({ place }, say) => `which stands on the stack at ${say(place)}`,
    ko: ({ place }, say) => `스택 ${say(place)}에 있는 값`,
  }),
  errorTitle: text<{ access?: Message }>({
    en: ({ access }, say) =>
      `Error number used as a pointer${access === undefined ? '' : ` (${say(access)})`}`,
    ko: ({ access }, say) => `오류 번호를 포인터로 사용${access === undefined ? '' : ` (${say(access)})`}`,
  }),
});
