import { addr, step, type Addr } from '../../addr.ts';
import { arch as words } from '../../catalogue/arch.ts';
import { MissingError } from '../../errors.ts';
import type { EntryFormat, LinearMapping, TableFormat } from '../../memory/tables.ts';
import { imageOffset, readWord } from '../found-image.ts';
import type { DumpFacts, FoundImage, KernelParts, Layout, Paging, Recognised } from '../paging.ts';

/**
 * Memory of x86-64: Intel SDM volume 3, 4.5 (entries) and 3.3.7.1 (canonical addresses);
 * Documentation/arch/x86/x86_64/mm.rst and arch/x86/include/asm/page_64_types.h, pgtable_64_types.h (ranges).
 */

/** __START_KERNEL_map: the image is mapped here, moved by phys_base. */
const START_KERNEL_MAP = 0xffffffff80000000n;
/** KERNEL_IMAGE_SIZE with KASLR; without it half of that. */
const MAX_IMAGE = 1n << 30n;
/** MODULES_VADDR where KASLR leaves the image 1 GiB, and MODULES_END. */
const MODULES_START = 0xffffffff80000000n;
const MODULES_START_RANDOMIZED = 0xffffffffc0000000n;
const MODULES_END = 0xffffffffff000000n;
/** Where vmalloc begins without KASLR and with four levels. */
const VMALLOC = 0xffffc90000000000n;
const PAGE_SHIFT = 12;
/** Where the kernel's half begins with four levels, and the direct map before 4.20. */
const KERNEL_HALF = 0xffff800000000000n;
const OLD_DIRECT_MAP = 0xffff880000000000n;
const MIB = 1n << 20n;
const GIB = 1n << 30n;
/** Bits of mem_section.section_mem_map that are no address. */
const SECTION_FLAGS = 0x3fn;
/** What page_offset_base and vmemmap_base hold without CONFIG_DYNAMIC_MEMORY_LAYOUT, by the number of levels. */
const DIRECT_MAP = { 4: 0xffff888000000000n, 5: 0xff11000000000000n } as const;
const VMEMMAP = { 4: 0xffffea0000000000n, 5: 0xffd4000000000000n } as const;
/** The direct map's room by the number of levels: 64 TiB, 32 PiB. */
const DIRECT_MAP_SIZE = { 4: 1n << 46n, 5: 1n << 55n } as const;

const FRAME = 0x000ffffffffff000n;
/** Bit 0 present, bit 7 a large page, bits 51:12 the frame. */
const ENTRY: EntryFormat = {
  valid: 1n,
  tableMask: 0x80n,
  tableValue: 0n,
  pageMask: 1n,
  pageValue: 1n,
  keep: FRAME,
  shift: 0,
  highMask: 0n,
  highFrom: 0,
  highTo: 0,
};

/** Tables of `levels` levels; `without` are bits of entries that encrypt memory (sme_mask) and are no address. */
export function tableFormat(levels: 4 | 5, without = 0n): TableFormat {
  return {
    pageShift: PAGE_SHIFT,
    levels,
    topBits: 9,
    blockLevel: 3,
    // 48 bits of which the highest is repeated, with five levels 57.
    halfBits: PAGE_SHIFT + 9 * levels - 1,
    halves: 'both',
    entry: without === 0n ? ENTRY : { ...ENTRY, keep: FRAME & ~without },
  };
}

function layout({ vmcoreinfo, physBase, segments }: DumpFacts): Layout {
  const base = vmcoreinfo.number('phys_base') ?? physBase ?? imageBase(segments);
  if (base === undefined) throw new MissingError(words.noPhysBase());
  const levels = vmcoreinfo.number('pgtable_l5_enabled') === 1n ? 5 : 4;
  const tables = tableFormat(levels, vmcoreinfo.number('sme_mask') ?? 0n);
  return {
    pageSize: 1 << PAGE_SHIFT,
    tables,
    userTables: tables,
    image: {
      start: START_KERNEL_MAP,
      end: START_KERNEL_MAP + MAX_IMAGE,
      offset: START_KERNEL_MAP - base,
    },
  };
}

/** phys_base by the piece of memory that is mapped where images are: /proc/vmcore gives the kernel's own first. */
function imageBase(segments: DumpFacts['segments']): bigint | undefined {
  const image = segments?.find(({ virtual }) => virtual >= START_KERNEL_MAP && virtual < MODULES_END);
  return image && BigInt(image.physical) - (image.virtual - START_KERNEL_MAP);
}

function levelsOf(kernel: KernelParts): 4 | 5 {
  return kernel.layout.tables.levels === 5 ? 5 : 4;
}

function directMap(kernel: KernelParts): LinearMapping | undefined {
  return kernel.remember('linear mapping of all memory', () => {
    const levels = levelsOf(kernel);
    const moved = kernel.symbols.image.byName('page_offset_base') !== undefined;
    const start = moved ? variable(kernel, 'page_offset_base') : (mappedFrom(kernel) ?? DIRECT_MAP[levels]);
    if (start === undefined) return undefined;
    return { start, end: start + DIRECT_MAP_SIZE[levels], offset: start };
  });
}

