import { hex } from '../../addr.ts';
import { cpuCount } from '../../kernel/cpus.ts';
import { hugePools } from '../../kernel/hugetlb.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { memorySummary } from '../../kernel/memory-summary.ts';
import { sharedPages } from '../../kernel/memmap.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';

/** kmem -i: what memory is used for, in pages, bytes and parts of the whole; with `shared` what several map. */
export function* totals(kernel: Kernel, shared: boolean): Generator<Line, void, void> {
  const of = memorySummary(kernel);
  const used = of.total === undefined || of.free === undefined ? undefined : of.total - of.free;
  yield { text: '                 PAGES        TOTAL      PERCENTAGE' };
  yield amount(kernel, 'TOTAL MEM', of.total);
  const memory = { whole: of.total ?? 0, name: 'TOTAL MEM' };
  yield amount(kernel, 'FREE', of.free, memory);
  yield amount(kernel, 'USED', used, memory);
  if (shared) yield amount(kernel, 'SHARED', sharedPages(kernel), memory);
  yield amount(kernel, 'BUFFERS', of.buffers, memory);
  yield amount(kernel, 'CACHED', of.cached, memory);
  yield amount(kernel, 'SLAB', of.slab, memory);
  yield { text: '' };
  yield amount(kernel, 'TOTAL HUGE', of.hugeTotal);
  yield amount(kernel, 'HUGE FREE', of.hugeFree, { whole: of.hugeTotal, name: 'TOTAL HUGE' });
  yield { text: '' };
  yield amount(kernel, 'TOTAL SWAP', of.swapTotal);
  const swap = { whole: of.swapTotal, name: 'TOTAL SWAP' };
  yield amount(kernel, 'SWAP USED', of.swapUsed, swap);
  yield amount(kernel, 'SWAP FREE', of.swapTotal - of.swapUsed, swap);
  yield { text: '' };
  yield amount(kernel, 'COMMIT LIMIT', of.commitLimit);
  yield amount(kernel, 'COMMITTED', of.committed, { whole: of.commitLimit ?? 0, name: 'TOTAL LIMIT' });
}

function amount(
  kernel: Kernel,
  name: string,
  pages: number | undefined,
  part?: { readonly whole: number; readonly name: string },
): Line {
  const label = name.padStart(13);
  if (pages === undefined) return { text: `${label}  (not in the dump)` };
  const bytes = pages * kernel.layout.pageSize;
  const percent = part && part.whole > 0 ? Math.trunc((pages * 100) / part.whole) : 0;
  const share = part ? `  ${String(percent).padStart(3)}% of ${part.name}` : '         ----';
  return {
    text: `${label}  ${String(pages).padStart(7)}  ${amountText(bytes).padStart(11)}${share}`,
    row: { what: name, pages, bytes, ...(part ? { percent, of: part.name } : {}) },
  };
}

const GB = 2 ** 30;
const MB = 2 ** 20;

/** "768.4 MB", "21 MB", "40 KB", "0": as crash writes amounts of memory. */
export function amountText(bytes: number): string {
  const [value, unit] =
    bytes >= GB ? [bytes / GB, 'GB'] : bytes >= MB ? [bytes / MB, 'MB'] : [bytes / 1024, 'KB'];
  return bytes === 0 ? '0' : `${value.toFixed(1).replace(/\.0$/, '')} ${unit}`;
}

/** kmem -h: the pools of huge pages. */
export function* hugePages(kernel: Kernel): Generator<Line, void, void> {
  yield { text: '     HSTATE        SIZE    FREE   TOTAL  NAME' };
  for (const { object, name, order, total, free, reserved, surplus } of hugePools(kernel)) {
    const bytes = kernel.layout.pageSize * 2 ** order;
    const size = bytes >= GB ? `${bytes / GB}GB` : bytes >= MB ? `${bytes / MB}MB` : `${bytes / 1024}KB`;
    yield {
      text: `${hex(object.address, 16)}${size.padStart(7)} ${String(free).padStart(7)} ${String(total).padStart(7)}  ${name}`,
      row: { hstate: object.address, bytes, free, total, reserved, surplus, name },
      links: [{ start: 0, end: 16, ref: refTo.instance('hstate', object.address) }],
    };
  }
}

/** kmem -o: what is added to the address of a per-CPU variable to have a CPU's own. */
export function* perCpuOffsets(kernel: Kernel): Generator<Line, void, void> {
  yield { text: 'PER-CPU OFFSET VALUES:' };
  for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
    const offset = kernel.tryPerCpuOffset(cpu);
    if (offset === undefined) continue;
    yield { text: `  CPU ${cpu}: ${hex(offset)}`, row: { cpu, offset } };
  }
}
