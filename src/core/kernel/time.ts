import { step } from '../addr.ts';
import { isBlank } from '../memory/blank.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

const NS = 1_000_000_000;
/** jiffies starts five minutes before it wraps at 32 bits: INITIAL_JIFFIES (include/linux/jiffies.h). */
const BEFORE_WRAP = 300;
/** Seconds of a hundred years: no machine runs that long, a tick counter that says so is damaged. */
const MAX_UPTIME = 3_155_760_000;
/** PID_MAX_LIMIT (include/linux/threads.h). */
const MAX_LOAD = 4 * 1024 * 1024;
/** Seconds since 1970 of the end of the year 9999; what is later is damage. */
const MAX_DATE = 253_402_300_799;

/**
 * Ticks per second, CONFIG_HZ, which nothing in a dump spells out: from tick_nsec (kernel/time/ntp.c), else the
 * jiffies clock source (mult = TICK_NSEC << shift, kernel/time/jiffies.c), else the timekeeper's length of a
 * tick (ntp_tick, 32 bits of fraction).
 */
export function ticksPerSecond(kernel: Kernel): number | undefined {
  return kernel.remember('HZ', () => {
    for (const tick of tickLengths(kernel)) {
      const hz = Math.round(NS / tick);
      if (hz >= 10 && hz <= 20_000) return hz;
    }
    return undefined;
  });
}

function* tickLengths(kernel: Kernel): Generator<number> {
  const { image } = kernel.symbols;
  const tick = image.byName('tick_nsec');
  if (tick) yield Number(kernel.space.tryU64(tick.address) ?? 0n);
  if (image.byName('clocksource_jiffies') && kernel.types.has('clocksource', 'mult')) {
    const source = kernel.object('clocksource_jiffies', 'struct clocksource');
    yield source.try((each) => each.get('mult').number() / 2 ** (each.get('shift').number() & 31)) ?? 0;
  }
  yield Number(timekeeper(kernel)?.try((tk) => tk.get('ntp_tick').bigint() >> 32n) ?? 0n);
}

/** jiffies_64. */
export function jiffies(kernel: Kernel): bigint | undefined {
  const symbol = kernel.symbols.image.byName('jiffies_64');
  return symbol && kernel.space.tryU64(symbol.address);
}

/** Seconds since boot by the tick counter, as crash counts them; by the timekeeper when there is none. */
export function uptime(kernel: Kernel): number | undefined {
  const hz = ticksPerSecond(kernel);
  const now = jiffies(kernel);
  if (hz === undefined || now === undefined) return bootTime(kernel)?.uptime;
  const up = Number(BigInt.asUintN(64, now - BigInt.asUintN(32, BigInt(-BEFORE_WRAP * hz)))) / hz;
  return up <= MAX_UPTIME ? up : bootTime(kernel)?.uptime;
}

/**
 * Nanoseconds that the clock read by `reader` (ktime_get, ktime_get_real …) showed: since boot by the tick counter; those
 * that go by the date are moved by what the timekeeper says of them.
 */
export function sinceBoot(kernel: Kernel, reader: string): bigint {
  const up = BigInt(Math.round((uptime(kernel) ?? 0) * 1000)) * 1_000_000n;
  const offset = OFFSETS[reader];
  if (offset === undefined) return up;
  return up + (timekeeper(kernel)?.try((tk) => tk.find(offset)?.bigint()) ?? 0n);
}

/** What to add to the monotonic clock: struct timekeeper (include/linux/timekeeper_internal.h). */
const OFFSETS: Readonly<Record<string, string>> = {
  ktime_get_real: 'offs_real',
  ktime_get_boottime: 'offs_boot',
  ktime_get_clocktai: 'offs_tai',
};

/** The clock at the last update of the timekeeper (kernel/time/timekeeping.c). */
export interface Clock {
  /** Seconds since 1970, with fraction. */
  readonly now: number;
  /** Seconds since boot, suspended time included. */
  readonly uptime: number;
}

