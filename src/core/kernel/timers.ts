import { step, type Addr } from '../addr.ts';
import { bare, sizeOf } from '../types/model.ts';
import type { CObject } from '../types/cobject.ts';
import { seenCpus } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { rbEntries } from './rb-tree.ts';
import { jiffies, sinceBoot } from './time.ts';

/** Timers in one slot of the wheel; more are taken for a circle. */
const MAX_IN_SLOT = 100_000;
/** LVL_SIZE * LVL_DEPTH goes to 576 (kernel/time/timer.c). */
const MAX_SLOTS = 4096;
/** HRTIMER_MAX_CLOCK_BASES (include/linux/hrtimer_defs.h). */
const MAX_CLOCKS = 16;

/** A wheel of timers that one CPU turns: struct timer_base (kernel/time/timer.c, 4.8 on). */
export interface TimerBase {
  readonly cpu: number;
  /** BASE_STD, BASE_DEF; since 6.9 BASE_LOCAL, BASE_GLOBAL, BASE_DEF. */
  readonly name: string;
  readonly address: Addr;
  readonly timers: readonly Timer[];
}

/** A timer of the wheel: struct timer_list (include/linux/timer_types.h). */
export interface Timer {
  readonly address: Addr;
  /** In jiffies. */
  readonly expires: bigint;
  readonly function: Addr;
}

/** The wheels of all CPUs with their timers, each in order of expiry. Throws MissingError where the kernel has another kind. */
export function timerBases(kernel: Kernel): readonly TimerBase[] {
  return kernel.remember('timer bases', () => {
    const { types } = kernel;
    const variable = types.find('var', 'timer_bases');
    const array = variable && bare(variable);
    const size = sizeOf(types.named('struct timer_base'));
    const count = array?.kind === 'array' ? Math.min(array.count, 3) : 1;
    const names =
      count === 3 ? ['BASE_LOCAL', 'BASE_GLOBAL', 'BASE_DEF'] : ['BASE_STD', 'BASE_DEF'].slice(0, count);
    const found: TimerBase[] = [];
    for (const cpu of seenCpus(kernel)) {
      const first = kernel.perCpu('timer_bases', cpu, 'struct timer_base').address;
      for (const [i, name] of names.entries()) {
        const base = kernel.at('struct timer_base', step(first, i * size));
        found.push({ cpu, name, address: base.address, timers: timersOf(kernel, base) });
      }
    }
    return found;
  });
}

function timersOf(kernel: Kernel, base: CObject): Timer[] {
  const vectors = base.get('vectors');
  const timers: Timer[] = [];
  for (let slot = 0; slot < Math.min(Math.floor(vectors.size / 8), MAX_SLOTS); slot++) {
    let at = kernel.space.tryU64(step(vectors.address, slot * 8)) ?? 0n;
    for (let i = 0; at !== 0n && i < MAX_IN_SLOT; i++) {
      // entry, a hlist_node, stands first: next, pprev.
      const timer = kernel.at('struct timer_list', at);
      const read = timer.try((each) => ({
        address: each.address,
        expires: BigInt.asUintN(64, each.get('expires').bigint()),
        function: each.get('function').pointer(),
        next: each.get('entry.next').pointer(),
      }));
      if (!read) break;
      timers.push(read);
      at = read.next;
    }
  }
  return timers.sort((a, b) => (a.expires < b.expires ? -1 : a.expires > b.expires ? 1 : 0));
}

/** Ticks until `timer` was due when the machine died; negative: it was late. */
export function ticksLeft(kernel: Kernel, timer: Timer): bigint | undefined {
  const now = jiffies(kernel);
  return now === undefined ? undefined : BigInt.asIntN(64, timer.expires - now);
}

/** A clock that one CPU's high-resolution timers go by: struct hrtimer_clock_base (include/linux/hrtimer_defs.h). */
export interface HrtimerClock {
  readonly cpu: number;
  readonly index: number;
  readonly address: Addr;
  /** The function that reads it: ktime_get, ktime_get_real … */
  readonly clock: string;
  /** Nanoseconds that it showed, by the tick counter. */
  readonly now: bigint;
  readonly timers: readonly Hrtimer[];
}

/** struct hrtimer (include/linux/hrtimer_types.h); times in nanoseconds of its clock. */
export interface Hrtimer {
  readonly address: Addr;
  readonly softExpires: bigint;
  readonly expires: bigint;
  readonly function: Addr;
}

/** enum hrtimer_base_type (include/linux/hrtimer_defs.h): these four for hard interrupts, then again for softirqs. */
const CLOCKS = ['ktime_get', 'ktime_get_real', 'ktime_get_boottime', 'ktime_get_clocktai'] as const;

/** struct hrtimer_cpu_base of CPU `cpu`. */
export function hrtimerBase(kernel: Kernel, cpu: number): CObject {
  return kernel.perCpu('hrtimer_bases', cpu, 'struct hrtimer_cpu_base');
}

/** The clocks of all CPUs with their timers, each in order of expiry: hrtimer_bases (kernel/time/hrtimer.c). */
export function hrtimerClocks(kernel: Kernel): readonly HrtimerClock[] {
  return kernel.remember('hrtimer clocks', () => {
    const found: HrtimerClock[] = [];
    const size = sizeOf(kernel.types.named('struct hrtimer_clock_base'));
    for (const cpu of seenCpus(kernel)) {
      const clocks = hrtimerBase(kernel, cpu).get('clock_base');
      for (let index = 0; index < Math.min(Math.floor(clocks.size / size), MAX_CLOCKS); index++) {
        const base = kernel.at('struct hrtimer_clock_base', step(clocks.address, index * size));
        found.push(clockOf(kernel, base, cpu, index));
      }
    }
    return found;
  });
}

function clockOf(kernel: Kernel, base: CObject, cpu: number, index: number): HrtimerClock {
  // get_time went with 6.18; what each clock is follows from its place too.
  const reader = base.try((each) => each.find('get_time')?.pointer());
  const named = reader === undefined ? undefined : kernel.symbols.byAddress(reader)?.symbol.name;
  const clock = named ?? CLOCKS[index % CLOCKS.length];
  const timers = [...rbEntries(kernel, base.get('active'), 'struct hrtimer', 'node.node')].flatMap(
    (timer) =>
      timer.try((each) => ({
        address: each.address,
        softExpires: each.get('_softexpires').bigint(),
        expires: each.get('node.expires').bigint(),
        function: each.get('function').pointer(),
      })) ?? [],
  );
  return { cpu, index, address: base.address, clock, now: sinceBoot(kernel, clock), timers };
}
