import { parseHex, step } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Task } from '../../kernel/tasks.ts';
import { vmaFile, vmas } from '../../kernel/vmas.ts';
import type { Line } from '../../rows/value.ts';
import { PAUSE, type Pause } from '../../scan/scan.ts';
import type { CObject } from '../../types/cobject.ts';
import {
  AREA_HEADING,
  areaLine,
  areaPages,
  mmLines,
  PAGE_HEADING,
  pageLine,
  type AreaPage,
} from './area-lines.ts';

/** Pages that are looked at before the driver may breathe. */
const AT_ONCE = 4096;

/**
 * vm -R: what of a task's memory is what `word` says: its mm_struct or page tables, areas by their address, beginning, flags or
 * part of their file's name, pages by virtual or physical address. Nothing for a task that has none of it.
 */
export function* references(
  kernel: Kernel,
  task: Task,
  mm: CObject,
  word: string,
): Generator<Line | Pause, boolean, void> {
  const number = parseHex(word);
  const found: Line[][] = [];
  let looked = 0;
  for (const vma of vmas(kernel, mm)) {
    const named = vmaFile(kernel, vma).includes(word);
    const is =
      number !== undefined && [vma.address, vma.start, vma.flags].some((each) => (each as bigint) === number);
    const pages: Line[] = [];
    for (const page of number === undefined ? [] : areaPages(kernel, task, vma, 0)) {
      // Nothing is shown before all is read.
      if (page === PAUSE || ++looked % AT_ONCE === 0) yield PAUSE;
      if (page === PAUSE) continue;
      const within = (number ?? 0n) - page.virtual;
      const size = BigInt(kernel.layout.pageSize);
      if (page.physical !== undefined && BigInt(page.physical) === number) pages.push(pageLine(kernel, page));
      // One page of a stretch that no table reaches, or this page.
      else if (within >= 0n && within % size === 0n && within < BigInt(page.count) * size)
        pages.push(pageLine(kernel, pageOf(page, within)));
    }
    if (named || is || pages.length > 0)
      found.push([areaLine(kernel, vma), ...(pages.length > 0 ? [PAGE_HEADING, ...pages] : [])]);
  }
  const own = number !== undefined && (mm.address === number || mm.get('pgd').pointer() === number);
  if (found.length === 0 && !own) return false;
  yield* mmLines(kernel, task, mm);
  let headed = false;
  for (const lines of found) {
    if (!headed || lines.length > 1) yield AREA_HEADING;
    headed = true;
    yield* lines;
  }
  return true;
}

/** The page that begins `within` bytes after the first one of `stretch`. */
function pageOf(stretch: AreaPage, within: bigint): AreaPage {
  return within === 0n && stretch.count === 1
    ? stretch
    : { ...stretch, virtual: step(stretch.virtual, within), offset: stretch.offset + within, count: 1 };
}
