import { hex, step, type Addr } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { memoryUse } from '../../kernel/mm.ts';
import { taskSpace } from '../../kernel/page-table.ts';
import type { AddressSpace } from '../../memory/space.ts';
import { entryAddress, entryKind, levelShift, tableIndex } from '../../memory/tables.ts';
import { swappedTo } from '../../kernel/swap.ts';
import type { Task } from '../../kernel/tasks.ts';
import { vmaFile, vmas, type Vma } from '../../kernel/vmas.ts';
import { refTo } from '../../rows/ref.ts';
import { LazyLine, type Line, type Row } from '../../rows/value.ts';
import { PAUSE, type Pause } from '../../scan/scan.ts';
import type { CObject } from '../../types/cobject.ts';

/** Above the lines of areas, as crash prints it. */
export const AREA_HEADING: Line = { text: '      VMA           START       END     FLAGS FILE' };
/** Above the pages of an area. */
export const PAGE_HEADING: Line = { text: 'VIRTUAL     PHYSICAL' };

/** The mm_struct of a task and how much it takes; of a kernel thread the line without one. */
export function* mmLines(kernel: Kernel, task: Task, mm: CObject | undefined): Generator<Line, void, void> {
  yield { text: '       MM               PGD          RSS    TOTAL_VM' };
  if (!mm) {
    yield { text: '       0                 0            0k       0k   ' };
    return;
  }
  const kb = kernel.layout.pageSize / 1024;
  const { total, resident } = memoryUse(kernel, task);
  const pgd = mm.get('pgd').pointer();
  yield {
    text: `${hex(mm.address, 16)}  ${hex(pgd, 16)}  ${`${resident * kb}k`.padEnd(6)}  ${`${total * kb}k`.padEnd(8)}`,
    row: {
      pid: task.pid,
      mm: mm.address,
      pgd,
      rss: resident * kernel.layout.pageSize,
      total: total * kernel.layout.pageSize,
    },
    links: [
      { start: 0, end: 16, ref: refTo.instance('mm_struct', mm.address) },
      { start: 18, end: 34, ref: refTo.memory(pgd) },
    ],
  };
}

/** The areas of `mm`, with `pages` each page of them. */
export function* areaLines(
  kernel: Kernel,
  task: Task,
  mm: CObject,
  pages: boolean,
): Generator<Line | Pause, void, void> {
  let any = false;
  for (const vma of vmas(kernel, mm)) {
    if (pages || !any) yield AREA_HEADING;
    any = true;
    yield areaLine(kernel, vma);
    if (pages) {
      yield PAGE_HEADING;
      for (const page of areaPages(kernel, task, vma)) yield page === PAUSE ? PAUSE : pageLine(kernel, page);
    }
  }
  if (!any) yield AREA_HEADING;
}

/** One area: where it is, what may be done with it, what it maps. */
export function areaLine(kernel: Kernel, vma: Vma): Line {
  const file = vmaFile(kernel, vma);
  const { address, start, end, flags } = vma;
  const at = hex(address);
  return new LazyLine(
    `${at} ${hex(start).padStart(10)} ${hex(end).padStart(10)} ${hex(flags)} ${file}`,
    () => ({ vma: address, start, end, flags, file }),
    () => [{ start: 0, end: at.length, ref: refTo.instance('vm_area_struct', address) }],
  );
}

/** A page of an area: where it is, if anywhere. */
export interface AreaPage {
  readonly virtual: Addr;
  readonly physical?: number;
  /** The entry of the page tables that leads to no memory; 0: none. */
  readonly entry: bigint;
  /** The file that it comes from, and where in it. */
  readonly file: string;
  readonly offset: bigint;
  /** How many it is, where it stands for a long stretch that no page table reaches. */
  readonly count: number;
}

/** Pages that no table reaches are told one by one up to here (128 MiB), else as a stretch: an area may have terabytes of nothing. */
const STRETCH = 1 << 15;

/**
 * The pages of `vma`, in order of address; those that no page table reaches as one where they are more than `stretch`. So there
 * are no more than page tables that memory has room for can have.
 */
export function* areaPages(
  kernel: Kernel,
  task: Task,
  vma: Vma,
  stretch = STRETCH,
): Generator<AreaPage | Pause, void, void> {
  const space = taskSpace(kernel, task.address);
  const reach = space && new Reach(kernel, space);
  const file = vmaFile(kernel, vma);
  const size = kernel.layout.pageSize;
  const first = vma.object.try((each) => each.get('vm_pgoff').pointer()) ?? 0n;
  const page = (virtual: Addr, count = 1): AreaPage => ({
    virtual,
    entry: 0n,
    file,
    offset: first * BigInt(size) + (virtual - vma.start),
    count,
  });
  let left = kernel.container.pages.endPfn * (size / 8);
  for (let virtual = vma.start; virtual < vma.end && left > 0;) {
    const physical = space?.translate(virtual);
    const end = physical !== undefined ? virtual : reach ? yield* reach.next(virtual, vma.end) : vma.end;
    const many = Number((end - virtual) / BigInt(size));
    if (many > stretch) {
      yield page(virtual, many);
      virtual = end;
      continue;
    }
    if (many > 0) for (let i = 0; i < many; i++, virtual = step(virtual, size)) yield page(virtual);
    else {
      left--;
      yield { ...page(virtual), physical, entry: (physical === undefined && reach?.entry(virtual)) || 0n };
      // The last page of the address space has none after it.
      if (step(virtual, size) < virtual) return;
      virtual = step(virtual, size);
    }
  }
}

