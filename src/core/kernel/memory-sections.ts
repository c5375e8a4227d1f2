import { step, type Addr } from '../addr.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { Kernel } from './kernel.ts';

/** A piece of physical memory that struct pages exist for as a whole: struct mem_section (include/linux/mmzone.h). */
export interface MemorySection {
  readonly number: number;
  readonly address: Addr;
  /** section_mem_map without its flags: where the struct page of frame 0 would be. */
  readonly coded: Addr;
  /** Of its first frame. */
  readonly memMap: Addr;
  readonly firstPfn: number;
  readonly pages: number;
  readonly present: boolean;
  readonly hasMap: boolean;
  readonly online: boolean;
  readonly early: boolean;
  readonly device: boolean;
}

/** Roots of two-level tables go to 2^18 (52 bits of address, sections of 128 MB, 128 in a page). */
const MAX_ROOTS = 1 << 18;
const MAX_SECTIONS = 1 << 22;
/** Pointers to roots that are read at once. */
const ROOTS_READ = 512;
/** SECTION_MAP_LAST_BIT is at most 6; below it stand flags. */
const FLAG_BITS = 0x3fn;

/** Pages of a section: NUMBER(SECTION_SIZE_BITS) of VMCOREINFO (5.13 on), else what the last section and the last frame say. */
function sectionPages(kernel: Kernel): number | undefined {
  const bits = kernel.vmcoreinfo.number('SECTION_SIZE_BITS');
  if (bits !== undefined && bits > 12n && bits < 48n) return 2 ** Number(bits) / kernel.layout.pageSize;
  const highest = kernel.symbols.image.byName('__highest_present_section_nr');
  const last = highest && kernel.space.tryU64(highest.address);
  if (last === undefined || last > BigInt(MAX_SECTIONS)) return undefined;
  const frames = (kernel.container.pages.endPfn * kernel.memory.pageSize) / kernel.layout.pageSize;
  return 2 ** Math.ceil(Math.log2(frames / (Number(last) + 1)));
}

/** The sections that memory is present in; empty where the kernel has no sections (FLATMEM). */
export function memorySections(kernel: Kernel): readonly MemorySection[] {
  return kernel.remember('memory sections', () => [...read(kernel)]);
}

