import { files, headerFacts } from '../catalogue/files.ts';
import { container as say } from '../catalogue/container.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError, UnsupportedError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, CutFile, HeaderFact } from './container.ts';
import { ExtentPages, type Extent } from './extents.ts';
import { parseNotes, type Note } from './notes.ts';

/**
 * ELF64 cores of physical memory: kexec's /proc/vmcore, makedumpfile -E, QEMU's dump-guest-memory
 * (System V ABI; include/uapi/linux/elf.h; kernel/crash_core.c). Each PT_LOAD maps p_paddr … p_paddr +
 * p_memsz; what lies after p_filesz was left out. With 0xffff program headers the count stands in
 * sh_info of section header 0 (PN_XNUM). makedumpfile marks an unfinished file with bit 0 of e_flags.
 */
const HEADER = 64;
const PROGRAM = 56;
const ET_CORE = 4;
const PT_LOAD = 1;
const PT_NOTE = 4;
const PN_XNUM = 0xffff;
/** More bytes of program headers than this are taken for damage (a machine of many terabytes has thousands of headers). */
const MAX_TABLE = 64 * 1024 * 1024;
/** Notes beyond this are left alone. */
const MAX_NOTES = 64 * 1024 * 1024;
const INCOMPLETE = 1;
/** Memory is read in pieces of this size: no kernel has smaller pages, and one with larger ones loses nothing by it. */
const PAGE = 4096;

/** A PT_LOAD: a piece of physical memory in the file, and where the kernel maps it. */
interface Segment extends Extent {
  readonly virtual: bigint;
}

export const format: ContainerFormat = {
  id: 'elf',
  title: 'ELF core of physical memory (/proc/vmcore, QEMU dump-guest-memory)',
  probe(source) {
    const head = readBytes(source, 0, 20);
    if (!head || head[0] !== 0x7f || head[1] !== 0x45 || head[2] !== 0x4c || head[3] !== 0x46) return false;
    return new DataView(head.buffer).getUint16(16, head[5] !== 2) === ET_CORE;
  },
  open,
};

function open(source: ByteSource): Container {
  const head = readBytes(source, 0, HEADER);
  if (!head) throw new CorruptError(files.elfHeaderCut({ file: source.name }));
  if (head[4] !== 2 || head[5] !== 1)
    throw new UnsupportedError(files.elfClass({ file: source.name, bigEndian: head[4] === 2 }));
  const view = new DataView(head.buffer);
  const machine = view.getUint16(18, true);
  const programsAt = Number(view.getBigUint64(32, true));
  const flags = view.getUint32(48, true);
  const programSize = view.getUint16(54, true);
  const missing: Message[] = [];
  const { segments, notes } = readPrograms(
    source,
    programsAt,
    programCount(source, view),
    programSize,
    missing,
  );
  const cut = cutOf(source, segments);
  if (cut) missing.push(say.cut({ ...cut }));
  const incomplete = (flags & INCOMPLETE) !== 0;
  if (incomplete) missing.push(say.incomplete());
  const facts: HeaderFact[] = [[headerFacts.segments(), String(segments.length)]];
  return {
    format: 'ELF core',
    machine,
    pages: new ExtentPages(source, segments, PAGE),
    notes,
    vmcoreinfo: notes.find((note) => note.name === 'VMCOREINFO')?.desc,
    incomplete,
    cut,
    segments,
    headerFacts: facts,
    missing,
  };
}

/** How much of the segments lies after the end of the file. */
function cutOf(source: ByteSource, segments: readonly Segment[]): CutFile | undefined {
  let end = 0;
  let lost = 0;
  let all = 0;
  for (const { offset, stored } of segments) {
    // The kernel's image may be there twice; a segment without bytes lies nowhere.
    if (stored === 0) continue;
    end = Math.max(end, offset + stored);
    all += Math.ceil(stored / PAGE);
    lost += Math.ceil(Math.min(stored, Math.max(0, offset + stored - source.size)) / PAGE);
  }
  if (end <= source.size) return undefined;
  return { missingBytes: end - source.size, missingPages: lost, pages: all };
}

interface Programs {
  readonly segments: readonly Segment[];
  readonly notes: readonly Note[];
}

/** The program headers: memory segments, and the notes that others point at. */
function readPrograms(
  source: ByteSource,
  at: number,
  count: number,
  size: number,
  missing: Message[],
): Programs {
  if (size < PROGRAM || count * size > MAX_TABLE)
    throw new CorruptError(files.elfTable({ file: source.name, count, size }));
  const table = readBytes(source, at, count * size);
  if (!table) throw new CorruptError(files.elfTableCut({ file: source.name, count }));
  const rows = new DataView(table.buffer);
  const segments: Segment[] = [];
  const notes: Note[] = [];
  let room = MAX_NOTES;
  for (let row = 0; row < table.length; row += size) {
    const type = rows.getUint32(row, true);
    const offset = Number(rows.getBigUint64(row + 8, true));
    const virtual = rows.getBigUint64(row + 16, true);
    const physical = Number(rows.getBigUint64(row + 24, true));
    const stored = Number(rows.getBigUint64(row + 32, true));
    const memory = Number(rows.getBigUint64(row + 40, true));
    if (type === PT_NOTE && stored > 0) {
      const bytes = stored <= room ? readBytes(source, offset, stored) : undefined;
      room -= bytes?.length ?? 0;
      for (const note of bytes ? parseNotes(bytes) : []) notes.push(note);
      if (!bytes) missing.push(say.notesAfterEnd({ offset, size: stored }));
    }
    // p_paddr of -1 says "not known" (/proc/kcore).
    if (type === PT_LOAD && memory > 0 && Number.isSafeInteger(physical + memory))
      segments.push({ physical, memory, stored: Math.min(stored, memory), offset, virtual });
  }
  return { segments, notes };
}

function programCount(source: ByteSource, header: DataView): number {
  const count = header.getUint16(56, true);
  if (count !== PN_XNUM) return count;
  const sections = readBytes(source, Number(header.getBigUint64(40, true)), 64);
  if (!sections) throw new CorruptError(files.elfSectionCut({ file: source.name }));
  return new DataView(sections.buffer).getUint32(44, true);
}