/** Entries that are looked at before the driver may breathe. */
const AT_ONCE = 4096;

/** Finds where page tables reach something; no table that leads nowhere is read twice, however many entries lead to it. */
class Reach {
  /** Tables without anything below them, by level: their physical addresses. */
  private readonly empty: readonly Set<number>[];
  private looked = 0;
  /** The table of the lowest level that was found last, and what it covers: the next page is mostly in it. */
  private lowest = { table: 0, from: 0n, to: 0n };

  constructor(
    private readonly kernel: Kernel,
    private readonly space: AddressSpace,
  ) {
    this.empty = Array.from({ length: space.format.levels + 1 }, () => new Set());
  }

  /** The first address from `from` on, below `to`, that a block maps or a table of the lowest level has an entry for; `to` where there is none. */
  *next(from: Addr, to: Addr): Generator<Pause, Addr, void> {
    if (this.inLowest(from) && this.entryOf(this.lowest.table, 1, from) !== undefined) return from;
    const { format, root } = this.space;
    return (yield* this.below(root, format.levels, from, to)) ?? to;
  }

  private *below(
    table: number,
    level: number,
    from: Addr,
    to: Addr,
  ): Generator<Pause, Addr | undefined, void> {
    const { format } = this.space;
    const covers = 1n << BigInt(levelShift(format, level));
    const entries = level === format.levels ? 2 ** format.topBits : 2 ** (format.pageShift - 3);
    let here = from;
    // All entries of the top table are looked at once, however far an area says that it goes.
    for (let seen = 0; here < to && seen <= entries; seen++, here = ((here & -covers) + covers) as Addr) {
      if (++this.looked % AT_ONCE === 0) yield PAUSE;
      const entry = this.entryOf(table, level, here);
      const kind = entry === undefined ? undefined : entryKind(format, level, entry);
      if (entry === undefined || kind === undefined) continue;
      if (kind === 'page') return here;
      const lower = this.kernel.memory.own(Number(entryAddress(format.entry, entry)));
      if (level === 2) {
        if (this.entryOf(lower, 1, here) === undefined) continue;
        const start = here & -covers;
        this.lowest = { table: lower, from: start, to: start + covers };
        return here;
      }
      if (this.empty[level - 1].has(lower)) continue;
      const end = (here & -covers) + covers;
      const found = yield* this.below(lower, level - 1, here, (end < to ? end : to) as Addr);
      if (found !== undefined) return found;
      if ((here & (covers - 1n)) === 0n && end <= to) this.empty[level - 1].add(lower);
    }
    return undefined;
  }

  /** The entry of the lowest level for `address`, which is mapped nowhere; one of a higher level says nothing of swap. */
  entry(address: Addr): bigint | undefined {
    return this.inLowest(address) ? this.entryOf(this.lowest.table, 1, address) : undefined;
  }

  private inLowest(address: Addr): boolean {
    return address >= this.lowest.from && address < this.lowest.to;
  }

  /** The entry for `address` in the table at `table`; undefined where that is not in the dump. */
  private entryOf(table: number, level: number, address: Addr): bigint | undefined {
    const bytes = this.kernel.memory.tryRead(table + tableIndex(this.space.format, level, address) * 8, 8);
    return bytes && new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  }
}

/** A page: its physical address, the file or swap area it is in, or that it is nowhere. */
export function pageLine(kernel: Kernel, page: AreaPage): Line {
  const { virtual, physical, entry, file, offset, count } = page;
  const at = hex(virtual).padEnd(10);
  const more =
    count > 1 ? `  (${count} pages, to ${hex(step(virtual, count * kernel.layout.pageSize))})` : '';
  const pages: Row = count > 1 ? { pages: count } : {};
  if (physical !== undefined)
    return {
      text: `${at}  ${hex(physical).padStart(8)}`,
      row: { virtual, physical: BigInt(physical) },
    };
  const swapped = entry === 0n ? undefined : swappedTo(kernel, entry);
  if (swapped)
    return {
      text: `${at}  SWAP: ${swapped.area.path}  OFFSET: ${swapped.offset}`,
      row: { virtual, swap: swapped.area.path, page: Number(swapped.offset) },
    };
  if (file !== '')
    return {
      text: `${at}  FILE: ${file}  OFFSET: ${hex(offset)}${more}`,
      row: { virtual, file, offset, ...pages },
    };
  return { text: `${at}  (not mapped)${more}`, row: { virtual, mapped: false, ...pages } };
}
