import { step, type Addr } from '../addr.ts';
import { identity } from '../catalogue/identity.ts';
import { cpuCount } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { perCpuSections } from '../kernel/variables.ts';
import { refTo } from '../rows/ref.ts';
import { shownName } from '../symbols/symbol.ts';
import type { Answer } from './identity.ts';

/** Where CPU `cpu` has its own copies of what lies from `first` on. */
interface Area {
  readonly cpu: number;
  readonly low: bigint;
  readonly high: bigint;
  readonly offset: Addr;
  /** It is named by its symbols; else it is what was allocated after them. */
  readonly named: boolean;
}

/** Areas of all CPUs; more are taken for damage (thousands of CPUs with as many modules). */
const MAX_AREAS = 1 << 20;
/** What one CPU has of the first chunk is at most this much (mm/percpu.c). */
const MAX_UNIT = 1 << 26;

/** Bytes that each CPU has of the first chunk, static variables first: what comes after them in its unit went back to the allocator. */
function unitSize(kernel: Kernel): number {
  const [chunk, base] = ['pcpu_first_chunk', 'pcpu_base_addr'].map((name) => {
    const symbol = kernel.symbols.image.byName(name);
    return symbol && kernel.space.tryU64(symbol.address);
  });
  if (!chunk || !base || !kernel.types.has('pcpu_chunk', 'nr_pages')) return 0;
  const size = kernel.at('struct pcpu_chunk', chunk).try((each) => {
    const before = Number(each.get('base_addr').pointer() - base);
    return before + each.get('nr_pages').number() * kernel.layout.pageSize;
  });
  return size !== undefined && size > 0 && size <= MAX_UNIT ? size : 0;
}

/** In order of their addresses. */
function areas(kernel: Kernel): readonly Area[] {
  return kernel.remember('per-CPU areas', () => {
    const found: Area[] = [];
    if (!kernel.symbols.image.byName('__per_cpu_offset')) return found;
    const size = unitSize(kernel);
    for (let cpu = 0; cpu < cpuCount(kernel) && found.length < MAX_AREAS; cpu++) {
      const offset = kernel.tryPerCpuOffset(cpu);
      if (!offset) continue;
      const own = perCpuSections(kernel).map(({ start, end }) => ({
        cpu,
        low: step(start, offset),
        high: step(end, offset),
        offset,
        named: true,
      }));
      found.push(...own);
      const [first] = own;
      if (first && size > Number(first.high - first.low))
        found.push({ ...first, low: first.high, high: step(first.low, size), named: false });
    }
    return found.sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
  });
}

/** The area that `value` lies in: every word that is looked at is asked for. */
function areaAt(kernel: Kernel, value: bigint): Area | undefined {
  const all = areas(kernel);
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].low <= value) low = middle + 1;
    else high = middle;
  }
  const found = low > 0 ? all[low - 1] : undefined;
  return found && value < found.high ? found : undefined;
}

/** A CPU's copy of a per-CPU variable, or what it has beside them: DEFINE_PER_CPU, alloc_percpu() (mm/percpu.c). */
export const answer: Answer = {
  id: 'per-cpu',
  order: 65,
  identify(kernel, value) {
    const area = areaAt(kernel, value);
    if (!area) return undefined;
    const { cpu, low } = area;
    const at = area.named ? copied(kernel, step(value, -area.offset)) : undefined;
    return {
      kind: 'per-cpu',
      text: at
        ? identity.perCpu({
            name: shownName(at.symbol.name),
            cpu,
            offset: at.offset === 0 ? '' : ` +0x${at.offset.toString(16)}`,
          })
        : identity.perCpuMemory({ cpu, offset: Number(value - low).toString(16) }),
      start: at?.offset === 0,
      ref: refTo.memory(value),
      module: at?.symbol.module,
    };
  },
};

/** The symbol of the variable whose copies lie where `address` would be one; those of the image need not lie within it. */
function copied(kernel: Kernel, address: bigint): ReturnType<Kernel['symbols']['byAddress']> {
  return kernel.symbols.byAddress(address) ?? kernel.symbols.image.byAddress(address);
}
