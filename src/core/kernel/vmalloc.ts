import { step, type Addr } from '../addr.ts';
import type { Message } from '../catalogue/message.ts';
import type { CObject } from '../types/cobject.ts';
import { FaultError, MissingError } from '../errors.ts';
import type { Kernel } from './kernel.ts';
import { listEntries, type BrokenList } from './lists.ts';

/** A stretch of vmalloc's part of the address space in use: struct vmap_area with its vm_struct (include/linux/vmalloc.h). */
export interface VmallocArea {
  readonly object: CObject;
  readonly start: Addr;
  /** First address after it, its guard page included. */
  readonly end: Addr;
  /** Its struct vm_struct; undefined for what vm_map_ram made. */
  readonly vm?: CObject;
}

/** Nodes that vmalloc's areas are spread over since 6.9 (96aa8437d169), at most. */
const MAX_NODES = 1024;

/** The areas of vmalloc in order of address. */
export function vmallocAreas(kernel: Kernel): readonly VmallocArea[] {
  return allAreas(kernel).areas;
}

/** Why some of the areas are missing: a list of them could not be followed to its end. */
export function vmallocBroken(kernel: Kernel): Message | undefined {
  return allAreas(kernel).broken;
}

function allAreas(kernel: Kernel): { readonly areas: readonly VmallocArea[]; readonly broken?: Message } {
  return kernel.remember('vmalloc areas', () => {
    const found: VmallocArea[] = [];
    const broken: BrokenList = {};
    for (const head of heads(kernel))
      for (const object of listEntries(head, 'struct vmap_area', 'list', broken)) {
        const area = read(kernel, object);
        if (area) found.push(area);
      }
    const areas = found.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
    return { areas, broken: broken.reason };
  });
}

/** The area that `address` lies in. */
export function vmallocAreaAt(kernel: Kernel, address: bigint): VmallocArea | undefined {
  const all = vmallocAreas(kernel);
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].start <= address) low = middle + 1;
    else high = middle;
  }
  const area = all[low - 1];
  return area && address < area.end ? area : undefined;
}

/** Lists of areas: vmap_area_list up to 6.8, vmap_nodes[].busy.head since. */
function* heads(kernel: Kernel): Generator<CObject> {
  const { image } = kernel.symbols;
  if (!kernel.types.struct('vmap_area')) return;
  const single = image.byName('vmap_area_list');
  if (single) {
    yield kernel.at('struct list_head', single.address);
    return;
  }
  const nodes = image.byName('vmap_nodes');
  const count = image.byName('nr_vmap_nodes');
  const size = kernel.types.sizeOf('struct vmap_node');
  const at = nodes && kernel.space.tryU64(nodes.address);
  if (!at || size === undefined) return;
  const many = Math.min(count ? (kernel.space.tryU32(count.address) ?? 1) : 1, MAX_NODES);
  for (let i = 0; i < many; i++) yield kernel.at('struct vmap_node', step(at, i * size)).get('busy.head');
}

function read(kernel: Kernel, object: CObject): VmallocArea | undefined {
  return object.try((area) => {
    const vm = area.get('vm').pointer();
    return {
      object: area,
      start: area.get('va_start').pointer(),
      end: area.get('va_end').pointer(),
      // Up to 5.3 a flag told whether vm was one (VM_VM_AREA); an area without is of vm_map_ram.
      vm: vm > 0xffffn ? kernel.at('struct vm_struct', vm) : undefined,
    };
  });
}

/** VM_IOREMAP … (include/linux/vmalloc.h) as /proc/vmallocinfo words them. */
const KINDS: readonly (readonly [bit: number, word: string])[] = [
  [0x1, 'ioremap'],
  [0x2, 'vmalloc'],
  [0x4, 'vmap'],
  [0x8, 'user'],
  [0x10, 'dma-coherent'],
  [0x200, 'sparse'],
];

/** What /proc/vmallocinfo says of an area: what it is for, who made it, how many pages it has, what it maps. */
export function vmallocFacts(area: VmallocArea): {
  readonly kind: string;
  readonly caller?: Addr;
  readonly pages: number;
  readonly physical?: number;
} {
  const { vm } = area;
  if (!vm) return { kind: 'vm_map_ram', pages: 0 };
  try {
    const flags = vm.get('flags').number();
    return {
      kind: KINDS.filter(([bit]) => flags & bit)
        .map(([, word]) => word)
        .join(' '),
      caller: vm.get('caller').pointer() || undefined,
      pages: vm.get('nr_pages').number(),
      physical: vm.get('phys_addr').number() || undefined,
    };
  } catch (error) {
    if (!(error instanceof FaultError || error instanceof MissingError)) throw error;
    return { kind: '', pages: 0 };
  }
}
