import { step } from '../addr.ts';
import { cpuCount } from './cpus.ts';
import { hugePools } from './hugetlb.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';
import { swapAreas, type SwapArea } from './swap.ts';
import { counter } from './vmstat.ts';

/** What the memory of the machine was used for. Counts are pages of `kernel.layout.pageSize`; undefined: not in the dump. */
export interface MemorySummary {
  readonly total?: number;
  readonly free?: number;
  /** Page cache of block devices. */
  readonly buffers?: number;
  /** Page cache of files, without buffers and swap cache. */
  readonly cached?: number;
  readonly slab?: number;
  readonly hugeTotal: number;
  readonly hugeFree: number;
  readonly swapTotal: number;
  readonly swapUsed: number;
  readonly commitLimit?: number;
  /** What processes were promised: Committed_AS of /proc/meminfo. */
  readonly committed?: number;
}

/** Super block lists and swap cache spaces that are walked at most. */
const MAX_INODES = 1_000_000;

/** The summary of memory, from the kernel's own counters (mm/show_mem.c, si_meminfo; mm/util.c, vm_commit_limit). */
export function memorySummary(kernel: Kernel): MemorySummary {
  return kernel.remember('memory summary', () => {
    const total = number(kernel, '_totalram_pages') ?? number(kernel, 'totalram_pages');
    const buffers = blockDevicePages(kernel);
    const filePages = counter(kernel, 'NR_FILE_PAGES');
    const swapCache = counter(kernel, 'NR_SWAPCACHE') ?? swapCachePages(kernel);
    // Counted in pages in vm_node_stat although the name says bytes (d42f3245c7e2).
    const reclaimable = counter(kernel, 'NR_SLAB_RECLAIMABLE_B', 'NR_SLAB_RECLAIMABLE');
    const fixed = counter(kernel, 'NR_SLAB_UNRECLAIMABLE_B', 'NR_SLAB_UNRECLAIMABLE');
    const pools = hugePools(kernel);
    const areas = swapAreas(kernel);
    const swap = swapPages(kernel, areas);
    const hugeTotal = pools.reduce((sum, pool) => sum + pool.total * 2 ** pool.order, 0);
    return {
      total,
      free: counter(kernel, 'NR_FREE_PAGES'),
      buffers,
      cached: filePages === undefined ? undefined : Math.max(0, filePages - swapCache - (buffers ?? 0)),
      slab: reclaimable === undefined && fixed === undefined ? undefined : (reclaimable ?? 0) + (fixed ?? 0),
      hugeTotal,
      hugeFree: pools.reduce((sum, pool) => sum + pool.free * 2 ** pool.order, 0),
      swapTotal: swap.total,
      swapUsed: swap.used,
      commitLimit: total === undefined ? undefined : commitLimit(kernel, total - hugeTotal, swap.total),
      committed: committed(kernel),
    };
  });
}

/** Of the areas; where none can be read of the kernel's sums, total_swap_pages and nr_swap_pages (mm/swapfile.c). */
function swapPages(
  kernel: Kernel,
  areas: readonly SwapArea[],
): { readonly total: number; readonly used: number } {
  if (areas.length > 0)
    return {
      total: areas.reduce((sum, area) => sum + area.pages, 0),
      used: areas.reduce((sum, area) => sum + area.used, 0),
    };
  const total = number(kernel, 'total_swap_pages') ?? 0;
  const free = number(kernel, 'nr_swap_pages') ?? total;
  return total > 0 ? { total, used: Math.max(0, total - free) } : { total: 0, used: 0 };
}

function number(kernel: Kernel, name: string): number | undefined {
  const symbol = kernel.symbols.image.byName(name);
  const value = symbol && kernel.space.tryU64(symbol.address);
  return value === undefined ? undefined : Number(BigInt.asIntN(64, value));
}

function commitLimit(kernel: Kernel, pages: number, swap: number): number | undefined {
  const fixed = number(kernel, 'sysctl_overcommit_kbytes');
  const symbol = kernel.symbols.image.byName('sysctl_overcommit_ratio');
  const ratio = symbol && kernel.space.tryU32(symbol.address);
  if (fixed) return Math.floor(fixed / (kernel.layout.pageSize / 1024)) + swap;
  return ratio === undefined ? undefined : Math.floor((pages * ratio) / 100) + swap;
}

/** vm_committed_as: a percpu_counter, whose count lacks what CPUs keep to themselves; they are added as /proc/meminfo does. */
function committed(kernel: Kernel): number | undefined {
  const symbol = kernel.symbols.image.byName('vm_committed_as');
  if (!symbol || !kernel.types.struct('percpu_counter')) return undefined;
  return kernel.at('struct percpu_counter', symbol.address).try((all) => {
    let sum = BigInt.asIntN(64, all.get('count').bigint());
    const own = all.get('counters').pointer();
    for (let cpu = 0; own !== 0n && cpu < cpuCount(kernel); cpu++) {
      const offset = kernel.tryPerCpuOffset(cpu);
      const value = offset === undefined ? undefined : kernel.space.tryU32(step(own, offset));
      if (value !== undefined) sum += BigInt(value | 0);
    }
    return sum > 0n ? Number(sum) : 0;
  });
}

/** Pages in the page cache of block devices: nrpages of each inode of their file system (block/bdev.c, nr_blockdev_pages). */
function blockDevicePages(kernel: Kernel): number | undefined {
  const symbol = kernel.symbols.image.byName('blockdev_superblock');
  const at = symbol && kernel.space.tryU64(symbol.address);
  if (!at || !kernel.types.struct('super_block')) return undefined;
  return kernel.at('struct super_block', at).try((block) => {
    let pages = 0;
    let count = 0;
    for (const inode of listEntries(block.get('s_inodes'), 'struct inode', 'i_sb_list')) {
      if (++count > MAX_INODES) break;
      pages += inode.try((each) => each.get('i_mapping.nrpages').number()) ?? 0;
    }
    return pages;
  });
}

/** Before 5.12 (b6038942480e) there is no NR_SWAPCACHE: nrpages of swapper_spaces[] (mm/swap_state.c). */
function swapCachePages(kernel: Kernel): number {
  const table = kernel.symbols.image.byName('swapper_spaces');
  const counts = kernel.symbols.image.byName('nr_swapper_spaces');
  const size = kernel.types.sizeOf('struct address_space');
  if (!table || !counts || size === undefined) return 0;
  let pages = 0;
  for (const { type } of swapAreas(kernel)) {
    const spaces = kernel.space.tryU64(step(table.address, type * 8));
    const many = kernel.space.tryU32(step(counts.address, type * 4)) ?? 0;
    for (let i = 0; spaces && i < Math.min(many, 65536); i++)
      pages +=
        kernel
          .at('struct address_space', step(spaces, i * size))
          .try((space) => space.get('nrpages').number()) ?? 0;
  }
  return pages;
}
