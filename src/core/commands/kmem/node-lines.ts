import { hex, step } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { memoryBlocks, memorySections, type MemorySection } from '../../kernel/memory-sections.ts';
import { nodes } from '../../kernel/zones.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';

/** kmem -n: nodes with their zones, then the sections and blocks of memory. */
export function* nodeLines(kernel: Kernel): Generator<Line, void, void> {
  const base = kernel.arch.paging.vmemmap(kernel) ?? 0n;
  const size = kernel.types.sizeOf('struct page') ?? 0;
  const { pageSize } = kernel.layout;
  const map = (pfn: number): string => hex(step(base, pfn * size), 16);
  for (const node of nodes(kernel)) {
    const at = hex(node.object.address, 16);
    const [first, ...rest] = node.zones;
    yield { text: 'NODE    SIZE      PGLIST_DATA       BOOTMEM_DATA       NODE_ZONES' };
    yield {
      text: `${String(node.id).padStart(3)}  ${String(node.spanned).padStart(8)}   ${at}        ----        ${first ? hex(first.object.address, 16) : ''}`,
      row: {
        node: node.id,
        pages: node.spanned,
        pglist_data: node.object.address,
        start: BigInt(node.startPfn * pageSize),
      },
      links: [{ start: 16, end: 32, ref: refTo.instance('pglist_data', node.object.address) }],
    };
    for (const zone of rest) yield { text: ' '.repeat(52) + hex(zone.object.address, 16) };
    yield { text: '    MEM_MAP          START_PADDR    START_MAPNR' };
    yield {
      text: `${map(node.startPfn)}  ${hex(node.startPfn * pageSize).padStart(10)}  ${String(node.startPfn).padStart(12)}`,
    };
    yield { text: '' };
    yield { text: 'ZONE  NAME         SIZE       MEM_MAP      START_PADDR  START_MAPNR' };
    for (const { index, name, spanned, startPfn } of node.zones) {
      const empty = spanned === 0;
      yield {
        text: `${String(index).padStart(3)}   ${name.padEnd(8)} ${String(spanned).padStart(8)}  ${(empty ? '0' : map(startPfn)).padStart(16)}  ${hex(empty ? 0 : startPfn * pageSize).padStart(11)}  ${String(empty ? 0 : startPfn).padStart(11)}`,
        row: { node: node.id, zone: name, pages: spanned, start: BigInt(startPfn * pageSize) },
      };
    }
    yield { text: '' };
  }
  const sections = memorySections(kernel);
  if (sections.length === 0) return;
  yield { text: '-'.repeat(67) };
  yield { text: '' };
  yield { text: 'NR      SECTION        CODED_MEM_MAP        MEM_MAP       STATE PFN' };
  for (const section of sections) yield sectionLine(section);
  const blocks = [...memoryBlocks(kernel)].sort((a, b) => a.start - b.start);
  if (blocks.length === 0) return;
  yield { text: '' };
  yield { text: '   MEM_BLOCK        NAME        PHYSICAL RANGE     NODE  STATE   START_SECTION_NO' };
  for (const { address, name, start, last, node, state, firstSection } of blocks)
    yield {
      text: ` ${hex(address, 16)}   ${name.padEnd(10)} ${hex(start).padStart(8)} - ${hex(last).padStart(8)}  ${node}    ${state.padEnd(6)}  ${firstSection}`,
      row: {
        block: address,
        name,
        start: BigInt(start),
        end: BigInt(last + 1),
        node,
        state,
        section: firstSection,
      },
      links: [{ start: 1, end: 17, ref: refTo.instance('memory_block', address) }],
    };
}

function sectionLine(section: MemorySection): Line {
  const { number, address, coded, memMap, firstPfn } = section;
  const state =
    (section.present ? 'P' : '') +
    (section.hasMap ? 'M' : '') +
    (section.online ? 'O' : '') +
    (section.early ? 'E' : '') +
    (section.device ? 'D' : '');
  return {
    text: `${String(number).padStart(2)}  ${hex(address, 16)}  ${hex(coded, 16)}  ${hex(memMap, 16)}  ${state.padEnd(5)} ${firstPfn}`,
    row: { section: number, address, memMap, state, pfn: firstPfn, pages: section.pages },
    links: [{ start: 4, end: 20, ref: refTo.instance('mem_section', address) }],
  };
}
