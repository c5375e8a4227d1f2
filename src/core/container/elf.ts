import { formatNames } from '../catalogue/formats.ts';
import { files, headerFacts } from '../catalogue/files.ts';
import { container as say } from '../catalogue/container.ts';
import type { Message } from '../catalogue/message.ts';
import { looksLikeSays } from '../catalogue/looks.ts';
import { CorruptError, UnsupportedError } from '../errors.ts';
import { readBytes, readPast, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, CutFile } from './container.ts';
import { erasureOf } from './erased.ts';
import { ExtentPages, type Extent } from './extents.ts';
import { parseNotes, type Note } from './notes.ts';

/**
 * ELF cores of physical memory, of either class and byte order: kexec's /proc/vmcore, makedumpfile -E, QEMU's dump-guest-memory
 * (System V ABI; include/uapi/linux/elf.h; kernel/crash_core.c). Each PT_LOAD maps p_paddr … p_paddr +
 * p_memsz; what lies after p_filesz was left out. With 0xffff program headers the count stands in
 * sh_info of section header 0 (PN_XNUM). makedumpfile marks an unfinished file with bit 0 of e_flags.
 * netdump and the first diskdump (2.4 and 2.6 kernels of their time; crash-utility's netdump.c) wrote cores, too: the task_struct as a
 * note, one segment at address 0 after a header of whole pages, whose 32-bit sizes are too small for more than 4 GiB.
 */
const HEADER = 64;
const PROGRAM = 56;
const HEADER_32 = 52;
const PROGRAM_32 = 32;
const ET_CORE = 4;
const PT_LOAD = 1;
const PT_NOTE = 4;
const PN_XNUM = 0xffff;
/** More bytes of program headers than this are taken for damage (a machine of many terabytes has thousands of headers). */
const MAX_TABLE = 64 * 1024 * 1024;
/** Program headers that are read at once. */
const ROWS = 1024;
/** Notes beyond this are left alone. */
const MAX_NOTES = 64 * 1024 * 1024;
/** Program headers of notes beyond this are left alone (kernels write one, makedumpfile and QEMU too). */
const MAX_NOTE_SEGMENTS = 4096;
const NOTES = 65536;
/** Sentences about notes that are not there. */
const MAX_MISSING = 3;
/** Segments that are told with where the kernel maps them: /proc/vmcore begins with the kernel's image. */
const TOLD = 4096;
const INCOMPLETE = 1;
/** Notes of a process's core (include/uapi/linux/elf.h). */
const NT_AUXV = 6;
const NT_FILE = 0x46494c45;
/** The task that panicked, as netdump notes it. */
const NT_TASKSTRUCT = 4;
/** Memory is read in pieces of this size: no kernel has smaller pages, and one with larger ones loses nothing by it. */
const PAGE = 4096;

/** A PT_LOAD: a piece of physical memory in the file, and where the kernel maps it. */
interface Segment extends Extent {
  readonly virtual: bigint;
}

export const format: ContainerFormat = {
  id: 'elf',
  title: formatNames.elf(),
  probe(source) {
    const head = readBytes(source, 0, HEADER) ?? readBytes(source, 0, HEADER_32);
    if (!head || head[0] !== 0x7f || head[1] !== 0x45 || head[2] !== 0x4c || head[3] !== 0x46) return false;
    const layout = layoutOf(head);
    // A Xen domain's core has sections alone; one without either is a damaged one of ours.
    return (
      layout !== undefined &&
      layout.half(head, 16) === ET_CORE &&
      (layout.half(head, layout.phnum) > 0 || layout.half(head, layout.phnum + 4) === 0)
    );
  },
  open,
};

/** Where fields lie and how numbers are read, by class and byte order. */
interface ElfLayout {
  readonly bits: 32 | 64;
  readonly little: boolean;
  readonly header: number;
  readonly program: number;
  readonly phoff: number;
  readonly shoff: number;
  readonly flags: number;
  readonly phnum: number;
  /** sh_size of section header 0, in its entry. */
  readonly info: number;
  half(bytes: Uint8Array, at: number): number;
}

