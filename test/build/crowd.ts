import { step } from '../../src/core/addr.ts';
import { openSession, type Session } from '../../src/core/session.ts';
import type { ByteSource } from '../../src/core/source/source.ts';
import { tasks } from '../../src/core/kernel/tasks.ts';
import { buildElf } from './elf.ts';
import { imageOf, runsOf } from './memory-image.ts';
import { buildNotes, vmcoreinfoNote } from './notes.ts';
import { dumpPath, engine, fileSource } from './zoo.ts';

/** Where the crowd stands in physical memory: beyond the sample's own. */
const CROWD = 0x1_0000_0000;
/** Room of one task; at least a struct task_struct. */
const SLOT = 0x4000;
const GIB = 0x4000_0000;
/** An entry of a page table of the third level that maps 1 GiB: present, writable, accessed, dirty, large (arch/x86/include/asm/pgtable_types.h). */
const LARGE = 0x80000000000000e3n;
const ADDRESS = 0xffffffffff000n;

/**
 * The sample with `count` further tasks in its list: an ELF core whose further memory is made when it is read, each task a
 * copy of one process of the sample with PID, name and links of its own, mapped where the direct map would have it.
 */
export function crowdSource(count: number): ByteSource {
  const sample = openSession([fileSource(dumpPath('sample'))], { engine });
  const { kernel } = sample;
  const { types } = kernel;
  const offset = (member: string): number => types.offsetOf('task_struct', member);
  const size = types.sizeOf('struct task_struct') ?? 0;
  const direct = kernel.arch.paging.directMap(kernel);
  const model = tasks(kernel).find(({ comm }) => comm === 'lab_sleep');
  if (!direct || !model || size === 0 || size > SLOT) throw new Error('The sample has no process to copy.');
  const template = kernel.space.read(model.address, size);
  const base = BigInt.asUintN(64, BigInt(CROWD) + direct.offset);
  const at = (i: number): bigint => BigInt.asUintN(64, base + BigInt(i) * BigInt(SLOT));

  const image = imageOf(fileSource(dumpPath('sample')));
  const pages = new Map(image.pages.map(([pfn, page]) => [pfn, page.slice()]));
  const put = (physical: number, value: bigint): void => {
    const page = pages.get(Math.floor(physical / 4096));
    if (!page) throw new Error(`The sample lacks the page at ${physical.toString(16)}.`);
    new DataView(page.buffer, page.byteOffset).setBigUint64(physical % 4096, BigInt.asUintN(64, value), true);
  };
  const word = (physical: number): bigint =>
    new DataView(kernel.memory.read(physical, 8).slice().buffer).getBigUint64(0, true);
  // The table of the third level that maps the beginning of the direct map.
  const top = word(kernel.space.root + Number((base >> 39n) & 511n) * 8) & ADDRESS;
  for (let i = 0; i * GIB < count * SLOT; i++)
    put(Number(top) + Number(((base >> 30n) + BigInt(i)) & 511n) * 8, BigInt(CROWD + i * GIB) | LARGE);
  // Between init_task and the first of the sample's own.
  const init = kernel.symbol('init_task').address;
  const head = step(init, offset('tasks'));
  const first = kernel.space.u64(head);
  const physical = (address: bigint): number => {
    const found = kernel.space.translate(address);
    if (found === undefined) throw new Error(`No page at ${address.toString(16)}.`);
    return found;
  };
  put(physical(head), at(0) + BigInt(offset('tasks')));
  put(physical(step(first, 8)), at(count - 1) + BigInt(offset('tasks')));

  const bytes = new Uint8Array(SLOT);
  bytes.set(template);
  const view = new DataView(bytes.buffer);
  const fill = (i: number): Uint8Array => {
    const links = BigInt(offset('tasks'));
    view.setBigUint64(offset('tasks'), i + 1 < count ? BigInt.asUintN(64, at(i + 1) + links) : first, true);
    view.setBigUint64(offset('tasks') + 8, i > 0 ? BigInt.asUintN(64, at(i - 1) + links) : head, true);
    view.setInt32(offset('pid'), 1000 + i, true);
    view.setInt32(offset('tgid'), 1000 + i, true);
    bytes.fill(0, offset('comm'), offset('comm') + 16);
    bytes.set(new TextEncoder().encode(`crowd${i}`), offset('comm'));
    return bytes;
  };

  const runs = runsOf({ ...image, pages: [...pages].sort(([a], [b]) => a - b) });
  const file = buildElf({
    segments: [...runs.map(({ pfn, bytes }) => ({ physical: pfn * 4096, bytes })), { physical: CROWD, stored: count * SLOT }],
    notes: buildNotes([
      ...(image.vmcoreinfo ? [vmcoreinfoNote(image.vmcoreinfo)] : []),
      ...(image.notes ?? []),
    ]),
    machine: image.machine,
  });
  const crowdAt = file.size - count * SLOT;
  const pieces = [...file.pieces].sort(([a], [b]) => a - b);
  /** The first piece that ends after `offset`. */
  const pieceAt = (offset: number): number => {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pieces[middle][0] + pieces[middle][1].length > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    name: `crowd-${count}`,
    size: file.size,
    read(start, into) {
      const length = Math.max(0, Math.min(into.length, file.size - start));
      into.fill(0, 0, length);
      for (let i = pieceAt(start); i < pieces.length && pieces[i][0] < start + length; i++) {
        const [from, piece] = pieces[i];
        const begin = Math.max(from, start);
        const end = Math.min(from + piece.length, start + length);
        if (begin < end) into.set(piece.subarray(begin - from, end - from), begin - start);
      }
      for (let i = Math.max(0, Math.floor((start - crowdAt) / SLOT)); i < count && crowdAt + i * SLOT < start + length; i++) {
        const from = crowdAt + i * SLOT;
        const begin = Math.max(from, start);
        const end = Math.min(from + SLOT, start + length);
        if (begin < end) into.set(fill(i).subarray(begin - from, end - from), begin - start);
      }
      return length;
    },
  };
}

/** The sample with `count` further tasks, opened. */
export function openCrowd(count: number): Session {
  return openSession([crowdSource(count)], { engine });
}
