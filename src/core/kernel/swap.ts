import { step } from '../addr.ts';
import { FaultError } from '../errors.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { filePath } from './paths.ts';

/** A device or file that pages are swapped out to: struct swap_info_struct (include/linux/swap.h). Counts are pages. */
export interface SwapArea {
  /** Its number, which swap entries carry. */
  readonly type: number;
  readonly object: CObject;
  readonly pages: number;
  readonly used: number;
  readonly priority: number;
  readonly partition: boolean;
  readonly path: string;
}

/** MAX_SWAPFILES is 32 at most (include/linux/swap.h). */
const MAX_AREAS = 64;
/** swap_info_struct.flags. */
const SWP_WRITEOK = 2;
const S_IFMT = 0o170000;
const S_IFBLK = 0o060000;
/** Since 6.13 (b228386cf2ef) the top bits of inuse_pages tell that the area is on no list of available ones. */
const USED_MASK = (1n << 62n) - 1n;

/** The swap areas in use: swap_info[] (mm/swapfile.c). */
export function swapAreas(kernel: Kernel): readonly SwapArea[] {
  return kernel.remember('swap areas', () => {
    const table = kernel.symbols.image.byName('swap_info');
    if (!table || !kernel.types.struct('swap_info_struct')) return [];
    const count = kernel.symbols.image.byName('nr_swapfiles');
    const most = count ? (kernel.space.tryU32(count.address) ?? 0) : MAX_AREAS;
    const found: SwapArea[] = [];
    for (let type = 0; type < Math.min(most, MAX_AREAS); type++) {
      const at = kernel.space.tryU64(step(table.address, type * 8));
      const area = at
        ? kernel.at('struct swap_info_struct', at).try((object) => readArea(kernel, type, object))
        : undefined;
      if (area) found.push(area);
    }
    return found;
  });
}

function readArea(kernel: Kernel, type: number, object: CObject): SwapArea | undefined {
  if ((object.get('flags').number() & SWP_WRITEOK) === 0) return undefined;
  const file = object.get('swap_file').pointer();
  if (file === 0n) return undefined;
  const used = object.find('inuse_pages.counter') ?? object.get('inuse_pages');
  const mode = object.find('swap_file.f_mapping.host.i_mode')?.try((each) => each.number());
  return {
    type,
    object,
    pages: object.get('pages').number(),
    used: Number(used.pointer() & USED_MASK),
    priority: object.get('prio').number(),
    partition: mode !== undefined && (mode & S_IFMT) === S_IFBLK,
    path: pathOf(kernel, file),
  };
}

function pathOf(kernel: Kernel, file: bigint): string {
  try {
    return filePath(kernel, kernel.at('struct file', file));
  } catch (error) {
    if (error instanceof FaultError) return '';
    throw error;
  }
}

/** A page that was swapped out: where to. */
export interface SwappedPage {
  readonly area: SwapArea;
  /** The page of the area. */
  readonly offset: bigint;
}

/** Where the page of `entry`, an entry of a page table that is not present, was swapped out to; undefined for other entries. */
export function swappedTo(kernel: Kernel, entry: bigint): SwappedPage | undefined {
  const areas = swapAreas(kernel);
  const meant = (kernel.arch.paging.swapEntries?.(entry) ?? []).flatMap(({ type, offset }) => {
    const area = areas.find((each) => each.type === type);
    return area ? [{ area, offset }] : [];
  });
  return meant.find(({ area, offset }) => offset <= BigInt(area.pages)) ?? meant[0];
}
