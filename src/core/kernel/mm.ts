import { step, type Addr } from '../addr.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { spannedMemory } from './memory-size.ts';
import { RESIDENT, threadsOf, type Task } from './tasks.ts';

/** What a process takes of memory. */
export interface MemoryUse {
  /** Pages of address space: mm_struct.total_vm. */
  readonly total: number;
  /** Pages that were resident, file, anonymous and shared ones. */
  readonly resident: number;
}

const NONE: MemoryUse = { total: 0, resident: 0 };

/** How this kernel counts resident pages, resolved once. */
interface Counters {
  readonly totalVm: number | undefined;
  /** Offset of the counter of each kind that counts, in mm_struct. */
  readonly each: readonly number[];
  /** percpu_counter (6.2 on, f1a7941243c1): s64 count and a per-CPU pointer to s32. Else atomic longs. */
  readonly perCpu?: { readonly count: number; readonly counters: number };
}

function counters(kernel: Kernel): Counters {
  return kernel.remember('memory counters', () => {
    const { types } = kernel;
    const at = (name: string, path: string): number | undefined =>
      types.has(name, path) ? types.offsetOf(name, path) : undefined;
    const totalVm = at('mm_struct', 'total_vm');
    const array = at('mm_struct', 'rss_stat.count') ?? at('mm_struct', 'rss_stat');
    if (array === undefined) return { totalVm, each: [] };
    const count = at('percpu_counter', 'count');
    const shards = at('percpu_counter', 'counters');
    const split = types.has('mm_struct', 'rss_stat.count');
    const perCpu =
      !split && count !== undefined && shards !== undefined ? { count, counters: shards } : undefined;
    const size = perCpu ? (types.sizeOf('struct percpu_counter') ?? 8) : 8;
    return {
      totalVm,
      each: RESIDENT.map((kind) => array + kind * size),
      perCpu,
    };
  });
}

/** The memory of `task`'s process. Threads up to 6.1 keep some counts to themselves; they are added, as crash does. */
export function memoryUse(kernel: Kernel, task: Task): MemoryUse {
  const { mm } = task;
  if (mm === 0n) return NONE;
  // By process, not by mm: vfork lends an mm to another process, whose threads count for themselves.
  const kept = kernel.remember('memory by process', () => new Map<number, MemoryUse & { mm: bigint }>());
  const known = kept.get(task.tgid);
  if (known?.mm === mm) return known;
  const { space } = kernel;
  const layout = counters(kernel);
  const total = layout.totalVm === undefined ? 0 : Number(space.tryU64(step(mm, layout.totalVm)) ?? 0n);
  let resident = 0;
  for (const offset of layout.each) resident += readCounter(kernel, step(mm, offset), layout);
  for (const thread of threadsOf(kernel, task)) resident += thread.pendingPages;
  const use = { mm, total: plausible(total), resident: plausible(resident) };
  kept.set(task.tgid, use);
  return use;
}

function readCounter(kernel: Kernel, at: Addr, layout: Counters): number {
  const { space } = kernel;
  if (!layout.perCpu) return Number(BigInt.asIntN(64, space.tryU64(at) ?? 0n));
  let sum = BigInt.asIntN(64, space.tryU64(step(at, layout.perCpu.count)) ?? 0n);
  const shards = space.tryU64(step(at, layout.perCpu.counters));
  for (const offset of shards ? cpuOffsets(kernel) : [])
    sum += BigInt((space.tryU32(step(shards as Addr, offset)) ?? 0) | 0);
  return Number(sum);
}

function cpuOffsets(kernel: Kernel): readonly Addr[] {
  // Of all CPUs: what panic() stopped is not online any more, and its counts were not moved.
  return kernel.remember('per-CPU offsets', () =>
    Array.from({ length: cpuCount(kernel) }, (_, cpu) => kernel.tryPerCpuOffset(cpu)).filter(
      (offset) => offset !== undefined,
    ),
  );
}

/** A count of pages; damage (more than 2^40 pages) and counters below zero read as none. */
function plausible(pages: number): number {
  return pages > 0 && pages < 2 ** 40 ? pages : 0;
}

/** Part of the machine's memory that `pages` are, in hundredths. */
export function memoryShare(kernel: Kernel, pages: number): number {
  const all = spannedMemory(kernel);
  return all === undefined ? 0 : Math.min(100, (pages * kernel.layout.pageSize * 100) / all);
}