/** What can be read of `length` bytes at `address`, in one go: a table that is damaged has very many entries. */
function words(space: AddressSpace, address: Addr, length: number): DataView {
  const bytes = space.readSome(address, length);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function* read(kernel: Kernel): Generator<MemorySection> {
  const table = kernel.symbols.image.byName('mem_section');
  const size = kernel.types.sizeOf('struct mem_section');
  const pageSize = kernel.types.sizeOf('struct page');
  const pages = sectionPages(kernel);
  if (!table || !size || !pageSize || !pages || !kernel.types.has('mem_section', 'section_mem_map')) return;
  const mapAt = kernel.types.offsetOf('mem_section', 'section_mem_map');
  const { space } = kernel;
  const frames = (kernel.container.pages.endPfn * kernel.memory.pageSize) / kernel.layout.pageSize;
  const base = kernel.arch.paging.vmemmap(kernel);
  // SPARSEMEM_EXTREME: a pointer to the table of roots (83e3c48729d9, 4.15); each root is a page of sections.
  const roots = space.tryU64(table.address);
  if (!roots) return;
  const perRoot = Math.floor(kernel.layout.pageSize / size);
  const highest = kernel.symbols.image.byName('__highest_present_section_nr');
  const last = Number((highest && space.tryU64(highest.address)) ?? 0n);
  const many = Math.min(MAX_ROOTS, Math.floor(Math.min(last, MAX_SECTIONS) / perRoot) + 1);
  let part = words(space, roots, 0);
  for (let root = 0; root < many; root++) {
    const at = (root % ROOTS_READ) * 8;
    if (at === 0) part = words(space, step(roots, root * 8), Math.min(ROOTS_READ, many - root) * 8);
    const sections = at + 8 <= part.byteLength ? (part.getBigUint64(at, true) as Addr) : 0n;
    if (sections === 0n) continue;
    const own = words(space, sections, perRoot * size);
    for (let i = 0; i * size + mapAt + 8 <= own.byteLength; i++) {
      const address = step(sections, i * size);
      const word = own.getBigUint64(i * size + mapAt, true);
      if ((word & 1n) === 0n) continue;
      const number = root * perRoot + i;
      const firstPfn = number * pages;
      const coded = (word & ~FLAG_BITS) as Addr;
      // Beyond what memory has (a device's own) only what says where the struct pages are: a table that is damaged would never end.
      if (firstPfn >= frames && coded !== base) continue;
      yield {
        number,
        address,
        coded,
        memMap: step(coded, firstPfn * pageSize),
        firstPfn,
        pages,
        present: true,
        hasMap: (word & 2n) !== 0n,
        online: (word & 4n) !== 0n,
        early: (word & 8n) !== 0n,
        device: (word & 16n) !== 0n,
      };
    }
  }
}

/** A block of memory that can be put online and offline: struct memory_block (drivers/base/memory.c). */
export interface MemoryBlock {
  readonly address: Addr;
  readonly name: string;
  readonly firstSection: number;
  readonly start: number;
  readonly last: number;
  readonly node: number;
  readonly state: string;
}

/** MEM_ONLINE … (include/linux/memory.h). */
const STATES: Readonly<Record<number, string>> = {
  1: 'ONLINE',
  2: 'GOING_OFFLINE',
  4: 'OFFLINE',
  8: 'GOING_ONLINE',
  16: 'CANCEL_ONLINE',
  32: 'CANCEL_OFFLINE',
};
const MAX_BLOCKS = 100_000;

/** The blocks of the bus "memory", by their list of devices (klist_devices of memory_subsys' private part). */
export function* memoryBlocks(kernel: Kernel): Generator<MemoryBlock, void, void> {
  const { types } = kernel;
  const bus = kernel.symbols.image.byName('memory_subsys');
  if (!bus || !types.struct('memory_block') || !types.struct('bus_type')) return;
  const sections = memorySections(kernel);
  const pages = sections[0]?.pages ?? 0;
  const perBlock = kernel.symbols.image.byName('sections_per_block');
  const many = (perBlock && kernel.space.tryU32(perBlock.address)) || 1;
  const bytes = many * pages * kernel.layout.pageSize;
  const head = busDevices(kernel, bus.address);
  if (head === undefined) return;
  const seen = new Set<bigint>();
  for (let here = kernel.space.tryU64(head); here && here !== head && seen.size < MAX_BLOCKS;) {
    if (seen.has(here)) return;
    seen.add(here);
    // klist_node.n_node within device_private.knode_bus, which points back at the device.
    const holder = step(
      here,
      -(types.offsetOf('device_private', 'knode_bus') + types.offsetOf('klist_node', 'n_node')),
    );
    const device = kernel.at('struct device_private', holder).try((each) => each.get('device').pointer());
    const block = device
      ? kernel
          .at('struct device', device)
          .containerOf('struct memory_block', 'dev')
          .try((each) => {
            const firstSection = each.get('start_section_nr').number();
            const start = firstSection * pages * kernel.layout.pageSize;
            const state = each.get('state').number();
            return {
              address: each.address,
              name: each.get('dev.kobj.name').string(64) || (each.get('dev.init_name').string(64) ?? ''),
              firstSection,
              start,
              last: start + bytes - 1,
              node: each.find('nid')?.number() ?? 0,
              state: STATES[state] ?? String(state),
            };
          })
      : undefined;
    if (block) yield block;
    here = kernel.space.tryU64(here);
  }
}

/**
 * The list_head of a bus's devices: subsys_private.klist_devices.k_list, which bus_type.p led to up to 6.3; since then
 * (d2bf38c088e0) the bus is looked for in the kset of all buses.
 */
function busDevices(kernel: Kernel, bus: bigint): Addr | undefined {
  const { types } = kernel;
  if (!types.struct('subsys_private') || !types.struct('device_private')) return undefined;
  const list = (at: bigint): Addr =>
    step(at, types.offsetOf('subsys_private', 'klist_devices') + types.offsetOf('klist', 'k_list'));
  if (types.has('bus_type', 'p')) {
    const own = kernel.at('struct bus_type', bus).try((each) => each.get('p').pointer());
    return own ? list(own) : undefined;
  }
  const kset = kernel.symbols.image.byName('bus_kset');
  const all = kset && kernel.space.tryU64(kset.address);
  if (!all) return undefined;
  const head = kernel.at('struct kset', all).get('list').address;
  const seen = new Set<bigint>();
  for (let here = kernel.space.tryU64(head); here && here !== head && seen.size < 4096;) {
    if (seen.has(here)) return undefined;
    seen.add(here);
    const kobj = step(here, -types.offsetOf('kobject', 'entry'));
    const own = step(kobj, -types.offsetOf('subsys_private', 'subsys.kobj'));
    if (kernel.at('struct subsys_private', own).try((each) => each.get('bus').pointer()) === bus)
      return list(own);
    here = kernel.space.tryU64(here);
  }
  return undefined;
}