function bootTime(kernel: Kernel): Clock | undefined {
  return kernel.remember('clock', () =>
    timekeeper(kernel)?.try((tk) => {
      const shift = tk.get('tkr_mono.shift').number() & 63;
      const nsec = Number(tk.get('tkr_mono.xtime_nsec').bigint() >> BigInt(shift));
      const now = tk.get('xtime_sec').number() + nsec / NS;
      const toMono = tk.get('wall_to_monotonic');
      const mono = now + toMono.get('tv_sec').number() + toMono.get('tv_nsec').number() / NS;
      const asleep = (tk.find('offs_boot')?.number() ?? 0) / NS;
      // A clock that stands at the beginning of time was lost.
      return now > 0 && isDate(now) && mono > 0 ? { now, uptime: mono + asleep } : undefined;
    }),
  );
}

/** tk_core.timekeeper: after a sequence counter; timekeeper_data[0].timekeeper since 6.17. */
function timekeeper(kernel: Kernel): CObject | undefined {
  const { image } = kernel.symbols;
  const core = image.byName('tk_core') ?? image.byName('timekeeper_data');
  if (!core || !kernel.types.struct('timekeeper')) return undefined;
  const holder = kernel.types.lookup('struct tk_data');
  if (holder && kernel.types.has('tk_data', 'timekeeper'))
    return kernel.at('struct tk_data', core.address).get('timekeeper');
  // The struct of tk_core has no name: seqcount first, the timekeeper after it, aligned to 8 bytes.
  const seqcount = kernel.types.sizeOf('seqcount_raw_spinlock_t') ?? kernel.types.sizeOf('seqcount_t') ?? 4;
  return kernel.at('struct timekeeper', step(core.address, Math.ceil(seqcount / 8) * 8));
}

/**
 * Seconds since 1970 when the machine died: CRASHTIME of VMCOREINFO, else what the clock showed. The one was taken from the other
 * (ktime_get_real_seconds(), kernel/time/timekeeping.c): where they lie days apart one is damaged, and neither is known.
 */
export function crashTime(kernel: Kernel): number | undefined {
  const noted = kernel.vmcoreinfo.crashTime;
  const clock = clockTime(kernel);
  if (noted === undefined || !isDate(noted)) return clock;
  return clock === undefined || Math.abs(noted - clock) < DAYS_APART ? noted : undefined;
}
/** Seconds. */
const DAYS_APART = 2 * 86_400;

function isDate(seconds: number): boolean {
  return seconds >= 0 && seconds <= MAX_DATE;
}

/** Seconds since 1970 by the timekeeper. */
export function clockTime(kernel: Kernel): number | undefined {
  const clock = bootTime(kernel);
  return clock && Math.floor(clock.now);
}

/** Load averages over 1, 5 and 15 minutes: avenrun[], fixed point with 11 bits (include/linux/sched/loadavg.h). */
export function loadAverage(kernel: Kernel): readonly number[] | undefined {
  const symbol = kernel.symbols.image.byName('avenrun');
  if (!symbol || isBlank(kernel.space, symbol.address)) return undefined;
  const loads: number[] = [];
  for (let i = 0; i < 3; i++) {
    const word = kernel.space.tryU64(step(symbol.address, i * 8));
    // More tasks than there can be PIDs never wait at once.
    if (word === undefined || word > BigInt(MAX_LOAD * 2048)) return undefined;
    // Rounded as fs/proc/loadavg.c does, then cut to hundredths.
    loads.push(Math.floor(((Number(word) + 10) / 2048) * 100) / 100);
  }
  return loads;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

/** "Mon Nov 23 00:10:27 UTC 2026", as date(1) prints. */
export function dateText(seconds: number): string {
  const d = new Date(seconds * 1000);
  if (Number.isNaN(d.getTime())) return '(unknown)';
  const clock = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
  return `${DAYS[d.getUTCDay()]} ${MONTHS[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2)} ${clock} UTC ${d.getUTCFullYear()}`;
}

/** "3 days, 02:10:33", "00:00:09". */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86400);
  const clock = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return days > 0 ? `${days} days, ${clock}` : clock;
}