function layoutOf(head: Uint8Array): ElfLayout | undefined {
  const bits = head[4] === 1 ? 32 : 64;
  const little = head[5] !== 2;
  const half = (bytes: Uint8Array, at: number): number =>
    at + 2 > bytes.length ? 0 : little ? bytes[at] | (bytes[at + 1] << 8) : (bytes[at] << 8) | bytes[at + 1];
  if (head[4] !== 1 && head[4] !== 2) return undefined;
  return bits === 64
    ? {
        bits,
        little,
        header: HEADER,
        program: PROGRAM,
        phoff: 32,
        shoff: 40,
        flags: 48,
        phnum: 56,
        info: 44,
        half,
      }
    : {
        bits,
        little,
        header: HEADER_32,
        program: PROGRAM_32,
        phoff: 28,
        shoff: 32,
        flags: 36,
        phnum: 44,
        info: 28,
        half,
      };
}

/** A table's bytes by the layout of its file. */
class Fields {
  private readonly view: DataView;

  constructor(
    readonly layout: ElfLayout,
    bytes: Uint8Array,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** From one address, offset or size to the next. */
  get step(): number {
    return this.layout.bits / 8;
  }
  u16(at: number): number {
    return this.view.getUint16(at, this.layout.little);
  }
  u32(at: number): number {
    return this.view.getUint32(at, this.layout.little);
  }
  /** An address, an offset or a size. */
  word(at: number): bigint {
    return this.layout.bits === 64
      ? this.view.getBigUint64(at, this.layout.little)
      : BigInt(this.view.getUint32(at, this.layout.little));
  }
}

function open(source: ByteSource): Container {
  const ident = readBytes(source, 0, HEADER_32);
  const layout = ident && layoutOf(ident);
  const head = layout && readBytes(source, 0, layout.header);
  if (!head) throw new CorruptError(files.elfHeaderCut({ file: source.name }));
  const fields = new Fields(layout, head);
  const missing: Message[] = [];
  const programs = new Programs(source, fields, programCount(source, fields));
  const notes = notesOf(source, programs, missing);
  const { count, atZero, cut, first } = sumOf(programs, source.size);
  const netdump = count === 1 && first[0].offset % PAGE === 0 && notes.some(isTaskStruct);
  const toEnd = netdump && layout.bits === 32;
  // Processes have an auxiliary vector and a list of mapped files; /proc/kcore and dumps of kernels have neither.
  const process = notes.some(({ name, type }) => name === 'CORE' && (type === NT_AUXV || type === NT_FILE));
  if (process && atZero === count)
    throw new UnsupportedError(files.notKernel({ file: source.name, looks: looksLikeSays.userCore() }));
  if (cut) missing.push(say.cut({ ...cut }));
  const incomplete = (fields.u32(layout.flags) & INCOMPLETE) !== 0;
  if (incomplete) missing.push(say.incomplete());
  const list = notes.find((note) => note.name === 'ERASEINFO');
  const erased = list && erasureOf(list.desc);
  if (erased) missing.push(say.erased({ ...erased }));
  const kind = netdump
    ? 'netdump'
    : notes.some((note) => note.name === 'VBCORE')
      ? 'VirtualBox ELF core'
      : 'ELF core';
  return {
    format: layout.bits === 64 ? kind : `${kind} (32-bit)`,
    machine: fields.u16(18),
    pages: new ExtentPages(source, toEnd ? [toTheEnd(first[0], source.size)] : programs.segments(), PAGE),
    notes,
    takenBy: netdump ? 'netdump' : undefined,
    vmcoreinfo: notes.find((note) => note.name === 'VMCOREINFO')?.desc,
    incomplete,
    cut,
    erased,
    segments: first,
    headerFacts: [[headerFacts.segments(), String(count)]],
    missing,
  };
}

/** What the segments are together. */
interface Sum {
  readonly count: number;
  /** Those that lie at address 0, as all of a process do. */
  readonly atZero: number;
  /** How much of them lies after the end of the file. */
  readonly cut?: CutFile;
  /** The first so many, among which the kernel's image is. */
  readonly first: readonly Segment[];
}

function sumOf(programs: Programs, size: number): Sum {
  let [count, atZero, end, lost, all] = [0, 0, 0, 0, 0];
  const first: Segment[] = [];
  for (const segment of programs.segments()) {
    const { physical, offset, stored } = segment;
    if (count++ < TOLD) first.push(segment);
    if (physical === 0) atZero++;
    // The kernel's image may be there twice; a segment without bytes lies nowhere.
    if (stored === 0) continue;
    end = Math.max(end, offset + stored);
    all += Math.ceil(stored / PAGE);
    lost += Math.ceil(Math.min(stored, Math.max(0, offset + stored - size)) / PAGE);
  }
  if (end <= size) return { count, atZero, first };
  return { count, atZero, first, cut: { missingBytes: end - size, missingPages: lost, pages: all } };
}

function isTaskStruct({ name, type, desc }: Note): boolean {
  return name === 'CORE' && type === NT_TASKSTRUCT && desc.length > 0;
}

/** `segment` with all that the file has after its first byte, where that is more than its size could say. */
function toTheEnd(segment: Segment, size: number): Segment {
  const there = Math.max(segment.stored, size - segment.offset);
  return there > 2 ** 32 ? { ...segment, stored: there, memory: Math.max(segment.memory, there) } : segment;
}

/** The table of program headers, read from the file in pieces each time it is asked for: there may be a million of them. */
class Programs {
  private readonly at: number;
  private readonly size: number;

