import { hex, step, type Addr } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { counters, zoneCounters } from '../../kernel/vmstat.ts';
import {
  freeBlocks,
  freeLists,
  nodes,
  zones,
  type FreeBlock,
  type FreeList,
  type Zone,
} from '../../kernel/zones.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';

const ZONE_HEADING: Line = {
  text: 'ZONE  NAME        SIZE    FREE      MEM_MAP       START_PADDR  START_MAPNR',
};

/** kmem -f: the free lists of the buddy allocator, with `pages` every free block of them. */
export function* freeMemory(kernel: Kernel, pages: boolean): Generator<Line, void, void> {
  let counted = 0;
  for (const node of nodes(kernel)) {
    if (nodes(kernel).length > 1) yield { text: `NODE ${node.id}` };
    for (const zone of node.zones) {
      yield ZONE_HEADING;
      yield zoneLine(kernel, zone);
      if (zone.spanned > 0) counted += yield* freeIn(kernel, zone, pages);
      yield { text: '' };
    }
  }
  const free = zones(kernel).reduce((sum, zone) => sum + zone.free, 0);
  yield {
    text: `nr_free_pages: ${free}  ${counted === free ? '(verified)' : `(found ${counted})`}`,
    row: { free, found: counted },
  };
}

/** The free lists of `zone`; answers how many pages are on them. */
function* freeIn(kernel: Kernel, zone: Zone, pages: boolean): Generator<Line, number, void> {
  const heading = 'AREA    SIZE  FREE_AREA_STRUCT';
  if (!pages) yield { text: `${heading}  BLOCKS  PAGES` };
  let counted = 0;
  for (const list of freeLists(kernel, zone)) {
    if (pages) {
      yield { text: heading };
      yield { text: areaText(kernel, list) };
    }
    let blocks = 0;
    for (const page of freeBlocks(kernel, list)) {
      blocks++;
      if (pages) yield blockLine(zone, list, page);
    }
    counted += blocks * 2 ** list.order;
    if (!pages) yield areaLine(kernel, zone, list, blocks);
  }
  return counted;
}

function blockLine(zone: Zone, list: FreeList, page: Addr): Line {
  return {
    text: hex(page),
    row: { zone: zone.name, order: list.order, type: list.typeName, page },
    links: [{ start: 0, end: hex(page).length, ref: refTo.instance('page', page) }],
  };
}

function zoneLine(kernel: Kernel, zone: Zone): Line {
  const { pageSize } = kernel.layout;
  const empty = zone.spanned === 0;
  const first = nodes(kernel).find(({ id }) => id === zone.node)?.startPfn ?? 0;
  const map = empty ? '0' : hex(memMap(kernel, zone.startPfn), 16);
  const from = empty ? 0 : zone.startPfn * pageSize;
  return {
    text: `${String(zone.index).padStart(3)}   ${zone.name.padEnd(9)} ${String(zone.spanned).padStart(6)} ${String(zone.free).padStart(7)}  ${centre(map, 16)}  ${centre(hex(from), 11)}  ${centre(String(empty ? 0 : zone.startPfn - first), 11)}`,
    row: { node: zone.node, zone: zone.name, pages: zone.spanned, free: zone.free, start: BigInt(from) },
  };
}

/** Where the struct page of frame `pfn` is. */
function memMap(kernel: Kernel, pfn: number): bigint {
  const base = kernel.arch.paging.vmemmap(kernel);
  return base === undefined ? 0n : step(base, pfn * (kernel.types.sizeOf('struct page') ?? 0));
}

function centre(text: string, width: number): string {
  return text.padStart(text.length + Math.ceil((width - text.length) / 2)).padEnd(width);
}

function areaText(kernel: Kernel, { order, address }: FreeList): string {
  const size = `${(kernel.layout.pageSize * 2 ** order) / 1024}k`;
  return `${String(order).padStart(3)}  ${size.padStart(7)}  ${hex(address, 16)}  `;
}

function areaLine(kernel: Kernel, zone: Zone, list: FreeList, blocks: number): Line {
  const pages = blocks * 2 ** list.order;
  return {
    text: `${areaText(kernel, list)}${String(blocks).padStart(6)} ${String(pages).padStart(6)}`,
    row: { zone: zone.name, order: list.order, type: list.typeName, list: list.address, blocks, pages },
  };
}

/** A free block in which the struct page at `page` is: its zone, its list, and which page of it. */
export function* blockLines(kernel: Kernel, block: FreeBlock, page: bigint): Generator<Line, void, void> {
  yield ZONE_HEADING;
  yield zoneLine(kernel, block.zone);
  yield { text: 'AREA    SIZE  FREE_AREA_STRUCT' };
  yield { text: areaText(kernel, block.list) };
  const size = kernel.types.sizeOf('struct page') ?? 64;
  const which = Number((page - block.page) / BigInt(size)) + 1;
  const pages = 2 ** block.list.order;
  yield {
    text: `${hex(block.page)}  ${pages > 1 ? `(${hex(page)} is ${ordinal(which)} of ${pages} pages)` : ''}`,
    row: { zone: block.zone.name, order: block.list.order, block: block.page, page, which, pages },
    links: [{ start: 0, end: hex(block.page).length, ref: refTo.instance('page', block.page) }],
  };
}

function ordinal(n: number): string {
  const end = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${end}`;
}

/** kmem -z: the zones with their watermarks and counters. */
export function* zoneDetails(kernel: Kernel): Generator<Line, void, void> {
  for (const zone of zones(kernel)) {
    const at = hex(zone.object.address, 16);
    const before = `NODE: ${zone.node}  ZONE: ${zone.index}  ADDR: `;
    const { min, low, high } = zone.watermarks;
    const { name, spanned, present, managed, free } = zone;
    yield {
      text: `${before}${at}  NAME: "${name}"`,
      row: {
        node: zone.node,
        zone: name,
        address: zone.object.address,
        spanned,
        present,
        managed,
        free,
        min,
        low,
        high,
      },
      links: [
        {
          start: before.length,
          end: before.length + at.length,
          ref: refTo.instance('zone', zone.object.address),
        },
      ],
    };
    if (spanned === 0) {
      yield { text: '  [unpopulated]' };
      yield { text: '' };
      continue;
    }
    const shown = present === spanned ? '' : `  PRESENT: ${present}`;
    yield { text: `  SIZE: ${spanned}${shown}  MIN/LOW/HIGH: ${min}/${low}/${high}` };
    yield { text: '  VM_STAT:' };
    const all = [...zoneCounters(kernel, zone)];
    const width = Math.max(...all.map((each) => each.name.length));
    for (const each of all) yield { text: `${each.name.padStart(width)}: ${each.value}` };
    yield { text: '' };
    yield { text: '' };
  }
}

/** Headings of kmem -V. */
const GROUPS = [
  ['zone', 'VM_ZONE_STAT'],
  ['node', 'VM_NODE_STAT'],
  ['numa', 'VM_NUMA_STAT'],
  ['event', 'VM_EVENT_STATES'],
] as const;

/** kmem -V: the counters that /proc/vmstat has. */
export function* counterLines(kernel: Kernel): Generator<Line, void, void> {
  const all = [...counters(kernel)];
  for (const [group, heading] of GROUPS) {
    const of = all.filter((each) => each.group === group);
    if (of.length === 0) continue;
    yield { text: `  ${heading}:` };
    const width = Math.max(...of.map(({ name }) => name.length));
    for (const { name, value } of of)
      yield { text: `${name.padStart(width)}: ${value}`, row: { group, name, value } };
    yield { text: '' };
  }
}
