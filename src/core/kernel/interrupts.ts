import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { cpuCount, cpusOfMaskVariable } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { mapleEntries } from './maple-tree.ts';
import { xarrayEntries } from './xarray.ts';

/** Numbers of interrupts beyond this are taken for damage (NR_IRQS of 8192 CPUs is some 500,000). */
const MAX_IRQ = 1 << 20;
/** Handlers that share one line. */
const MAX_ACTIONS = 64;
/** Softirqs: NR_SOFTIRQS (include/linux/interrupt.h). */
export const SOFTIRQS = [
  'HI',
  'TIMER',
  'NET_TX',
  'NET_RX',
  'BLOCK',
  'IRQ_POLL',
  'TASKLET',
  'SCHED',
  'HRTIMER',
  'RCU',
] as const;

/** A handler on an interrupt line: struct irqaction (include/linux/interrupt.h). */
export interface IrqAction {
  readonly address: Addr;
  readonly name: string;
  readonly handler: Addr;
  /** What runs in its thread; 0 without one. */
  readonly threadFunction: Addr;
  /** task_struct of the thread; 0 without one. */
  readonly thread: Addr;
}

/** An interrupt line: struct irq_desc (include/linux/irqdesc.h). */
export interface Irq {
  readonly number: number;
  readonly object: CObject;
  /** What handles it; undefined where its descriptor is not in the dump. */
  readonly actions: readonly IrqAction[] | undefined;
}

/** One more than the largest number of an interrupt: nr_irqs (total_nr_irqs since 6.13, kernel/irq/irqdesc.c). */
export function irqLimit(kernel: Kernel): number {
  const symbol = kernel.symbols.image.byName('nr_irqs') ?? kernel.symbols.image.byName('total_nr_irqs');
  const count = symbol && kernel.space.tryU32(symbol.address);
  if (count !== undefined && count > 0 && count <= MAX_IRQ) return count;
  return (interrupts(kernel).at(-1)?.number ?? -1) + 1;
}

/**
 * The interrupt lines that have a descriptor, in order: a maple tree (sparse_irqs, 6.5 on), a radix tree
 * (irq_desc_tree), or the array irq_desc of kernels without CONFIG_SPARSE_IRQ.
 */
export function interrupts(kernel: Kernel): readonly Irq[] {
  return kernel.remember('interrupts', () => {
    const found: Irq[] = [];
    for (const { number, address } of descriptors(kernel)) {
      if (number >= MAX_IRQ) break;
      const object = kernel.at('struct irq_desc', address);
      found.push({ number, object, actions: actionsOf(kernel, object) });
    }
    return found;
  });
}

function* descriptors(kernel: Kernel): Generator<{ number: number; address: Addr }> {
  const { image } = kernel.symbols;
  const { types } = kernel;
  if (image.byName('sparse_irqs') && types.struct('maple_tree')) {
    for (const { first, entry } of mapleEntries(kernel, kernel.object('sparse_irqs', 'struct maple_tree')))
      yield { number: Number(first), address: entry };
    return;
  }
  const tree = image.byName('irq_desc_tree');
  if (tree) {
    const root = kernel.at(types.struct('xarray') ? 'struct xarray' : 'struct radix_tree_root', tree.address);
    for (const { index, entry, value } of xarrayEntries(kernel, root))
      if (!value) yield { number: Number(index), address: entry };
    return;
  }
  const array = kernel.symbol('irq_desc');
  const size = types.sizeOf('struct irq_desc') ?? 0;
  const count = size > 0 ? Math.min(Math.floor((array.size ?? 0) / size), MAX_IRQ) : 0;
  for (let number = 0; number < count; number++)
    yield { number, address: step(array.address, number * size) };
}

function actionsOf(kernel: Kernel, desc: CObject): IrqAction[] | undefined {
  const actions: IrqAction[] = [];
  let at = desc.try((each) => each.get('action').pointer());
  if (at === undefined) return undefined;
  const seen = new Set<bigint>();
  while (at !== 0n && actions.length < MAX_ACTIONS && !seen.has(at)) {
    seen.add(at);
    const action = kernel.at('struct irqaction', at);
    const read = (member: string): Addr => action.try((each) => each.find(member)?.pointer()) ?? (0n as Addr);
    actions.push({
      address: action.address,
      name: action.try((each) => each.get('name').string(64)) ?? '',
      handler: read('handler'),
      threadFunction: read('thread_fn'),
      thread: read('thread'),
    });
    at = read('next');
  }
  return actions;
}

