import { headerFacts } from '../catalogue/files.ts';
import { formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError, MissingError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat } from './container.ts';
import { ExtentPages, type Extent } from './extents.ts';

/**
 * Suspended machines and snapshots of VMware, .vmss and .vmsn (crash-utility's vmware_vmss.c describes them): groups of tags. Group
 * "memory" says which regions there are; the memory itself is its block "Memory", or a .vmem file beside.
 */
const MAGICS: readonly number[] = [0xbed2bed2, 0xbed3bed3];
const GROUP = 80;
const MAX_GROUPS = 4096;
const MAX_TAGS = 1 << 16;
const MAX_REGIONS = 4096;
const PAGE = 4096;
/** Sizes of a value that say that a block follows: as it is, packed. */
const BLOCK = 62;
const PACKED_BLOCK = 63;

export const format: ContainerFormat = {
  id: 'vmware',
  title: 'VMware .vmss, .vmsn',
  probe(source) {
    const head = readBytes(source, 0, 4);
    return head !== undefined && MAGICS.includes(new DataView(head.buffer).getUint32(0, true));
  },
  open,
};

interface Tag {
  readonly name: string;
  readonly indexes: readonly number[];
  /** The value, where it is a number. */
  readonly value: number;
  /** Where its bytes lie, where it is a block. */
  readonly block?: { readonly at: number; readonly size: number; readonly packed: boolean };
}

function open(source: ByteSource, more: readonly ByteSource[]): Container {
  const tags = memoryTags(source);
  const missing: Message[] = [];
  const number = (name: string, index: number): number =>
    tags.find((tag) => tag.name === name && (tag.indexes[0] ?? 0) === index)?.value ?? 0;
  const count = number('regionsCount', 0);
  if (count > MAX_REGIONS) throw new CorruptError(say.recordsMany({ file: source.name, records: count }));
  const own = tags.find((tag) => tag.name === 'Memory' && tag.block)?.block;
  const [memory, base] = own && !own.packed ? [source, own.at] : [vmem(source, more), 0];
  const regions = Array.from({ length: count }, (_, i) => ({
    first: number('regionPPN', i),
    from: number('regionPageNum', i),
    pages: number('regionSize', i),
  }));
  const size = own ? own.size : memory.size;
  const extents: Extent[] =
    regions.length > 0
      ? regions.map(({ first, from, pages }) => ({
          physical: first * PAGE,
          memory: pages * PAGE,
          stored: pages * PAGE,
          offset: base + from * PAGE,
        }))
      : [{ physical: 0, memory: size, stored: size, offset: base }];
  const end = extents.reduce((most, each) => Math.max(most, each.offset + each.stored), 0);
  if (end > memory.size) missing.push(say.cutShort({ missing: end - memory.size }));
  return {
    format: memory === source ? 'VMware .vmss' : 'VMware .vmss with .vmem',
    pages: new ExtentPages(memory, extents, PAGE),
    notes: [],
    incomplete: false,
    headerFacts: [[headerFacts.segments(), String(extents.length)]],
    missing,
    taken: memory === source ? [] : [memory],
  };
}

/** The memory beside: the file that is called the same, else the largest one. Throws MissingError when there is none. */
function vmem(source: ByteSource, more: readonly ByteSource[]): ByteSource {
  const stem = source.name.replace(/\.[^.]*$/, '');
  const others = more.filter((each) => !format.probe(each) && each.size >= PAGE);
  const found =
    others.find((each) => each.name === `${stem}.vmem`) ?? [...others].sort((a, b) => b.size - a.size).at(0);
  if (!found) throw new MissingError(say.noVmem({ file: source.name, vmem: `${stem}.vmem` }));
  return found;
}

/** The tags of group "memory". */
function memoryTags(source: ByteSource): Tag[] {
  const head = readBytes(source, 0, 12);
  const groups = head ? new DataView(head.buffer).getUint32(8, true) : 0;
  const rows = groups <= MAX_GROUPS ? readBytes(source, 12, groups * GROUP) : undefined;
  if (!rows) throw new CorruptError(say.headerCut({ file: source.name, format: 'VMware' }));
  const view = new DataView(rows.buffer);
  for (let row = 0; row < rows.length; row += GROUP) {
    const name = String.fromCharCode(...rows.subarray(row, row + 64)).replace(/\0.*/s, '');
    if (name === 'memory') return tagsAt(source, Number(view.getBigUint64(row + 64, true)));
  }
  throw new CorruptError(say.headerCut({ file: source.name, format: 'VMware' }));
}

function tagsAt(source: ByteSource, start: number): Tag[] {
  const tags: Tag[] = [];
  let at = start;
  for (let n = 0; n < MAX_TAGS; n++) {
    const head = readBytes(source, at, 2);
    if (!head || (head[0] === 0 && head[1] === 0)) return tags;
    const nameSize = head[1];
    const indexes = head[0] >> 6;
    const valueSize = head[0] & 63;
    const bytes = readBytes(source, at + 2, nameSize + indexes * 4);
    if (!bytes) return tags;
    const view = new DataView(bytes.buffer);
    const tag = {
      name: String.fromCharCode(...bytes.subarray(0, nameSize)),
      indexes: Array.from({ length: indexes }, (_, i) => view.getUint32(nameSize + i * 4, true)),
    };
    at += 2 + nameSize + indexes * 4;
    if (valueSize === BLOCK || valueSize === PACKED_BLOCK) {
      const sizes = readBytes(source, at, 18);
      if (!sizes) return tags;
      const fields = new DataView(sizes.buffer);
      const size = Number(fields.getBigUint64(0, true));
      const data = at + 18 + fields.getUint16(16, true);
      tags.push({ ...tag, value: 0, block: { at: data, size, packed: valueSize === PACKED_BLOCK } });
      at = data + size;
    } else {
      const value = readBytes(source, at, valueSize);
      if (!value) return tags;
      tags.push({ ...tag, value: value.slice(0, 6).reduceRight((sum, byte) => sum * 256 + byte, 0) });
      at += valueSize;
    }
  }
  return tags;
}
