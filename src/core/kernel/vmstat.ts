import { step } from '../addr.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import type { Zone } from './zones.ts';

/** One counter of the memory management, by the name that the kernel's enumeration gives it. */
export interface Counter {
  /** 'zone', 'node', 'numa': pages or what the name says; 'event': how often. */
  readonly group: 'zone' | 'node' | 'numa' | 'event';
  readonly name: string;
  readonly value: number;
}

/** Counters of an enumeration; more are taken for damage. */
const MAX_COUNTERS = 1024;

/** Which counters there are, where their sums stand and what ends their enumeration (include/linux/mmzone.h, mm/vmstat.c). */
const SUMS = [
  {
    group: 'zone',
    enumeration: 'zone_stat_item',
    symbols: ['vm_zone_stat', 'vm_stat'],
    end: 'NR_VM_ZONE_STAT_ITEMS',
  },
  { group: 'node', enumeration: 'node_stat_item', symbols: ['vm_node_stat'], end: 'NR_VM_NODE_STAT_ITEMS' },
  // 4.14 to 5.13; events of their own since (f19298b9516c).
  { group: 'numa', enumeration: 'numa_stat_item', symbols: ['vm_numa_stat'], end: 'NR_VM_NUMA_STAT_ITEMS' },
] as const;

/** The counters of zones, nodes and events, in the kernel's order; a counter that is not in the dump is left out. */
export function* counters(kernel: Kernel): Generator<Counter, void, void> {
  for (const { group, enumeration, symbols, end } of SUMS) {
    const symbol = symbols.map((name) => kernel.symbols.image.byName(name)).find((each) => each);
    if (!symbol) continue;
    for (const { name, index } of items(kernel, enumeration, end)) {
      const value = kernel.space.tryU64(step(symbol.address, index * 8));
      if (value !== undefined) yield { group, name, value: Number(BigInt.asIntN(64, value)) };
    }
  }
  yield* events(kernel);
}

/** vm_event_states: each CPU counts for itself (mm/vmstat.c, sum_vm_events). */
function* events(kernel: Kernel): Generator<Counter, void, void> {
  const symbol = kernel.symbols.image.byName('vm_event_states');
  if (!symbol) return;
  const offsets = Array.from({ length: cpuCount(kernel) }, (_, cpu) => kernel.tryPerCpuOffset(cpu));
  for (const { name, index } of items(kernel, 'vm_event_item', 'NR_VM_EVENT_ITEMS')) {
    let sum = 0n;
    for (const offset of offsets)
      if (offset !== undefined)
        sum += kernel.space.tryU64(step(step(symbol.address, offset), index * 8)) ?? 0n;
    yield { group: 'event', name, value: Number(BigInt.asIntN(64, BigInt.asUintN(64, sum))) };
  }
}

/** The counters of `zone` alone: zone.vm_stat[]. */
export function* zoneCounters(kernel: Kernel, zone: Zone): Generator<Counter, void, void> {
  const all = zone.object.get('vm_stat');
  for (const { name, index } of items(kernel, 'zone_stat_item', 'NR_VM_ZONE_STAT_ITEMS')) {
    const value = all.at(index).try((each) => each.number());
    if (value !== undefined) yield { group: 'zone', name, value };
  }
}

/** The counter `name` (NR_FREE_PAGES …) over the whole machine; undefined where this kernel has none, or it is not in the dump. */
export function counter(kernel: Kernel, ...names: string[]): number | undefined {
  const all = kernel.remember(
    'memory counters by name',
    () => new Map([...counters(kernel)].map((each) => [each.name, each.value])),
  );
  for (const name of names) if (all.has(name)) return all.get(name);
  return undefined;
}

/** The enumerators before `end`; of several names for one value the last (NR_ZONE_INACTIVE_ANON = NR_ZONE_LRU_BASE). */
function items(
  kernel: Kernel,
  enumeration: string,
  end: string,
): readonly { readonly name: string; readonly index: number }[] {
  const found = new Map<number, string>();
  const most = Math.min(Number(kernel.types.enumerator(enumeration, end) ?? 0n), MAX_COUNTERS);
  for (const { name, value } of kernel.types.enumeration(enumeration)?.values ?? []) {
    const index = Number(value);
    if (index >= 0 && index < most) found.set(index, name);
  }
  return [...found].sort(([a], [b]) => a - b).map(([index, name]) => ({ name, index }));
}
