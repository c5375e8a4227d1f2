import type { Area } from '../scan/mapped.ts';
import type { Kernel } from './kernel.ts';

/** A part of the kernel's half of the address space. */
export interface KernelArea extends Area {
  /** 'direct map' and 'image' are memory moved by a constant; the others are what the tables made of it. */
  readonly kind: 'direct map' | 'vmalloc' | 'vmemmap' | 'image' | 'modules';
}

/** The last large page of the image maps memory after its end, which is none of its own. */
const LARGE_PAGE = 2n * 1024n * 1024n;
/** Room for the array of struct page of a frame that does not exist. */
const PAGE_STRUCT = 64;

/**
 * The parts of the kernel's half that hold memory of its own, in order of address (Documentation/arch/x86/x86_64/mm.rst,
 * Documentation/arch/arm64/memory.rst): the direct map as far as there is memory, what lies between it and the array of
 * struct page (vmalloc; on arm64 modules and image too), that array, and the image and modules after it. Aliases that
 * CPUs are entered by, and shadows of sanitizers, are left out.
 */
export function kernelAreas(kernel: Kernel): readonly KernelArea[] {
  return kernel.remember('areas', () => {
    const { arch, layout } = kernel;
    const memory = BigInt(kernel.container.pages.endPfn * kernel.memory.pageSize);
    const found: KernelArea[] = [];
    const add = (kind: KernelArea['kind'], start: bigint, end: bigint): void => {
      const after = found.reduce((most, each) => (each.end > most ? each.end : most), start);
      if (end > after) found.push({ kind, start: after, end });
    };
    const direct = arch.paging.directMap(kernel);
    const vmemmap = arch.paging.vmemmap(kernel);
    if (direct) {
      const end = BigInt.asUintN(64, direct.offset + memory);
      add('direct map', direct.start, end > direct.start && end < direct.end ? end : direct.end);
    }
    if (vmemmap !== undefined) {
      const size = BigInt(kernel.types.sizeOf('struct page') ?? PAGE_STRUCT);
      const last = found.at(-1);
      if (last && last.end < vmemmap) add('vmalloc', last.end, vmemmap);
      add('vmemmap', vmemmap, vmemmap + (memory / BigInt(layout.pageSize) + 1n) * size);
    }
    const ends = kernel.symbols.image.byName('_end')?.address ?? layout.image.end;
    const image: KernelArea = {
      kind: 'image',
      start: layout.image.start,
      end: ends < layout.image.end ? ends : layout.image.end,
    };
    // On arm64 the image lies between the others.
    if (!found.some((each) => each.start <= image.start && image.start < each.end)) found.push(image);
    const modules = arch.paging.moduleRange(kernel);
    if (!found.some((each) => each.start <= modules.start && modules.end <= each.end))
      add('modules', (ends + LARGE_PAGE - 1n) & -LARGE_PAGE, modules.end);
    return found.sort((a, b) => (a.start < b.start ? -1 : 1));
  });
}