  constructor(
    private readonly source: ByteSource,
    readonly header: Fields,
    private readonly count: number,
  ) {
    const { layout } = header;
    this.size = header.u16(layout.phnum - 2);
    this.at = Number(header.word(layout.phoff));
    if (this.size < layout.program || count * this.size > MAX_TABLE)
      throw new CorruptError(files.elfTable({ file: source.name, count, size: this.size }));
    if (!(this.at + count * this.size <= source.size))
      throw new CorruptError(files.elfTableCut({ file: source.name, count }));
  }

  /** Pieces of memory. */
  *segments(): Generator<Segment, void, void> {
    const narrow = this.header.layout.bits === 32;
    for (const [rows, row, at] of this.rows(PT_LOAD)) {
      const physical = Number(rows.word(row + at + 2 * rows.step));
      const stored = Number(rows.word(row + at + 3 * rows.step));
      const memory = Number(rows.word(row + at + 4 * rows.step));
      // p_paddr of -1 says "not known" (/proc/kcore).
      const unknown = narrow ? physical === 0xffffffff : !Number.isSafeInteger(physical + memory);
      if (memory === 0 || unknown) continue;
      const offset = Number(rows.word(row + at));
      const virtual = rows.word(row + at + rows.step);
      yield { physical, memory, stored: Math.min(stored, memory), offset, virtual };
    }
  }

  /** Where bytes of notes lie, and how many. */
  *notes(): Generator<readonly [offset: number, stored: number], void, void> {
    for (const [rows, row, at] of this.rows(PT_NOTE))
      yield [Number(rows.word(row + at)), Number(rows.word(row + at + 3 * rows.step))];
  }

  /** The rows of one type: the piece of the table, where a row begins in it, and where its fields begin in that. */
  private *rows(type: number): Generator<readonly [Fields, row: number, at: number], void, void> {
    const { source, size, header } = this;
    const { layout } = header;
    // With 32 bits p_flags stands at the end, with 64 after p_type.
    const at = layout.bits === 64 ? 8 : 4;
    for (let first = 0; first < this.count; first += ROWS) {
      const count = Math.min(ROWS, this.count - first);
      const bytes = new Uint8Array(count * size);
      if (readPast(source, this.at + first * size, bytes) < bytes.length)
        throw new CorruptError(files.elfTableCut({ file: source.name, count: this.count }));
      const rows = new Fields(layout, bytes);
      for (let row = 0; row < bytes.length; row += size) if (rows.u32(row) === type) yield [rows, row, at];
    }
  }
}

/** The notes that program headers point at; bytes that two of them point at are read once. */
function notesOf(source: ByteSource, programs: Programs, missing: Message[]): Note[] {
  const { layout } = programs.header;
  const notes: Note[] = [];
  const seen = new Set<string>();
  let room = MAX_NOTES;
  for (const [offset, stored] of programs.notes()) {
    const place = `${offset} ${stored}`;
    if (stored === 0 || seen.has(place)) continue;
    if (seen.size >= MAX_NOTE_SEGMENTS || notes.length >= NOTES) break;
    seen.add(place);
    const bytes = stored <= room ? readBytes(source, offset, stored) : undefined;
    room -= bytes?.length ?? 0;
    for (const note of bytes ? parseNotes(bytes, layout.little) : [])
      if (notes.length < NOTES) notes.push(note);
    if (!bytes && missing.length < MAX_MISSING) missing.push(say.notesAfterEnd({ offset, size: stored }));
  }
  return notes;
}

function programCount(source: ByteSource, header: Fields): number {
  const { layout } = header;
  const count = header.u16(layout.phnum);
  if (count !== PN_XNUM) return count;
  const section = readBytes(source, Number(header.word(layout.shoff)), layout.info + 4);
  if (!section) throw new CorruptError(files.elfSectionCut({ file: source.name }));
  return new Fields(layout, section).u32(layout.info);
}
