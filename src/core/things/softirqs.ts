import { step } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { cpuListText } from '../kernel/cpus.ts';
import { softirqs, type Softirq } from '../kernel/interrupts.ts';
import { symbolColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('softirqs', {
  title: { en: 'Softirqs', ko: 'softirq 현황' },
  one: { en: 'softirq', ko: 'softirq 항목' },
  heading: { en: 'Softirqs: how often they ran, and which wait', ko: 'softirq: 실행 횟수와 대기 상태' },
  empty: { en: 'softirq_vec is not in the dump.', ko: 'softirq_vec가 덤프에 없습니다.' },
  name: { en: 'Softirq', ko: 'softirq 종류' },
  action: { en: 'Runs', ko: '처리 함수' },
  pending: { en: 'Pending on', ko: '대기 중인 CPU' },
  pendingHint: {
    en: 'CPUs that had raised it and had not begun to run it; some are usual on a CPU that was interrupted',
    ko: '요청했지만 아직 처리를 시작하지 않은 CPU. 인터럽트된 CPU에서는 몇 개쯤 흔히 볼 수 있습니다',
  },
  total: { en: 'Ran', ko: '실행 횟수' },
  totalHint: { en: 'times, over all CPUs', ko: '모든 CPU 합계' },
  counts: { en: 'By CPU', ko: 'CPU별' },
});

/** Kinds of softirqs that have an action: softirq_vec[] (kernel/softirq.c). */
export const thing = describe<Softirq>()({
  id: 'softirqs',
  ...namesOf(say),
  view: { group: 'machine', order: 1 },
  command: 'irq -b',
  columns: {
    number: { title: verbatim('#'), kind: 'count', noFact: true, value: ({ number }) => number },
    name: { title: say.name(), kind: 'text', noFact: true, value: ({ name }) => name },
    action: symbolColumn({ title: say.action() }, ({ action }) => action),
    pending: {
      title: say.pending(),
      hint: say.pendingHint(),
      kind: 'text',
      value: ({ pending }) => pending && cpuListText(pending),
    },
    total: {
      title: say.total(),
      hint: say.totalHint(),
      kind: 'count',
      value: ({ counts }) => counts.reduce((sum, count) => sum + count, 0),
    },
    counts: { title: say.counts(), kind: 'text', value: ({ counts }) => counts.join(' ') },
  },

  list: (kernel) => softirqs(kernel),
  ref: foundIn('softirq', softirqs, refOf),

  name: ({ name }) => name,
  place: ({ number }, kernel) => ({
    address: step(kernel.symbol('softirq_vec').address, number * 8),
    type: 'softirq_action',
  }),
});

function refOf({ number }: Softirq): string {
  return `softirq:${number}`;
}
