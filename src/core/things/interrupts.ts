import { subject, verbatim } from '../catalogue/message.ts';
import { ifKnown } from '../errors.ts';
import { cpuListText } from '../kernel/cpus.ts';
import { interrupts, irqAffinity, irqChip, irqCounts, type Irq } from '../kernel/interrupts.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn, symbolColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('interrupts', {
  title: { en: 'Interrupts', ko: '인터럽트' },
  one: { en: 'interrupt', ko: '인터럽트' },
  heading: { en: 'Interrupt lines and their handlers', ko: 'IRQ 라인과 핸들러' },
  empty: {
    en: 'The descriptors of interrupts are not in the dump.',
    ko: '인터럽트 디스크립터가 덤프에 없습니다.',
  },
  names: { en: 'Names', ko: '이름' },
  namesHint: { en: 'who asked for the line (irqaction.name)', ko: '라인을 요청한 드라이버(irqaction.name)' },
  handler: { en: 'Handler', ko: '핸들러' },
  total: { en: 'Raised', ko: '발생 횟수' },
  totalHint: { en: 'over all CPUs', ko: '모든 CPU 합계' },
  counts: { en: 'By CPU', ko: 'CPU별' },
  affinity: { en: 'May go to', ko: '어피니티' },
  affinityHint: { en: 'CPUs that may take it', ko: '이 인터럽트를 받을 수 있는 CPU' },
  chip: { en: 'Chip', ko: '칩' },
  flow: { en: 'Flow', ko: '트리거 방식' },
  thread: { en: 'Thread', ko: '스레드' },
});

/** Interrupt lines that have a descriptor: struct irq_desc (include/linux/irqdesc.h). */
export const thing = describe<Irq>()({
  id: 'interrupts',
  ...namesOf(say),
  view: { group: 'machine', order: 1 },
  command: 'irq',
  columns: {
    irq: {
      title: verbatim('IRQ'),
      kind: 'count',
      noFact: true,
      value: ({ number }) => number,
      ref: (irq) => refOf(irq),
    },
    names: {
      title: say.names(),
      hint: say.namesHint(),
      kind: 'text',
      value: ({ actions }) => actions?.map(({ name }) => name).join(', '),
    },
    total: {
      title: say.total(),
      hint: say.totalHint(),
      kind: 'count',
      value: (irq, kernel) =>
        irqCounts(kernel, irq).reduce(
          (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
          0,
        ),
    },
    counts: {
      title: say.counts(),
      kind: 'text',
      value: (irq, kernel) =>
        irqCounts(kernel, irq)
          .map((count) => count ?? '?')
          .join(' '),
    },
    affinity: {
      title: say.affinity(),
      hint: say.affinityHint(),
      kind: 'text',
      value: (irq, kernel) => cpuListText(irqAffinity(kernel, irq)),
    },
    chip: { title: say.chip(), kind: 'text', value: (irq) => irqChip(irq).chip },
    flow: { title: say.flow(), kind: 'text', value: (irq) => irqChip(irq).flow },
    handler: symbolColumn({ title: say.handler() }, ({ actions }) => actions?.[0]?.handler),
    desc: structColumn('irq_desc', ({ object }) => object.address),
    action: {
      title: verbatim('irqaction'),
      kind: 'address',
      optional: true,
      value: ({ actions }) => actions?.[0]?.address,
      ref: ({ actions }) => (actions?.[0] ? refTo.instance('irqaction', actions[0].address) : undefined),
    },
    thread: {
      title: say.thread(),
      kind: 'address',
      optional: true,
      value: ({ actions }) => actions?.find(({ thread }) => thread !== 0n)?.thread,
      ref: ({ actions }) => {
        const thread = actions?.find((each) => each.thread !== 0n)?.thread;
        return thread === undefined ? undefined : refTo.task(thread);
      },
    },
  },

  list: (kernel) => interrupts(kernel),
  count: (kernel) => ifKnown(() => interrupts(kernel).length),
  ref: foundIn('irq', interrupts, refOf),

  name: ({ number, actions }) => `IRQ ${number}${actions?.[0] ? ` (${actions[0].name})` : ''}`,
  place: ({ object }) => ({ address: object.address, type: 'irq_desc' }),
  shownBy: ({ number }) => `irq ${number}`,
  tone: ({ actions }) => (actions?.length === 0 ? 'muted' : undefined),
});

function refOf({ number }: Irq): string {
  return `irq:${number}`;
}
