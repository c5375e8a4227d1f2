import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { seenCpus } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';

/** Something that counts and by which time is kept: struct clocksource (include/linux/clocksource.h). */
export interface ClockSource {
  readonly object: CObject;
  readonly address: Addr;
  readonly name: string;
  readonly rating: number;
  /** Time is kept by it: curr_clocksource (kernel/time/clocksource.c). */
  readonly current: boolean;
  /** CLOCK_SOURCE_… without that. */
  readonly flags: readonly string[];
  readonly mask: bigint;
  readonly mult: number;
  readonly shift: number;
  readonly maxIdle: bigint | undefined;
  /** Its and the watchdog's counts when they were compared last; undefined where the kernel has no watchdog. */
  readonly lastSeen: bigint | undefined;
  readonly lastWatched: bigint | undefined;
}

/** Something that interrupts at a time: struct clock_event_device (include/linux/clockchips.h). */
export interface ClockEvent {
  readonly object: CObject;
  readonly address: Addr;
  readonly name: string;
  readonly rating: number;
  /** "oneshot", "periodic": enum clock_event_state. */
  readonly state: string;
  /** The CPU whose tick it makes; 'broadcast' for that which wakes CPUs whose own sleeps. */
  readonly ticksFor: readonly (number | 'broadcast')[];
  /** Nanoseconds since boot; undefined where it is not set (KTIME_MAX), or is off. */
  readonly next: bigint | undefined;
  readonly handler: Addr;
  readonly mult: number;
  readonly shift: number;
  /** Nanoseconds. */
  readonly minDelta: bigint;
  readonly maxDelta: bigint;
  readonly irq: number;
  readonly retries: bigint;
}

/** By value: include/linux/clocksource.h; 0x200 is another flag since 7.1, in which sources no longer say how uncertain they are. */
const FLAGS: readonly (readonly [number, string, string?])[] = [
  [0x01, 'IS_CONTINUOUS'],
  [0x02, 'MUST_VERIFY'],
  [0x04, 'CALIBRATED'],
  [0x10, 'WATCHDOG'],
  [0x20, 'VALID_FOR_HRES'],
  [0x40, 'UNSTABLE'],
  [0x80, 'SUSPEND_NONSTOP'],
  [0x100, 'RESELECT'],
  [0x200, 'VERIFY_PERCPU', 'CAN_INLINE_READ'],
  [0x400, 'HAS_COUPLED_CLOCK_EVENT'],
];
const KTIME_MAX = (1n << 63n) - 1n;
/** There are a handful. */
const MAX_CLOCKS = 65536;
const MAX_NAME = 64;

/** The clock sources, the best first: clocksource_list. */
export function* clockSources(kernel: Kernel): Generator<ClockSource, void, void> {
  if (!kernel.types.has('clocksource', 'list') || !kernel.symbols.byName('clocksource_list')) return;
  const chosen = kernel.symbols.byName('curr_clocksource');
  const current = chosen && kernel.space.tryU64(chosen.address);
  const newer =
    !kernel.types.has('clocksource', 'uncertainty_margin') && kernel.types.has('clocksource', 'wd_cpu');
  let count = 0;
  for (const object of listEntries(
    kernel.object('clocksource_list', 'struct list_head'),
    'struct clocksource',
    'list',
  )) {
    if (++count > MAX_CLOCKS) return;
    const found = object.try((each): ClockSource => {
      const flags = each.get('flags').number();
      return {
        object,
        address: object.address,
        name: each.get('name').string(MAX_NAME),
        rating: each.get('rating').number(),
        current: object.address === current,
        flags: FLAGS.filter(([bit]) => flags & bit).map(([, name, later]) =>
          newer ? (later ?? name) : name,
        ),
        mask: each.get('mask').pointer(),
        mult: each.get('mult').number(),
        shift: each.get('shift').number(),
        maxIdle: each.find('max_idle_ns')?.pointer(),
        lastSeen: each.find('cs_last')?.pointer(),
        lastWatched: each.find('wd_last')?.pointer(),
      };
    });
    if (!found) return;
    yield found;
  }
}

/** The devices for the ticks: clockevent_devices, and those that CPUs use besides (tick_cpu_device). */
export function* clockEvents(kernel: Kernel): Generator<ClockEvent, void, void> {
  if (!kernel.types.has('clock_event_device', 'list')) return;
  const users = tickDevices(kernel);
  const met = new Set<bigint>();
  const head = kernel.symbols.byName('clockevent_devices');
  const listed = head
    ? listEntries(kernel.at('struct list_head', head.address), 'struct clock_event_device', 'list')
    : [];
  for (const { address } of listed) {
    if (met.size >= MAX_CLOCKS || met.has(address)) break;
    const found = clockEventAt(kernel, address, users);
    if (!found) break;
    met.add(address);
    yield found;
  }
  for (const at of users.keys()) {
    const found = met.has(at) ? undefined : clockEventAt(kernel, at, users);
    if (found) yield found;
  }
}

type Users = ReadonlyMap<bigint, readonly (number | 'broadcast')[]>;

function clockEventAt(kernel: Kernel, at: bigint, users: Users): ClockEvent | undefined {
  const object = kernel.at('struct clock_event_device', at);
  return object.try((each): ClockEvent => {
    const next = each.get('next_event').bigint();
    const state = (each.get('state_use_accessors').enumerator() ?? '?')
      .replace('CLOCK_EVT_STATE_', '')
      .toLowerCase();
    return {
      object,
      address: object.address,
      name: each.get('name').string(MAX_NAME),
      rating: each.get('rating').number(),
      state,
      ticksFor: users.get(object.address) ?? [],
      next: next >= KTIME_MAX || state === 'detached' || state === 'shutdown' ? undefined : next,
      handler: each.get('event_handler').pointer(),
      mult: each.get('mult').number(),
      shift: each.get('shift').number(),
      minDelta: each.get('min_delta_ns').pointer(),
      maxDelta: each.get('max_delta_ns').pointer(),
      irq: each.get('irq').number(),
      retries: each.get('retries').pointer(),
    };
  });
}

/** Who uses which device: tick_cpu_device of each CPU, tick_broadcast_device (kernel/time/tick-common.c, tick-broadcast.c). */
function tickDevices(kernel: Kernel): Users {
  const users = new Map<bigint, (number | 'broadcast')[]>();
  const add = (device: bigint | undefined, user: number | 'broadcast'): void => {
    if (device) users.set(device, [...(users.get(device) ?? []), user]);
  };
  if (!kernel.types.has('tick_device', 'evtdev')) return users;
  for (const cpu of seenCpus(kernel)) add(tickDevice(kernel, cpu), cpu);
  const broadcast = kernel.symbols.byName('tick_broadcast_device');
  if (broadcast)
    add(
      kernel.at('struct tick_device', broadcast.address).try((each) => each.get('evtdev').pointer()),
      'broadcast',
    );
  return users;
}

/** Address of the clock_event_device that makes the tick of CPU `cpu`. */
export function tickDevice(kernel: Kernel, cpu: number): Addr | undefined {
  const symbol = kernel.symbols.byName('tick_cpu_device');
  const offset = symbol && kernel.tryPerCpuOffset(cpu);
  if (!symbol || offset === undefined || !kernel.types.has('tick_device', 'evtdev')) return undefined;
  const device = kernel
    .at('struct tick_device', step(symbol.address, offset))
    .try((each) => each.get('evtdev').pointer());
  return device === 0n ? undefined : device;
}