/**
 * Where the direct map begins by the page tables, when no variable says it: the first place of the kernel's half where the
 * second MiB of memory is mapped. It has begun at 0xffff880000000000 before 4.20 (d52888aa2753), and where KASLR moves it, at
 * any multiple of 1 GiB (arch/x86/mm/kaslr.c).
 */
function mappedFrom({ space }: KernelParts): bigint | undefined {
  const isStart = (start: bigint): boolean => space.translate(start + MIB) === Number(MIB);
  const known = [...Object.values(DIRECT_MAP), OLD_DIRECT_MAP].find(isStart);
  if (known !== undefined) return known;
  for (let start = KERNEL_HALF; start < VMALLOC; start += GIB) if (isStart(start)) return start;
  return undefined;
}

/** vmemmap_base; else what mem_section counts its pages from, which is the same (sparse_encode_mem_map(), mm/sparse.c). */
function vmemmap(kernel: KernelParts): Addr {
  return kernel.remember(
    'vmemmap',
    () => variable(kernel, 'vmemmap_base') ?? sectionsCountFrom(kernel) ?? addr(VMEMMAP[levelsOf(kernel)]),
  );
}

function sectionsCountFrom({ space, vmcoreinfo }: KernelParts): Addr | undefined {
  const table = vmcoreinfo.symbol('mem_section');
  const at = vmcoreinfo.offset('mem_section.section_mem_map');
  const roots = table && space.tryU64(table);
  if (!roots || at === undefined) return undefined;
  // A pointer to the table of roots since 4.15 (83e3c48729d9), the table itself before.
  for (const section of [space.tryU64(roots), roots]) {
    const word = section && space.tryU64(step(section, at));
    // Present, and has its map (SECTION_HAS_MEM_MAP); flags stand in the low bits (include/linux/mmzone.h).
    if (word && (word & 3n) === 3n && space.translate(word & ~SECTION_FLAGS) !== undefined)
      return addr(word & ~SECTION_FLAGS);
  }
  return undefined;
}

function variable(kernel: KernelParts, name: string): Addr | undefined {
  const symbol = kernel.symbols.image.byName(name);
  return symbol && kernel.space.tryU64(symbol.address);
}

/** Names of an entry's bits as crash has them, lowest first. */
const FLAGS: readonly (readonly [bit: bigint, name: string])[] = [
  [0n, 'PRESENT'],
  [1n, 'RW'],
  [2n, 'USER'],
  [3n, 'PWT'],
  [4n, 'PCD'],
  [5n, 'ACCESSED'],
  [6n, 'DIRTY'],
  [7n, 'PSE'],
  [8n, 'GLOBAL'],
  [63n, 'NX'],
];

/** Names of the top table, newest first: init_top_pgt since 4.13, init_level4_pgt before (arch/x86/kernel/head_64.S). */
const TOP_TABLES = ['init_top_pgt', 'init_level4_pgt', 'swapper_pg_dir'];

function recognise(found: FoundImage): Recognised | undefined {
  const root = TOP_TABLES.map((name) => found.physical(name)).find((at) => at !== undefined);
  if (root === undefined) return undefined;
  const secret = found.physical('sme_me_mask');
  const encrypted = (secret === undefined ? undefined : readWord(found.memory, secret)) ?? 0n;
  const window = { start: START_KERNEL_MAP, end: MODULES_END };
  for (const levels of [4, 5] as const) {
    const offset = imageOffset(found, root, tableFormat(levels, encrypted), window);
    if (offset === undefined) continue;
    return {
      offset,
      lines: [
        `NUMBER(phys_base)=${START_KERNEL_MAP - offset}`,
        `NUMBER(pgtable_l5_enabled)=${Number(levels === 5)}`,
        `NUMBER(sme_mask)=${encrypted}`,
      ],
    };
  }
  return undefined;
}

/** How x86-64 maps memory: 4 KiB pages, four or five levels (arch/x86/include/asm/{page_64_types,pgtable_64_types}.h). */
export const paging: Paging = {
  layout,
  recognise,
  directMap,
  vmemmap,
  vmallocStart(kernel) {
    const symbol = kernel.symbols.image.byName('vmalloc_base');
    return (symbol && kernel.space.tryU64(symbol.address)) ?? VMALLOC;
  },
  // With CONFIG_RANDOMIZE_BASE the image may take 1 GiB (KERNEL_IMAGE_SIZE), and modules begin above it.
  moduleRange: ({ symbols }) => ({
    start: symbols.image.byName('page_offset_base') ? MODULES_START_RANDOMIZED : MODULES_START,
    end: MODULES_END,
  }),
  // With four levels the top one is called PGD and there is no P4D.
  levelNames: ({ levels }) => ['PGD', ...(levels === 5 ? ['P4D'] : []), 'PUD', 'PMD', 'PTE'],
  entryFlags: (entry) =>
    FLAGS.filter(([bit]) => (entry >> bit) & 1n)
      .map(([, name]) => name)
      .join('|'),
  // arch/x86/include/asm/pgtable_64.h since 4.18 (bcd11afa7ade): type in bits 63:59, the offset below it inverted down to
  // bit 9; bit 8 of an entry that is not present means PROT_NONE.
  swapEntries: (entry) =>
    entry === 0n || (entry & 0x101n) !== 0n
      ? []
      : [{ type: Number(entry >> 59n), offset: BigInt.asUintN(64, ~entry << 5n) >> 14n }],
};
