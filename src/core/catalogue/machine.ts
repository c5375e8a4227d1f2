import { subject, text, type Message } from './message.ts';

/** What commands about the machine (mach, irq, waitq) cannot say, and why. */
export const machineSays = subject('machine', {
  noMemoryMap: text<{ machine: string }>({
    en: ({ machine }) =>
      `mach: the firmware of ${machine} machines gives the kernel no memory map of this kind`,
    ko: ({ machine }) => `mach: ${machine} 시스템의 펌웨어는 이런 메모리 맵을 커널에 제공하지 않습니다`,
  }),
  queueBroken: text<{ why: Message }>({
    en: ({ why }, say) => `waitq: the queue is damaged: ${say(why)}`,
    ko: ({ why }, say) => `waitq: 대기 큐가 손상되었습니다: ${say(why)}`,
  }),
});
