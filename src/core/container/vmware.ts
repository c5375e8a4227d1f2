import { headerFacts } from '../catalogue/files.ts';
import { formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError, MissingError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, CpuState } from './container.ts';
import { ExtentPages, type Extent } from './extents.ts';

/**
 * Suspended machines and snapshots of VMware, .vmss and .vmsn (crash-utility's vmware_vmss.h and .c describe them): groups of tags.
 * Group "memory" says which regions there are; the memory itself is its block "Memory", or a .vmem file beside. Group "cpu" has
 * the registers of each CPU, one by one or as the block "gpregs".
 */
const MAGICS: readonly number[] = [0xbed2bed2, 0xbed3bed3, 0xbad1bad1, 0xbad2bad2];
const GROUP = 80;
const MAX_GROUPS = 4096;
const MAX_TAGS = 1 << 16;
const MAX_REGIONS = 4096;
const MAX_CPUS = 4096;
const PAGE = 4096;
/** Sizes of a value that say that a block follows: as it is, packed. */
const BLOCK = 63;
const PACKED_BLOCK = 62;
/** The words of the block "gpregs", and what completes them. */
const GENERAL = 'rax rcx rdx rbx rbp rsp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15'.split(' ');
const SPECIAL = 'rip eflags EFLAGS'.split(' ');

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
  /** The value's bytes, where it is no block. */
  readonly value: Uint8Array;
  /** Where its bytes lie, where it is a block. */
  readonly block?: { readonly at: number; readonly size: number; readonly packed: boolean };
}

function open(source: ByteSource, more: readonly ByteSource[]): Container {
  const tags = tagsOf(source, 'memory');
  const missing: Message[] = [];
  const number = (name: string, index: number): number => {
    const found = tags.find((tag) => tag.name === name && (tag.indexes[0] ?? 0) === index);
    return found ? Number(word(found.value.subarray(0, 6))) : 0;
  };
  const count = number('regionsCount', 0);
  if (count > MAX_REGIONS) throw new CorruptError(say.recordsMany({ file: source.name, records: count }));
  const own = tags.find((tag) => tag.name === 'Memory' && tag.block)?.block;
  const [memory, base] = own && !own.packed ? [source, own.at] : [vmemBeside(source, more, format.probe), 0];
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
    cpus: cpusOf(source),
    takenBy: 'VMware',
    incomplete: false,
    headerFacts: [[headerFacts.segments(), String(extents.length)]],
    missing,
    taken: memory === source ? [] : [memory],
  };
}

/**
 * The memory beside `source`: the file that is called the same, else the largest one that is no machine's state itself (`probe`).
 * Throws MissingError when there is none.
 */
export function vmemBeside(
  source: ByteSource,
  more: readonly ByteSource[],
  probe: (source: ByteSource) => boolean,
): ByteSource {
  const stem = source.name.replace(/\.[^.]*$/, '');
  const others = more.filter((each) => !probe(each) && each.size >= PAGE);
  const found =
    others.find((each) => each.name === `${stem}.vmem`) ?? [...others].sort((a, b) => b.size - a.size).at(0);
  if (!found) throw new MissingError(say.noVmem({ file: source.name, vmem: `${stem}.vmem` }));
  return found;
}

/** The registers of the CPUs; those of which none is there are left out. */
function cpusOf(source: ByteSource): CpuState[] | undefined {
  const cpus = new Map<number, Record<string, bigint>>();
  for (const { name, indexes, value, block } of tagsOf(source, 'cpu', true)) {
    const cpu = indexes[0];
    if (cpu === undefined || cpu >= MAX_CPUS) continue;
    const known = cpus.get(cpu) ?? {};
    if (name === 'gpregs' && block && !block.packed && block.size === GENERAL.length * 8) {
      const bytes = readBytes(source, block.at, block.size);
      GENERAL.forEach((each, i) => bytes && (known[each] = word(bytes.subarray(i * 8, i * 8 + 8))));
    } else if (!block && [...GENERAL, ...SPECIAL].includes(name)) {
      const register = name.toLowerCase().replace(/^e/, 'r');
      known[register] = (known[register] ?? 0n) | word(value);
    } else continue;
    cpus.set(cpu, known);
  }
  const whole = [...cpus].filter(([, { rip, rsp }]) => rip !== undefined && rsp !== undefined);
  if (whole.length === 0) return undefined;
  return whole.sort(([a], [b]) => a - b).map(([cpu, registers]) => ({ cpu, registers }));
}

function word(bytes: Uint8Array): bigint {
  return bytes.slice(0, 8).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** The tags of group `wanted`. Throws CorruptError where there is no such group and it is not optional. */
function tagsOf(source: ByteSource, wanted: string, optional = false): Tag[] {
  const head = readBytes(source, 0, 12);
  const groups = head ? new DataView(head.buffer).getUint32(8, true) : 0;
  const rows = groups <= MAX_GROUPS ? readBytes(source, 12, groups * GROUP) : undefined;
  if (!rows) throw new CorruptError(say.headerCut({ file: source.name, format: 'VMware' }));
  const view = new DataView(rows.buffer);
  for (let row = 0; row < rows.length; row += GROUP) {
    const name = String.fromCharCode(...rows.subarray(row, row + 64)).replace(/\0.*/s, '');
    if (name === wanted) return tagsAt(source, Number(view.getBigUint64(row + 64, true)));
  }
  if (optional) return [];
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
      const block = { at: data, size, packed: valueSize === PACKED_BLOCK };
      tags.push({ ...tag, value: new Uint8Array(), block });
      at = data + size;
    } else {
      const value = readBytes(source, at, valueSize);
      if (!value) return tags;
      tags.push({ ...tag, value });
      at += valueSize;
    }
  }
  return tags;
}