/**
 * How often the line was raised, by CPU, undefined where that is not in the dump: kstat_irqs, a per-CPU pointer to an unsigned int, or since 6.10 to a struct
 * irqstat that begins with it.
 */
export function irqCounts(kernel: Kernel, irq: Irq): readonly (number | undefined)[] {
  const counters = irq.object.try((each) => each.get('kstat_irqs').pointer());
  return perCpuCounts(kernel, (cpu) => {
    if (counters === 0n) return 0;
    const offset = kernel.tryPerCpuOffset(cpu);
    return counters === undefined || offset === undefined
      ? undefined
      : kernel.space.tryU32(counters + offset);
  });
}

function perCpuCounts<T>(kernel: Kernel, read: (cpu: number) => T): T[] {
  return Array.from({ length: cpuCount(kernel) }, (_, cpu) => read(cpu));
}

/** Who handles the line in hardware, and how: irq_chip.name and the flow's name ("IO-APIC", "edge"). */
export function irqChip(irq: Irq): { readonly chip: string; readonly flow: string } {
  const { object } = irq;
  return {
    chip: object.try((each) => each.get('irq_data.chip.name').string(64)) ?? '',
    flow: object.try((each) => each.get('name').string(32)) ?? '',
  };
}

/** The CPUs that may take the line: irq_common_data.affinity (in irq_data before 4.3). */
export function irqAffinity(kernel: Kernel, irq: Irq): readonly number[] {
  const mask = irq.object.find('irq_common_data.affinity') ?? irq.object.find('irq_data.affinity');
  return (mask && irq.object.try(() => cpusOfMaskVariable(kernel, mask))) ?? [];
}

/** A kind of softirq and what runs for it: softirq_vec[] (kernel/softirq.c). */
export interface Softirq {
  readonly number: number;
  readonly name: string;
  readonly action: Addr;
  /** How often it ran, by CPU: kstat.softirqs[] (include/linux/kernel_stat.h). */
  readonly counts: readonly number[];
  /** CPUs that had raised it and had not begun to run it; undefined where the dump does not tell. */
  readonly pending?: readonly number[];
}

/**
 * Where a CPU keeps the softirqs that it has raised, one bit each: a per-CPU variable of its own (x86, 6.15 on), in what is hot of a CPU
 * (x86, 6.2 to 6.14), else in irq_cpustat_t (include/asm-generic/hardirq.h, arch/x86/include/asm/hardirq.h).
 */
const PENDING = [
  { symbol: '__softirq_pending', type: 'u16' },
  { symbol: 'pcpu_hot', type: 'struct pcpu_hot', member: 'softirq_pending' },
  { symbol: 'irq_stat', type: 'irq_cpustat_t', member: '__softirq_pending' },
] as const;

/** Bits of the softirqs that `cpu` has raised and not begun to run; undefined where the dump does not tell. */
function pendingSoftirqs(kernel: Kernel, cpu: number): number | undefined {
  for (const way of PENDING) {
    if (!kernel.symbols.image.byName(way.symbol) || !kernel.types.lookup(way.type)) continue;
    const bits = kernel
      .perCpu(way.symbol, cpu, way.type)
      .try((each) => ('member' in way ? each.find(way.member) : each)?.number());
    if (bits !== undefined) return bits;
  }
  return undefined;
}

/** The softirqs that have an action, in order of their number, which is that of their urgency. */
export function softirqs(kernel: Kernel): readonly Softirq[] {
  const vector = kernel.symbol('softirq_vec');
  const found: Softirq[] = [];
  const raised = perCpuCounts(kernel, (cpu) => pendingSoftirqs(kernel, cpu));
  const known = raised.some((bits) => bits !== undefined);
  for (const [number, name] of SOFTIRQS.entries()) {
    const action = kernel.space.tryU64(step(vector.address, number * 8));
    if (action === undefined || action === 0n) continue;
    const counts = perCpuCounts(
      kernel,
      (cpu) =>
        (kernel.symbols.image.byName('kstat') &&
          kernel
            .perCpu('kstat', cpu, 'struct kernel_stat')
            .try((each) => each.get(`softirqs.[${number}]`).number())) ??
        0,
    );
    const pending = raised.flatMap((bits, cpu) => (((bits ?? 0) >> number) & 1 ? [cpu] : []));
    found.push({ number, name, action, counts, ...(known && { pending }) });
  }
  return found;
}
