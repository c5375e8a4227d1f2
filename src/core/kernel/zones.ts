import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { listEntries, type BrokenList } from './lists.ts';
import type { Kernel } from './kernel.ts';
import { nodes as nodeAddresses } from './memory-size.ts';

/** A NUMA node's memory: struct pglist_data (include/linux/mmzone.h). */
export interface Node {
  readonly id: number;
  readonly object: CObject;
  /** First frame, and frames to the last one, holes included. */
  readonly startPfn: number;
  readonly spanned: number;
  readonly zones: readonly Zone[];
}

/** A part of a node's memory: struct zone (include/linux/mmzone.h). Counts are pages. */
export interface Zone {
  readonly node: number;
  /** Its place in the node: 0 is the lowest zone. */
  readonly index: number;
  readonly object: CObject;
  readonly name: string;
  readonly startPfn: number;
  readonly spanned: number;
  readonly present: number;
  /** Pages that the buddy allocator was given. */
  readonly managed: number;
  /** vm_stat[NR_FREE_PAGES]. */
  readonly free: number;
  readonly watermarks: { readonly min: number; readonly low: number; readonly high: number };
}

/** The free blocks of one order and migrate type of a zone: a list of free_area (mm/page_alloc.c). */
export interface FreeList {
  readonly order: number;
  /** 0, 1, 2 …, and "Unmovable", "Movable" … as /proc/pagetypeinfo calls it. */
  readonly type: number;
  readonly typeName: string;
  /** The list_head of the list. */
  readonly address: Addr;
}

/** Zones of a node, orders of blocks, migrate types: more are taken for damage. */
const MAX_ZONES = 16;
const MAX_ORDERS = 64;
const MAX_TYPES = 16;

/** The nodes that have memory. */
export function nodes(kernel: Kernel): readonly Node[] {
  return kernel.remember('nodes', () => {
    const found: Node[] = [];
    for (const address of nodeAddresses(kernel)) {
      const object = kernel.at('struct pglist_data', address);
      const node = object.try((each) => {
        const id = each.find('node_id')?.number() ?? found.length;
        return {
          id,
          object: each,
          startPfn: each.get('node_start_pfn').number(),
          spanned: each.get('node_spanned_pages').number(),
          zones: [...zonesOf(kernel, each, id)],
        };
      });
      if (node) found.push(node);
    }
    return found;
  });
}

/** Every zone of every node, empty ones too. */
export function zones(kernel: Kernel): readonly Zone[] {
  return nodes(kernel).flatMap((node) => node.zones);
}

function* zonesOf(kernel: Kernel, node: CObject, id: number): Generator<Zone> {
  const all = node.get('node_zones');
  const count = Math.min(all.count, MAX_ZONES);
  const freePages = Number(kernel.types.enumerator('zone_stat_item', 'NR_FREE_PAGES') ?? 0n);
  for (let index = 0; index < count; index++) {
    const zone = all.at(index);
    // _watermark since 5.0 (a9214443c2ed), watermark before.
    const marks = zone.find('_watermark') ?? zone.find('watermark');
    const mark = (which: number): number => (marks ? marks.at(which).number() : 0);
    const found = zone.try((each) => ({
      node: id,
      index,
      object: each,
      name: each.get('name').string(32),
      startPfn: each.get('zone_start_pfn').number(),
      spanned: each.get('spanned_pages').number(),
      present: each.get('present_pages').number(),
      // An atomic since 5.0 (9705bea5f833), a plain count before.
      managed: (each.find('managed_pages.counter') ?? each.find('managed_pages'))?.number() ?? 0,
      free: each.get('vm_stat').at(freePages).number(),
      watermarks: { min: mark(0), low: mark(1), high: mark(2) },
    }));
    if (found) yield found;
  }
}

/** The lists of `zone`'s free blocks, by order and then type; none of a zone without pages. */
export function* freeLists(kernel: Kernel, zone: Zone): Generator<FreeList, void, void> {
  const areas = zone.object.get('free_area');
  const names = migrateTypeNames(kernel);
  for (let order = 0; order < Math.min(areas.count, MAX_ORDERS); order++) {
    const lists = areas.at(order).get('free_list');
    for (let type = 0; type < Math.min(lists.count, MAX_TYPES); type++)
      yield { order, type, typeName: names[type] ?? String(type), address: lists.at(type).address };
  }
}

/** Those that are not written as other words are. */
const NAMES: Readonly<Record<string, string>> = { CMA: 'CMA', HIGHATOMIC: 'HighAtomic' };

