import { subject } from '../catalogue/message.ts';
import { clockEvents, type ClockEvent } from '../kernel/clocks.ts';
import { sinceBoot } from '../kernel/time.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf, symbolShown } from './thing.ts';

const say = subject('clockevents', {
  title: { en: 'Clock events', ko: '클럭 이벤트' },
  one: { en: 'clock event device', ko: '클럭 이벤트 장치' },
  heading: { en: 'Clock event devices', ko: '클럭 이벤트 장치' },
  empty: { en: 'The clock event devices are not in the dump.', ko: '클럭 이벤트 장치가 덤프에 없습니다.' },
  name: { en: 'Name', ko: '이름' },
  ticks: { en: 'Ticks for', ko: '담당' },
  ticksHint: {
    en: 'the CPU whose tick it drives; broadcast: wakes CPUs whose own device stops in deep idle; empty: not in use',
    ko: '틱을 만드는 CPU. broadcast는 자기 장치가 함께 잠든 CPU를 깨움. 비어 있으면 쓰이지 않음',
  },
  state: { en: 'State', ko: '상태' },
  next: { en: 'Next event in', ko: '다음 이벤트까지' },
  nextHint: {
    en: 'negative: already due; usual by less than a tick',
    ko: '음수면 이미 지남. 한 틱 미만이면 정상',
  },
  handler: { en: 'Handler', ko: '처리 함수' },
  rating: { en: 'Rating', ko: '등급' },
  irq: { en: 'IRQ', ko: 'IRQ 번호' },
  retries: { en: 'Retries', ko: '재시도' },
  least: { en: 'At least', ko: '최소 간격' },
  mostTime: { en: 'At most', ko: '최대 간격' },
});

/** What interrupts CPUs at a time (kernel/clocks.ts). */
export const thing = describe<ClockEvent>()({
  id: 'clockevents',
  ...namesOf(say),
  view: { group: 'machine', order: 11 },
  columns: {
    name: { title: say.name(), kind: 'text', value: ({ name }) => readable(name), ref: refOf },
    ticks: {
      title: say.ticks(),
      hint: say.ticksHint(),
      kind: 'text',
      value: ({ ticksFor }) =>
        ticksFor.map((each) => (each === 'broadcast' ? each : `CPU ${each}`)).join(', ') || undefined,
      ref: ({ ticksFor }) => {
        const cpu = ticksFor.find((each) => each !== 'broadcast');
        return cpu === undefined ? undefined : refTo.cpu(cpu);
      },
    },
    state: { title: say.state(), kind: 'text', value: ({ state }) => state },
    next: {
      title: say.next(),
      hint: say.nextHint(),
      kind: 'ns',
      value: ({ next }, kernel) => (next === undefined ? undefined : next - sinceBoot(kernel, 'ktime_get')),
    },
    handler: {
      title: say.handler(),
      kind: 'address',
      value: ({ handler }) => handler,
      text: ({ handler }, kernel) => symbolShown(kernel, handler),
    },
    rating: { title: say.rating(), kind: 'count', value: ({ rating }) => rating },
    irq: { title: say.irq(), kind: 'count', optional: true, value: ({ irq }) => irq },
    retries: { title: say.retries(), kind: 'count', optional: true, value: ({ retries }) => retries },
    least: { title: say.least(), kind: 'ns', optional: true, value: ({ minDelta }) => minDelta },
    most: { title: say.mostTime(), kind: 'ns', optional: true, value: ({ maxDelta }) => maxDelta },
    device: structColumn('clock_event_device', ({ address }) => address),
  },
  list: clockEvents,
  ref: foundIn('clockevent', clockEvents, refOf),
  name: ({ name }) => readable(name),
  place: ({ address }) => ({ address, type: 'clock_event_device' }),
  tone: ({ ticksFor }) => (ticksFor.length === 0 ? 'muted' : undefined),
});

function refOf({ address }: ClockEvent): string {
  return `clockevent:${address.toString(16)}`;
}
