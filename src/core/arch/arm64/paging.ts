import { step } from '../../addr.ts';
import { arch as words } from '../../catalogue/arch.ts';
import { MissingError } from '../../errors.ts';
import { linearPhysical, type LinearMapping } from '../../memory/tables.ts';
import type { DumpFacts, KernelParts, Layout, Paging } from '../paging.ts';
import { negative, tableFormat, type Granule } from './granule.ts';
import { recognise } from './recognise.ts';

/**
 * Memory of arm64: Arm Architecture Reference Manual (DDI 0487) D8.2 and D8.3 (translation granules, descriptors,
 * 52-bit output addresses); arch/arm64/include/asm/memory.h, pgtable-hwdef.h, pgtable.h (ranges);
 * arch/arm64/kernel/vmcore_info.c and Documentation/admin-guide/kdump/vmcoreinfo.rst (what VMCOREINFO says).
 */

const M = 1n << 20n;
/** The image, with everything after it that can be: more than any kernel has. */
const MAX_IMAGE = 1n << 30n;
/** Room for modules where KASLR moves them. */
const MODULES_AROUND = 1n << 31n;
/** KASLR moves the image by multiples of this (MIN_KIMG_ALIGN). */
const IMAGE_ALIGN = 2n * M;

function granuleOf({ vmcoreinfo }: Pick<DumpFacts, 'vmcoreinfo'>): Granule {
  const pageSize = vmcoreinfo.pageSize ?? 4096;
  const vaBits = Number(vmcoreinfo.number('VA_BITS') ?? 0n);
  if (![4096, 16384, 65536].includes(pageSize) || !(vaBits >= 36 && vaBits <= 52))
    throw new MissingError(words.badGranule({ pageSize, vaBits }));
  // TCR_EL1.T1SZ: how many bits of an address are not used (5.9 on: bbdbc11804ff).
  const unused = Number(vmcoreinfo.number('TCR_EL1_T1SZ') ?? 0n);
  const actual = 64 - unused;
  return {
    pageShift: Math.log2(pageSize),
    vaBits,
    actualBits: actual >= 36 && actual <= vaBits ? actual : vaBits,
  };
}

function layout(facts: DumpFacts): Layout {
  const granule = granuleOf(facts);
  return {
    pageSize: 1 << granule.pageShift,
    tables: tableFormat(granule, 'kernel'),
    userTables: tableFormat(granule, 'user'),
    image: imageMapping(facts),
  };
}

/** kimage_voffset is what an address of the image is more than its physical one. */
function imageMapping({ vmcoreinfo }: DumpFacts): LinearMapping {
  const offset = vmcoreinfo.number('kimage_voffset');
  const first = vmcoreinfo.symbol('_stext') ?? vmcoreinfo.symbol('swapper_pg_dir');
  if (offset === undefined || first === undefined) throw new MissingError(words.noImageOffset());
  const start = first - (first % IMAGE_ALIGN);
  return { start, end: step(start, MAX_IMAGE), offset: BigInt.asUintN(64, offset) };
}

/**
 * Since 5.4 (14c127c957c1) the direct map is the lower half of the kernel's addresses and the image lies in the upper
 * one; before it was the other way round. PHYS_OFFSET counts from _PAGE_OFFSET(VA_BITS), also where fewer bits are used.
 */
function isFlipped({ vmcoreinfo, layout: { image } }: KernelParts): boolean {
  return image.start >= negative(Number(vmcoreinfo.number('VA_BITS') ?? 48n) - 1);
}

/** VA_BITS_MIN: what a kernel for 52 bits has at least. */
function leastBits({ pageShift, vaBits }: Pick<Granule, 'pageShift' | 'vaBits'>): number {
  return Math.min(vaBits, pageShift === 14 && vaBits > 48 ? 47 : 48);
}

function memoryStart(kernel: KernelParts): bigint | undefined {
  const told = kernel.vmcoreinfo.number('PHYS_OFFSET');
  if (told !== undefined) return BigInt.asIntN(64, told);
  const variable = kernel.symbols.image.byName('memstart_addr');
  const value = variable && kernel.space.tryU64(variable.address);
  return value === undefined ? undefined : BigInt.asIntN(64, value);
}

function directMap(kernel: KernelParts): LinearMapping | undefined {
  return kernel.remember('direct map', () => {
    const start = memoryStart(kernel);
    if (start === undefined) return undefined;
    const { vaBits, actualBits, pageShift } = granuleOf(kernel);
    const flipped = isFlipped(kernel);
    const pageOffset = negative(flipped ? vaBits : vaBits - 1);
    const least = leastBits({ pageShift, vaBits });
    return {
      start: flipped ? negative(actualBits) : pageOffset,
      end: flipped ? negative(least - 1) : 1n << 64n,
      offset: BigInt.asUintN(64, pageOffset - start),
    };
  });
}

/**
 * VMCOREINFO has the address itself since 6.9, VMEMMAP_START since 5.19 (2369f171d5c5). Else the array lies where one
 * of four rules puts it, and the one is right whose struct page of the kernel image is there.
 */