/** "Unmovable", "CMA" …: migratetype_names (mm/show_mem.c), by enum migratetype. */
function migrateTypeNames(kernel: Kernel): readonly string[] {
  return kernel.remember('migrate type names', () => {
    const names: string[] = [];
    for (const { name, value } of kernel.types.enumeration('migratetype')?.values ?? []) {
      const word = name.replace(/^MIGRATE_/, '');
      if (value < 0n || value >= BigInt(MAX_TYPES) || word === 'TYPES' || word === 'PCPTYPES') continue;
      names[Number(value)] ??= NAMES[word] ?? word[0] + word.slice(1).toLowerCase();
    }
    return names;
  });
}

/** Addresses of the struct pages that begin the free blocks of `list`, in its order. */
export function* freeBlocks(
  kernel: Kernel,
  list: FreeList,
  broken?: BrokenList,
): Generator<Addr, void, void> {
  // buddy_list since 5.19 (bf75f200569d), at the same place as lru.
  const member = kernel.types.has('page', 'buddy_list') ? 'buddy_list' : 'lru';
  const head = kernel.at('struct list_head', list.address);
  for (const page of listEntries(head, 'struct page', member, broken)) yield page.address;
}

/** A free block of the buddy allocator. */
export interface FreeBlock {
  readonly zone: Zone;
  readonly list: FreeList;
  /** Frame of its first page; it has 1 << list.order pages. */
  readonly pfn: number;
  /** The struct page of that frame. */
  readonly page: Addr;
}

/** The free block that frame `pfn` lies in, with the list that it is on; undefined when it is in none. */
export function freeBlockOf(kernel: Kernel, pfn: number): FreeBlock | undefined {
  const found = freeRun(kernel, pfn);
  if (!found) return undefined;
  for (const list of freeLists(kernel, found.zone)) {
    if (list.order !== found.order) continue;
    for (const block of freeBlocks(kernel, list))
      if (block === found.page) return { zone: found.zone, list, pfn: found.pfn, page: found.page };
  }
  return undefined;
}

/** As `freeBlockOf`, by what its first struct page says alone. */
export function freeRun(
  kernel: Kernel,
  pfn: number,
): { readonly zone: Zone; readonly order: number; readonly pfn: number; readonly page: Addr } | undefined {
  const size = kernel.types.sizeOf('struct page');
  const base = kernel.arch.paging.vmemmap(kernel);
  if (size === undefined || base === undefined) return undefined;
  const order = blockOrder(kernel);
  // A block of order n begins at a multiple of 1 << n, and its first page has PageBuddy and the order in private.
  for (const zone of zones(kernel)) {
    if (pfn < zone.startPfn || pfn >= zone.startPfn + zone.spanned) continue;
    const orders = Math.min(zone.object.get('free_area').count, MAX_ORDERS);
    for (let n = 0; n < orders; n++) {
      const first = Math.floor(pfn / 2 ** n) * 2 ** n;
      const page = step(base, first * size);
      const has = order(page);
      if (has !== undefined && has >= n && pfn < first + 2 ** has)
        return { zone, order: has, pfn: first, page };
    }
  }
  return undefined;
}

/**
 * The order of the free block that the struct page at an address begins; undefined when it begins none. A buddy page is
 * told by its type: a bit cleared of page_type (4.18 to 6.11), a number in its top byte since 6.12 (4ffca5a96678).
 */
export function blockOrder(kernel: Kernel): (page: bigint) => number | undefined {
  return kernel.remember('order of free blocks', () => {
    const { types, vmcoreinfo, space } = kernel;
    const typeAt = types.has('page', 'page_type')
      ? types.offsetOf('page', 'page_type')
      : types.has('page', '_mapcount')
        ? types.offsetOf('page', '_mapcount')
        : undefined;
    const orderAt = types.has('page', 'private') ? types.offsetOf('page', 'private') : undefined;
    const named = types.enumerator('pagetype', 'PGTY_buddy');
    const told =
      vmcoreinfo.number('PAGE_BUDDY_MAPCOUNT_VALUE') ?? (named === undefined ? undefined : named << 24n);
    if (typeAt === undefined || orderAt === undefined || told === undefined)
      return (): undefined => undefined;
    const value = Number(BigInt.asUintN(32, told));
    return (page: bigint) => {
      const word = space.tryU32(step(page, typeAt));
      if (word === undefined) return undefined;
      const buddy =
        (value & 0xffffff) === 0 ? word >>> 24 === value >>> 24 : word >>> 28 === 15 && word === value;
      const order = buddy ? space.tryU64(step(page, orderAt)) : undefined;
      return order !== undefined && order < BigInt(MAX_ORDERS) ? Number(order) : undefined;
    };
  });
}
