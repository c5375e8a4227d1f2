import { parseHex } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Task } from '../../kernel/tasks.ts';
import { vmaFile, vmas } from '../../kernel/vmas.ts';
import type { Line } from '../../rows/value.ts';
import type { CObject } from '../../types/cobject.ts';
import { AREA_HEADING, areaLine, areaPages, mmLines, PAGE_HEADING, pageLine } from './area-lines.ts';

/** Pages of an area that are looked through for a physical address; a process may have mapped terabytes of nothing. */
const MAX_PAGES = 16_000_000;

/**
 * vm -R: what of a task's memory is what `word` says: its mm_struct or page tables, areas by their address, ends, flags or
 * part of their file's name, pages by virtual or physical address. Nothing for a task that has none of it.
 */
export function* references(
  kernel: Kernel,
  task: Task,
  mm: CObject,
  word: string,
): Generator<Line, boolean, void> {
  const number = parseHex(word);
  const found: Line[][] = [];
  for (const vma of vmas(kernel, mm)) {
    const named = vmaFile(kernel, vma).includes(word);
    const is =
      number !== undefined &&
      [vma.address, vma.start, vma.end, vma.flags].some((each) => (each as bigint) === number);
    const pages: Line[] = [];
    if (number !== undefined) {
      let looked = 0;
      for (const page of areaPages(kernel, task, vma)) {
        if (++looked > MAX_PAGES) break;
        if (page.virtual === number || (page.physical !== undefined && BigInt(page.physical) === number))
          pages.push(pageLine(kernel, page));
      }
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
