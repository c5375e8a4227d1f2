import type { LinearMapping, TableFormat } from '../memory/tables.ts';
import type { PhysicalMemory } from '../memory/physical.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { KernelSymbols } from '../symbols/kernel-symbols.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import type { Types } from '../types/types.ts';

/** What a dump says of where memory lies before any of it was read. */
export interface DumpFacts {
  readonly vmcoreinfo: Vmcoreinfo;
  /** phys_base of the file's header, where it has one. */
  readonly physBase?: bigint;
  /** Pieces of memory with the address that the kernel maps them at, where the file tells (program headers of ELF). */
  readonly segments?: readonly {
    readonly virtual: bigint;
    readonly physical: number;
    readonly memory: number;
  }[];
}

/** What can be known of a kernel once it can be read; the kernel fulfils it. */
export interface KernelParts {
  readonly space: AddressSpace;
  readonly symbols: KernelSymbols;
  readonly types: Types;
  readonly vmcoreinfo: Vmcoreinfo;
  readonly layout: Layout;
  /** `make`'s answer, made once and kept under `key`. */
  remember<T>(key: string, make: () => T): T;
}

/** Where one dump's memory lies, as opening found it. */
export interface Layout {
  /** Bytes of the kernel's pages: PAGE_SIZE. The dump file may be cut into others. */
  readonly pageSize: number;
  /** How the kernel's tables are walked, and those of processes. */
  readonly tables: TableFormat;
  readonly userTables: TableFormat;
  /** Where the kernel's image is mapped, as far as it can reach. */
  readonly image: LinearMapping;
}

/** A kernel that was found in physical memory by its symbols, where nothing tells how it is mapped. */
export interface FoundImage {
  readonly memory: PhysicalMemory;
  /** The symbol's physical address; undefined when the kernel has none of that name. */
  physical(name: string): number | undefined;
  /** What an address of the image is more than its physical one; undefined where symbols do not tell (7.0 on). */
  readonly offset: bigint | undefined;
}

/** What page tables of a found kernel say. */
export interface Recognised {
  /** What an address of the image is more than its physical one. */
  readonly offset: bigint;
  /** Lines as VMCOREINFO has them, of this machine alone: where things lie, and what it is recognised by. */
  readonly lines: readonly string[];
}

/** How a machine maps memory. Functions that answer undefined were not told enough. */
export interface Paging {
  /** Where things lie, from what is known before tables can be walked. Throws MissingError, saying what is not told. */
  layout(facts: DumpFacts): Layout;
  /** How `found` is mapped, by its page tables; undefined when these are not of this machine. */
  recognise(found: FoundImage): Recognised | undefined;
  /** The mapping of all memory into the kernel's half. */
  directMap(kernel: KernelParts): LinearMapping | undefined;
  /** Where struct page of frame 0 would be (vmemmap); the frame is counted in pages of `layout.pageSize`. */
  vmemmap(kernel: KernelParts): bigint | undefined;
  /** Where vmalloc's part of the kernel's half begins; everything mapped otherwise than directly lies above. */
  vmallocStart?(kernel: KernelParts): bigint;
  /** Where modules are loaded. */
  moduleRange(kernel: KernelParts): { readonly start: bigint; readonly end: bigint };
  /** Names of the levels of a walk as crash prints them, the top table first: PGD, PUD, PMD, PTE. */
  levelNames(format: TableFormat): readonly string[];
  /** "PRESENT|RW|NX": the bits of an entry as crash prints them. */
  entryFlags(entry: bigint): string;
  /**
   * Where a page was swapped out to, by an entry of the last level that is neither empty nor present: the area's number and
   * the page in it. Several where releases put them into different bits, newest first; none for what is no swap entry.
   */
  swapEntries?(entry: bigint): readonly SwapEntry[];
}

/** A page of a swap area: swp_entry_t (include/linux/swapops.h). */
export interface SwapEntry {
  readonly type: number;
  readonly offset: bigint;
}
