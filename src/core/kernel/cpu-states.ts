import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpusOfMask, seenCpus } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { currentTask } from './running.ts';
import { idleTasks } from './tasks.ts';
import { sinceBoot } from './time.ts';

/** How far a CPU is up, and what its tick does while it idles. */
export interface CpuState {
  readonly cpu: number;
  /** The masks that have it, without __cpu_ and _mask: possible, present, online, active, dying. */
  readonly masks: readonly string[];
  /** It ran its idle task. */
  readonly idle: boolean | undefined;
  readonly hotplug: Hotplug | undefined;
  readonly tick: Tick | undefined;
}

/** struct cpuhp_cpu_state (kernel/cpu.c, 4.6 on). */
export interface Hotplug {
  readonly address: Addr;
  /** Number and name of the state: enum cpuhp_state, and the step's own name (cpuhp_hp_states). */
  readonly state: number;
  readonly stateName: string;
  readonly target: number;
  readonly targetName: string;
  /** It is on its way: up or down. */
  readonly moving: boolean;
}

/** struct tick_sched (kernel/time/tick-sched.h). Times are nanoseconds since boot. */
export interface Tick {
  readonly address: Addr;
  readonly stopped: boolean;
  /** Between tick_nohz_idle_enter() and _exit(). */
  readonly inIdle: boolean;
  readonly idleSince: bigint | undefined;
  readonly lastTick: bigint;
  /** When the CPU wants to be woken for its next timer, while the tick is stopped. */
  readonly nextTimer: bigint | undefined;
  readonly idleCalls: bigint;
  readonly idleSleeps: bigint;
  /** Total, as far as the struct has it (up to 7.0). */
  readonly idleTime: bigint | undefined;
  /** Why the tick may not stop: TICK_DEP_BIT_… */
  readonly needed: readonly string[];
}

const MASKS = ['possible', 'present', 'online', 'active', 'dying'] as const;
/** TS_FLAG_INIDLE, TS_FLAG_STOPPED: bits of tick_sched.flags since 6.9 (a478ffb2ae23); bit-fields before. */
const IN_IDLE = 1n;
const STOPPED = 2n;
/** include/linux/tick.h. */
const DEPENDENCIES = ['posix_timer', 'perf_events', 'sched', 'clock_unstable', 'rcu', 'rcu_exp'] as const;
/** KTIME_MAX: no timer at all. */
const NEVER = (1n << 63n) - 1n;
const MAX_STATES = 4096;

/** The state of each CPU that the machine had. */
export function cpuStates(kernel: Kernel): readonly CpuState[] {
  const idle = new Set(idleTasks(kernel).map(({ address }) => address));
  const masks = MASKS.map((name) => {
    const symbol = kernel.symbols.image.byName(`__cpu_${name}_mask`);
    return { name, cpus: new Set(symbol ? cpusOfMask(kernel, symbol.address, symbol.size ?? 8) : []) };
  });
  return seenCpus(kernel).map((cpu) => {
    const task = kernel.types.has('task_struct', 'tasks') ? currentTask(kernel, cpu) : undefined;
    return {
      cpu,
      masks: masks.filter(({ cpus }) => cpus.has(cpu)).map(({ name }) => name),
      idle: task && idle.has(task.address),
      hotplug: hotplugOf(kernel, cpu),
      tick: tickOf(kernel, cpu),
    };
  });
}

/** Nanoseconds since CPU `cpu` began to idle; undefined where it did not. */
export function idleFor(kernel: Kernel, { tick }: CpuState): bigint | undefined {
  if (!tick?.inIdle || tick.idleSince === undefined) return undefined;
  const now = sinceBoot(kernel, 'ktime_get');
  // The tick counter, by which `now` goes, may be up to a tick behind.
  return now > tick.idleSince ? now - tick.idleSince : 0n;
}

function ownVariable(kernel: Kernel, name: string, struct: string, cpu: number): CObject | undefined {
  const symbol = kernel.symbols.byName(name);
  const offset = symbol && kernel.tryPerCpuOffset(cpu);
  if (!symbol || offset === undefined || !kernel.types.struct(struct)) return undefined;
  return kernel.at(`struct ${struct}`, step(symbol.address, offset));
}

function hotplugOf(kernel: Kernel, cpu: number): Hotplug | undefined {
  const object = ownVariable(kernel, 'cpuhp_state', 'cpuhp_cpu_state', cpu);
  return object?.try((each) => {
    const [state, target] = ['state', 'target'].map((name) => each.get(name).number());
    const online = Number(kernel.types.enumerator('cpuhp_state', 'CPUHP_ONLINE') ?? -1n);
    return {
      address: object.address,
      state,
      stateName: stateName(kernel, state),
      target,
      targetName: stateName(kernel, target),
      // The boot CPU's target stays 0 until it is first taken down (boot_cpu_hotplug_init, up to 6.0).
      moving: state !== target && !(state === online && target === 0),
    };
  });
}

/** What a state of hotplug is called: by its step ("x86/mce:dead", "online"), else by the enumeration. */
function stateName(kernel: Kernel, state: number): string {
  const steps = kernel.symbols.byName('cpuhp_hp_states');
  const size = kernel.types.sizeOf('struct cpuhp_step');
  if (steps && size && state >= 0 && state < MAX_STATES) {
    const name = kernel
      .at('struct cpuhp_step', step(steps.address, state * size))
      .try((each) => (each.get('name').pointer() === 0n ? '' : each.get('name').string(64)));
    if (name) return name;
  }
  const found = kernel.types.enumeration('cpuhp_state')?.values.find(({ value }) => Number(value) === state);
  return found?.name ?? String(state);
}

function tickOf(kernel: Kernel, cpu: number): Tick | undefined {
  const object = ownVariable(kernel, 'tick_cpu_sched', 'tick_sched', cpu);
  return object?.try((each) => {
    const flags = each.find('flags')?.pointer();
    const flag = (bit: bigint, member: string): boolean =>
      flags === undefined ? (each.find(member)?.bool() ?? false) : (flags & bit) !== 0n;
    const stopped = flag(STOPPED, 'tick_stopped');
    const time = (name: string): bigint | undefined => each.find(name)?.bigint();
    const since = time('idle_entrytime');
    const timer = time('next_timer');
    const needs = each.find('tick_dep_mask')?.number() ?? 0;
    return {
      address: object.address,
      stopped,
      inIdle: flag(IN_IDLE, 'inidle'),
      idleSince: since,
      lastTick: time('last_tick') ?? 0n,
      nextTimer: stopped && timer !== undefined && timer < NEVER ? timer : undefined,
      idleCalls: each.get('idle_calls').pointer(),
      idleSleeps: each.get('idle_sleeps').pointer(),
      idleTime: time('idle_sleeptime'),
      needed: DEPENDENCIES.filter((_, bit) => (needs >> bit) & 1),
    };
  });
}
