import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { crossCalls, type CrossCall } from '../kernel/ipis.ts';
import { refTo } from '../rows/ref.ts';
import { placeColumn, taskColumn, wordColumn } from './columns.ts';
import { describe, foundIn, namesOf, symbolShown, type Way } from './thing.ts';

const say = subject('ipis', {
  title: { en: 'Calls between CPUs', ko: 'CPU 간 호출(IPI)' },
  one: { en: 'call between CPUs', ko: 'CPU 간 호출' },
  heading: { en: 'Pending calls between CPUs (IPIs)', ko: 'CPU 사이에 처리를 기다리는 호출(IPI)' },
  empty: {
    en: 'No call from one CPU to another was pending.',
    ko: '다른 CPU에 요청하고 아직 처리되지 않은 호출이 없습니다.',
  },
  from: { en: 'From CPU', ko: '요청한 CPU' },
  fromHint: { en: 'empty: the kernel does not record it', ko: '비어 있으면 커널이 기록하지 않음' },
  to: { en: 'To CPU', ko: '대상 CPU' },
  toHint: {
    en: 'empty: already off its queue, and not recorded',
    ko: '비어 있으면 큐에서 꺼낸 뒤라 알 수 없음',
  },
  kind: { en: 'Kind', ko: '종류' },
  function: { en: 'To call', ko: '호출할 함수' },
  info: { en: 'With', ko: '인자' },
  task: { en: 'To wake', ko: '깨울 태스크' },
  state: { en: 'State', ko: '상태' },
  stateHint: {
    en: 'queued: the CPU has not picked it up yet, for example with interrupts off; taken: it is running it, or has not marked it done yet',
    ko: '대기: 인터럽트를 꺼 둔 경우처럼 대상 CPU가 아직 확인하지 않음. 처리 중: 꺼내어 실행 중이거나 완료 표시 전',
  },
  waits: { en: 'Waited for', ko: '완료 대기' },
  waitsHint: {
    en: 'the calling CPU spins until it is done',
    ko: '요청한 CPU는 완료될 때까지 스핀하며 기다림',
  },
});

const states = subject('ipi-states', {
  queued: { en: 'queued', ko: '대기' },
  taken: { en: 'taken', ko: '처리 중' },
});

const kinds = subject('ipi-kinds', {
  call: { en: 'function call', ko: '함수 호출' },
  irq_work: { en: 'irq_work', ko: 'irq_work 처리' },
  'wake-up': { en: 'wake-up', ko: '태스크 깨우기' },
});

/** What CPUs have asked each other to do (kernel/ipis.ts). */
export const thing = describe<CrossCall>()({
  id: 'ipis',
  ...namesOf(say),
  view: { group: 'machine', order: 4 },
  columns: {
    from: {
      title: say.from(),
      hint: say.fromHint(),
      kind: 'count',
      value: ({ from }) => from,
      ref: ({ from }) => (from === undefined ? undefined : refTo.cpu(from)),
    },
    to: {
      title: say.to(),
      hint: say.toHint(),
      kind: 'count',
      value: ({ to }) => to,
      ref: ({ to }) => (to === undefined ? undefined : refTo.cpu(to)),
    },
    kind: wordColumn({ title: say.kind() }, kinds, ({ kind }) => kind),
    function: {
      title: say.function(),
      kind: 'address',
      value: (each) => each.function,
      text: (each, kernel) => symbolShown(kernel, each.function),
      ref: (each, kernel) =>
        each.function !== undefined && kernel.space.readable(each.function)
          ? refTo.code(each.function)
          : undefined,
    },
    info: {
      title: say.info(),
      kind: 'address',
      value: ({ info }) => info,
      ref: ({ info }) => (info === undefined ? undefined : refTo.address(info)),
    },
    task: taskColumn({ title: say.task() }, ({ task }) => task),
    state: wordColumn({ title: say.state(), hint: say.stateHint() }, states, ({ queued }) =>
      queued ? 'queued' : 'taken',
    ),
    waits: { title: say.waits(), hint: say.waitsHint(), kind: 'flag', value: ({ waits }) => waits },
    at: placeColumn(({ address, type }) => ({ address, type }), { optional: true }),
  },

  list: crossCalls,
  ref: foundIn('ipi', crossCalls, refOf),

  name: ({ from, to, kind }) => `${kind}: CPU ${from ?? '?'} → CPU ${to ?? '?'}`,
  place: ({ address, type }) => ({ address, type }),
  *ways({ from, to }): Generator<Way> {
    for (const [id, cpu] of [
      ['from', from],
      ['to', to],
    ] as const)
      if (cpu !== undefined)
        yield { id, label: id === 'from' ? say.from() : say.to(), ref: refTo.command(`bt -c ${cpu}`) };
  },
  tone: ({ waits }) => (waits ? 'warn' : undefined),
});

function refOf({ address }: CrossCall): string {
  return `ipi:${hex(address, 16)}`;
}