function vmemmap(kernel: KernelParts): bigint | undefined {
  return kernel.remember('vmemmap', () => {
    const told = kernel.vmcoreinfo.symbol('vmemmap');
    if (told !== undefined) return told;
    const start = memoryStart(kernel);
    const size = BigInt(kernel.types.sizeOf('struct page') ?? kernel.vmcoreinfo.size('page') ?? 64);
    if (start === undefined) return undefined;
    const { pageShift, vaBits } = granuleOf(kernel);
    const fromStart = (at: bigint): bigint => BigInt.asUintN(64, at - (start >> BigInt(pageShift)) * size);
    const number = kernel.vmcoreinfo.number('VMEMMAP_START');
    if (number !== undefined) return fromStart(number);
    const sizeShift = BigInt((size - 1n).toString(2).length);
    const shift = BigInt(pageShift) - sizeShift;
    const room = (1n << BigInt(vaBits - 1)) >> shift;
    const frame =
      BigInt(linearPhysical(kernel.layout.image, kernel.layout.image.start) ?? 0) >> BigInt(pageShift);
    // VMEMMAP_RANGE, _PAGE_END(VA_BITS_MIN) - PAGE_OFFSET.
    const range = (1n << BigInt(vaBits)) - (1n << BigInt(leastBits({ pageShift, vaBits }) - 1));
    return [
      // 6.9 on (32697ff38287).
      fromStart(-1024n * M - (range >> BigInt(pageShift)) * size),
      // 5.11 on (8c96400d6a39), 5.4 on, before.
      fromStart(-(1n << (BigInt(vaBits) - shift))),
      fromStart(-room - 2n * M),
      fromStart(-(1n << BigInt(vaBits - 1)) - room),
    ].find((base) => kernel.space.readable(BigInt.asUintN(64, base + frame * size)));
  });
}

/** Bits of a page's descriptor by the names that crash gives them, in its order (pgtable-hwdef.h, pgtable-prot.h). */
const FLAGS: readonly (readonly [mask: bigint, name: string])[] = [
  [1n, 'VALID'],
  [1n << 6n, 'USER'],
  [1n << 7n, 'RDONLY'],
  [3n << 8n, 'SHARED'],
  [1n << 10n, 'AF'],
  [1n << 11n, 'NG'],
  [1n << 53n, 'PXN'],
  [1n << 54n, 'UXN'],
  [1n << 55n, 'DIRTY'],
  [1n << 56n, 'SPECIAL'],
];
const LEVEL_NAMES = ['PGD', 'P4D', 'PUD', 'PMD', 'PTE'];

/**
 * With KASLR modules are loaded around the image, wherever it was moved to (arch/arm64/kernel/module.c): module_plt_base and
 * module_direct_base since 6.5 (3e35d303ab7d), module_alloc_base before; 2 GiB at most.
 */
function moduleRange({ vmcoreinfo, symbols, space, layout: { image } }: KernelParts): {
  start: bigint;
  end: bigint;
} {
  for (const name of ['module_plt_base', 'module_direct_base', 'module_alloc_base']) {
    const symbol = symbols.image.byName(name);
    const start = symbol && space.tryU64(symbol.address);
    if (start && start >> 63n === 1n) return { start, end: start + MODULES_AROUND };
  }
  return {
    start: BigInt.asUintN(64, vmcoreinfo.number('MODULES_VADDR') ?? image.start - MAX_IMAGE * 4n),
    end: BigInt.asUintN(64, vmcoreinfo.number('MODULES_END') ?? image.end + MAX_IMAGE * 4n),
  };
}

/** How arm64 maps memory: 4, 16 and 64 KiB pages, 39 to 52 bits (arch/arm64/include/asm/{memory,pgtable-hwdef}.h). */
export const paging: Paging = {
  layout,
  recognise,
  directMap,
  vmemmap,
  moduleRange,
  // Levels that are left out are missing below the top.
  levelNames: ({ levels }) => LEVEL_NAMES.filter((_, i) => i === 0 || i > LEVEL_NAMES.length - levels),
  entryFlags: (entry) =>
    FLAGS.filter(([mask]) => (entry & mask) === mask)
      .map(([, name]) => name)
      .join('|'),
  // arch/arm64/include/asm/pgtable.h: type in bits 10:6 and offset from bit 12 on since 6.13, before that type in bits 7:3
  // (7:2 up to 5.18) and offset from bit 8 on.
  swapEntries: (entry) =>
    entry === 0n || (entry & 1n) !== 0n
      ? []
      : [
          { type: Number((entry >> 6n) & 31n), offset: (entry >> 12n) & ((1n << 50n) - 1n) },
          { type: Number((entry >> 3n) & 31n), offset: (entry >> 8n) & ((1n << 50n) - 1n) },
          { type: Number((entry >> 2n) & 63n), offset: (entry >> 8n) & ((1n << 50n) - 1n) },
        ],
};
