import { hex, type Addr } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { taskSpace, walkTable, type Walk } from '../../kernel/page-table.ts';
import { pageOf } from '../../kernel/pages.ts';
import { taskAt } from '../../kernel/tasks.ts';
import { vmaAt, vmaFile } from '../../kernel/vmas.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Row } from '../../rows/value.ts';
import { PAGE_HEADING, pageLine } from '../page-line.ts';

/** A kernel address through the kernel's own tables. */
export function* kernelTranslation(kernel: Kernel, address: Addr): Generator<Line, void, void> {
  const walk = walkTable(kernel, kernel.space, address);
  yield { text: 'VIRTUAL           PHYSICAL' };
  yield translated(address, 16, walk, '(not mapped)');
  yield { text: '' };
  const [top, ...rest] = walk.steps;
  yield { text: `PGD DIRECTORY: ${hex(kernel.vmcoreinfo.symbol('swapper_pg_dir') ?? kernel.space.root)}` };
  if (top) yield { text: `PAGE DIRECTORY: ${hex(top.entry)}` };
  for (const { level, at, entry } of rest)
    yield { text: `${level.padStart(6)}: ${hex(at)} => ${hex(entry)}` };
  yield* pageLines(kernel, walk);
  yield { text: '' };
  if (walk.physical !== undefined) yield* frameLines(kernel, walk.physical);
}

/** An address of the user space of the task at `task`. */
export function* userTranslation(kernel: Kernel, task: Addr, address: Addr): Generator<Line, void, void> {
  const space = taskSpace(kernel, task);
  const walk: Walk = space ? walkTable(kernel, space, address) : { steps: [] };
  // crash shows no way that does not reach the last table; an entry of it tells, also one that is empty.
  const last = walk.steps.at(-1);
  const atEnd = last?.level === 'PTE';
  yield { text: 'VIRTUAL     PHYSICAL' };
  yield translated(address, 10, walk, atEnd && last.entry === 0n ? '(not mapped)' : '(not accessible)');
  yield { text: '' };
  if (walk.physical === undefined && !atEnd) return;
  for (const { level, at, entry } of walk.steps)
    yield { text: `${level.padStart(6)}: ${hex(at)} => ${hex(entry)}` };
  yield* pageLines(kernel, walk);
  yield { text: '' };
  yield* areaLines(kernel, task, address);
  if (walk.physical !== undefined) yield* frameLines(kernel, walk.physical);
}

function translated(address: Addr, width: number, { physical }: Walk, absent: string): Line {
  const shown = physical === undefined ? absent : hex(physical);
  const row: Row = { virtual: address, ...(physical === undefined ? {} : { physical: BigInt(physical) }) };
  return { text: `${hex(address).padEnd(width)}  ${shown}`, row };
}

/** The page, and what the last entry says of it. */
function* pageLines(kernel: Kernel, { steps, page, pageSize }: Walk): Generator<Line, void, void> {
  const last = steps.at(-1);
  if (!last || page === undefined || pageSize === undefined) return;
  yield {
    text: `  PAGE: ${hex(page)}${pageSize > kernel.layout.pageSize ? `  (${blockText(pageSize)})` : ''}`,
  };
  yield { text: '' };
  const flags = kernel.arch.paging.entryFlags(last.entry);
  const width = Math.max(hex(last.entry).length, 3);
  const column = Math.max(hex(page).length, 8);
  yield { text: `${centred('PTE', width)}  ${centred('PHYSICAL', column)}  FLAGS` };
  yield {
    text: `${hex(last.entry).padStart(width)}  ${hex(page).padStart(column)}  (${flags})`,
    row: { entry: last.entry, level: last.level, page: BigInt(page), flags },
  };
}

/** "2MB", "1GB": what a large page maps. */
function blockText(bytes: number): string {
  return bytes >= 1 << 30 ? `${bytes / (1 << 30)}GB` : `${bytes / (1 << 20)}MB`;
}

function centred(text: string, width: number): string {
  return text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);
}

function* areaLines(kernel: Kernel, task: Addr, address: Addr): Generator<Line, void, void> {
  const mm = taskAt(kernel, task).object.get('mm').deref();
  const vma = vmaAt(kernel, mm, address);
  if (!vma) return;
  const file = vmaFile(kernel, vma);
  const { start, end, flags } = vma;
  yield { text: '      VMA           START       END     FLAGS FILE' };
  yield {
    text: `${hex(vma.address)} ${hex(start).padStart(10)} ${hex(end).padStart(10)} ${hex(flags)} ${file}`,
    row: { vma: vma.address, start, end, flags, file },
    links: [{ start: 0, end: 16, ref: refTo.instance('vm_area_struct', vma.address) }],
  };
  yield { text: '' };
}

/** The struct page of the frame. */
function* frameLines(kernel: Kernel, physical: number): Generator<Line, void, void> {
  const page = pageOf(kernel, physical);
  if (!page) return;
  yield PAGE_HEADING;
  yield pageLine(kernel, page);
}
