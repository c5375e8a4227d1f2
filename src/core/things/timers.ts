import type { Addr } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ticksPerSecond } from '../kernel/time.ts';
import { timerOwner } from '../kernel/timer-owners.ts';
import { hrtimerClocks, ticksLeft, timerBases } from '../kernel/timers.ts';
import { refTo } from '../rows/ref.ts';
import { cpuColumn, symbolColumn, taskColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('timers', {
  title: { en: 'Timers', ko: '타이머' },
  one: { en: 'timer', ko: '타이머' },
  heading: { en: 'Timers that were still to fire', ko: '대기 중이던 타이머' },
  empty: {
    en: 'The timers of this kernel are not in the dump.',
    ko: '이 커널의 타이머가 덤프에 없습니다.',
  },
  kind: { en: 'Kind', ko: '종류' },
  base: { en: 'Base', ko: '베이스' },
  expires: { en: 'Expires', ko: '만료' },
  expiresHint: {
    en: 'jiffies for timers of the wheel, nanoseconds of the clock for hrtimers',
    ko: '휠 타이머는 jiffies, hrtimer는 해당 시계의 나노초',
  },
  left: { en: 'Due in', ko: '남은 시간' },
  leftHint: { en: 'negative: it was late', ko: '음수면 이미 지난 타이머' },
  function: { en: 'Function', ko: '함수' },
  task: { en: 'Of task', ko: '태스크' },
  taskHint: { en: 'whom it will wake, or send a signal', ko: '깨우거나 시그널을 보낼 대상' },
  work: { en: 'Queues work', ko: '예약된 작업' },
});

/** A timer of the wheel or a high-resolution one. */
interface AnyTimer {
  readonly kind: 'timer_list' | 'hrtimer';
  readonly cpu: number;
  readonly base: string;
  readonly address: Addr;
  readonly expires: bigint;
  /** Nanoseconds. */
  readonly left?: bigint;
  readonly function: bigint;
}

/** Timers of every CPU: the wheel's (kernel/time/timer.c) and the high-resolution ones (kernel/time/hrtimer.c). */
export const thing = describe<AnyTimer>()({
  id: 'timers',
  ...namesOf(say),
  view: { group: 'machine', order: 2 },
  command: 'timer',
  columns: {
    cpu: cpuColumn,
    kind: { title: say.kind(), kind: 'text', value: ({ kind }) => kind },
    base: { title: say.base(), kind: 'text', value: ({ base }) => base },
    left: { title: say.left(), hint: say.leftHint(), kind: 'ns', value: ({ left }) => left },
    expires: {
      title: say.expires(),
      hint: say.expiresHint(),
      kind: 'count',
      value: ({ expires }) => expires,
    },
    function: symbolColumn({ title: say.function() }, (timer) => timer.function),
    task: taskColumn(
      { title: say.task(), hint: say.taskHint() },
      (timer, kernel) => timerOwner(kernel, timer.address, timer.function)?.task,
    ),
    work: symbolColumn(
      { title: say.work() },
      (timer, kernel) => timerOwner(kernel, timer.address, timer.function)?.work,
    ),
    address: {
      title: say.one(),
      kind: 'address',
      value: ({ address }) => address,
      ref: ({ address, kind }) => refTo.instance(kind, address),
    },
  },

  list: (kernel) => all(kernel),
  ref: foundIn('timer', all, refOf),

  name: ({ address, kind }) => `${kind} ${address.toString(16)}`,
  place: ({ address, kind }) => ({ address, type: kind }),
  shownBy: ({ kind, cpu }) => (kind === 'hrtimer' ? `timer -r -C ${cpu}` : `timer -C ${cpu}`),
  tone: ({ left }) => (left !== undefined && left < 0n ? 'warn' : undefined),
});

function refOf({ address }: AnyTimer): string {
  return `timer:${address.toString(16)}`;
}

function all(kernel: Kernel): readonly AnyTimer[] {
  return kernel.remember('all timers', () => {
    const tick = BigInt(Math.round(1_000_000_000 / (ticksPerSecond(kernel) ?? 1000)));
    const wheel = timerBases(kernel).flatMap(({ cpu, name, timers }) =>
      timers.map((timer): AnyTimer => {
        const ticks = ticksLeft(kernel, timer);
        return {
          ...timer,
          kind: 'timer_list',
          cpu,
          base: name,
          left: ticks === undefined ? undefined : ticks * tick,
        };
      }),
    );
    const fine = hrtimerClocks(kernel).flatMap(({ cpu, clock, now, timers }) =>
      timers.map((timer): AnyTimer => ({
        ...timer,
        kind: 'hrtimer',
        cpu,
        base: clock,
        left: timer.expires - now,
      })),
    );
    return [...wheel, ...fine];
  });
}
