import { step, type Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';
import { memorySections } from './memory-sections.ts';

/** Struct pages that lie together, read at once. */
export interface MemmapPart {
  /** Frame of the first. */
  readonly pfn: number;
  readonly count: number;
  /** Where the first lies, and their bytes. */
  readonly address: Addr;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Bytes of a struct page. */
  readonly size: number;
}

/** Bytes that are read at once. */
const PART = 512 * 1024;

/**
 * All struct pages that the dump holds, in order of frames: those of sections that memory is present in, else of all frames.
 * Stretches that are not in the dump are left out; `absent` hears of them.
 */
export function* memmap(
  kernel: Kernel,
  absent?: (from: Addr, bytes: number) => void,
): Generator<MemmapPart, void, void> {
  const size = kernel.types.sizeOf('struct page');
  const base = kernel.arch.paging.vmemmap(kernel);
  if (!size || base === undefined) return;
  for (const { pfn, pages } of ranges(kernel)) {
    const end = pages * size;
    // A part holds whole struct pages, whose size need not divide a page.
    const whole = Math.floor(PART / size) * size;
    for (let done = 0; done < end;) {
      const here = step(base, pfn * size + done);
      // Each is read once: the page cache is left as it is.
      const bytes = kernel.memory.engine.aside(() =>
        kernel.space.readSome(here, Math.min(whole, end - done)),
      );
      const count = Math.floor(bytes.length / size);
      if (count === 0) {
        // On to the next page of memory: this one is not there.
        const page = Math.min(kernel.memory.pageSize, kernel.layout.pageSize);
        const to = page - Number(BigInt.asUintN(32, here) % BigInt(page));
        const skip = Math.min(end - done, Math.ceil(to / size) * size);
        absent?.(here, skip);
        done += skip;
        continue;
      }
      const used = count * size;
      yield {
        pfn: pfn + done / size,
        count,
        address: here,
        bytes: bytes.subarray(0, used),
        view: new DataView(bytes.buffer, bytes.byteOffset, used),
        size,
      };
      done += used;
    }
  }
}

function* ranges(kernel: Kernel): Generator<{ readonly pfn: number; readonly pages: number }> {
  const sections = memorySections(kernel);
  for (const { firstPfn, pages } of sections) yield { pfn: firstPfn, pages };
  if (sections.length > 0) return;
  const bytes = kernel.container.pages.endPfn * kernel.memory.pageSize;
  yield { pfn: 0, pages: Math.floor(bytes / kernel.layout.pageSize) };
}

/** Frames with more than one user, those that are reserved left out: what kmem -i=shared counts. */
export function sharedPages(kernel: Kernel): number | undefined {
  const { types } = kernel;
  if (!types.has('page', '_refcount.counter')) return undefined;
  const countAt = types.offsetOf('page', '_refcount.counter');
  const reserved = Number(types.enumerator('pageflags', 'PG_reserved') ?? 10n);
  let shared = 0;
  for (const { view, count, size } of memmap(kernel))
    for (let i = 0; i < count; i++) {
      const low = view.getUint32(i * size, true);
      if ((low >>> reserved) & 1) continue;
      if (view.getInt32(i * size + countAt, true) > 1) shared++;
    }
  return shared;
}

/** Where in a struct page its words are. */
export interface PageWords {
  readonly mapping: number;
  readonly index: number;
  readonly count: number;
  readonly flags: number;
}

/** The places of the members that are shown of every page. */
export function pageWords(kernel: Kernel): PageWords {
  const { types } = kernel;
  const at = (...names: string[]): number =>
    types.offsetOf('page', names.find((each) => types.has('page', each)) ?? names[0]);
  return {
    mapping: at('mapping'),
    // 6.16 on: __folio_index (acc53a0b4c156877); 6.18 on: flags.f.
    index: at('index', '__folio_index'),
    count: at('_refcount.counter'),
    flags: at('flags.f', 'flags'),
  };
}
