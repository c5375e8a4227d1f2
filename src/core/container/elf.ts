import { CorruptError, UnsupportedError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import { PageStatus } from './absence.ts';
import type { Container, ContainerFormat, HeaderFact, PageDecoder, PageReader } from './container.ts';
import { parseNotes, type Note } from './notes.ts';

/**
 * ELF64 cores of physical memory: kexec's /proc/vmcore, makedumpfile -E, QEMU's dump-guest-memory
 * (System V ABI; include/uapi/linux/elf.h; kernel/crash_core.c). Each PT_LOAD maps p_paddr … p_paddr +
 * p_memsz; what lies behind p_filesz was left out. With 0xffff program headers the count stands in
 * sh_info of section header 0 (PN_XNUM). makedumpfile marks an unfinished file with bit 0 of e_flags.
 */
const HEADER = 64;
const PROGRAM = 56;
const ET_CORE = 4;
const PT_LOAD = 1;
const PT_NOTE = 4;
const PN_XNUM = 0xffff;
/** More program headers than this are taken for damage (a machine of many terabytes has thousands). */
const SEGMENTS_MOST = 1 << 20;
const NOTES_MOST = 64 * 1024 * 1024;
const INCOMPLETE = 1;
const PAGE = 4096;

/** A piece of physical memory in the file. */
interface Segment {
  readonly physical: number;
  readonly memory: number;
  readonly file: number;
  readonly offset: number;
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
  if (!head)
    throw new CorruptError(
      `${source.name} begins like an ELF file but ends within its header; copy it again.`,
    );
  if (head[4] !== 2 || head[5] !== 1)
    throw new UnsupportedError(
      `${source.name} is a ${head[4] === 2 ? 'big-endian' : '32-bit'} ELF core; oopscope reads 64-bit little-endian ones (x86-64, arm64).`,
    );
  const view = new DataView(head.buffer);
  const machine = view.getUint16(18, true);
  const programsAt = Number(view.getBigUint64(32, true));
  const flags = view.getUint32(48, true);
  const programSize = view.getUint16(54, true);
  const count = programCount(source, view);
  if (programSize < PROGRAM || count > SEGMENTS_MOST)
    throw new CorruptError(
      `${source.name} claims ${count} program headers of ${programSize} bytes; its ELF header is damaged.`,
    );
  const table = readBytes(source, programsAt, count * programSize);
  if (!table)
    throw new CorruptError(
      `${source.name} ends within its ${count} program headers; the copy is cut off, copy it again.`,
    );

  const missing: string[] = [];
  const segments: Segment[] = [];
  const notes: Note[] = [];
  const rows = new DataView(table.buffer);
  for (let i = 0; i < count; i++) {
    const at = i * programSize;
    const type = rows.getUint32(at, true);
    const offset = Number(rows.getBigUint64(at + 8, true));
    const file = Number(rows.getBigUint64(at + 32, true));
    if (type === PT_NOTE && file > 0) {
      const bytes = file <= NOTES_MOST ? readBytes(source, offset, file) : undefined;
      if (bytes) notes.push(...parseNotes(bytes));
      else missing.push(`a note segment of ${file} bytes at ${offset} is not in the file`);
    }
    if (type !== PT_LOAD) continue;
    const memory = Number(rows.getBigUint64(at + 40, true));
    const physical = Number(rows.getBigUint64(at + 24, true));
    // p_paddr of -1 says "not known" (/proc/kcore).
    if (!Number.isSafeInteger(physical + memory) || memory === 0) continue;
    segments.push({
      physical,
      memory,
      file: Math.min(file, memory),
      offset,
      virtual: rows.getBigUint64(at + 16, true),
    });
  }
  segments.sort((a, b) => a.physical - b.physical);
  const end = segments.reduce((most, s) => Math.max(most, s.physical + s.memory), 0);
  const cut = segments.filter((s) => s.offset + s.file > source.size);
  if (cut.length > 0)
    missing.push(
      `the file is shorter than its headers say: ${cut.length} of ${segments.length} memory segments are cut off`,
    );
  const incomplete = (flags & INCOMPLETE) !== 0;
  if (incomplete) missing.push('the dump is marked incomplete: makedumpfile could not write all of it');
  const facts: HeaderFact[] = [['memory segments', String(segments.length)]];
  return {
    format: 'ELF core',
    machine,
    pages: new ElfPages(source, segments, Math.ceil(end / PAGE)),
    notes,
    vmcoreinfo: notes.find((note) => note.name === 'VMCOREINFO')?.desc,
    incomplete,
    physBase: textBase(segments),
    headerFacts: facts,
    missing,
  };
}

function programCount(source: ByteSource, header: DataView): number {
  const count = header.getUint16(56, true);
  if (count !== PN_XNUM) return count;
  const sections = readBytes(source, Number(header.getBigUint64(40, true)), 64);
  if (!sections)
    throw new CorruptError(
      `${source.name} keeps its number of program headers in a section header that is not in the file; copy it again.`,
    );
  return new DataView(sections.buffer).getUint32(44, true);
}

/** phys_base from the segment of the kernel image (arch/x86/include/asm/page_64_types.h: __START_KERNEL_map). */
function textBase(segments: readonly Segment[]): bigint | undefined {
  const image = segments.find((s) => s.virtual >= 0xffffffff80000000n && s.virtual < 0xffffffffff000000n);
  return image && BigInt(image.physical) - (image.virtual - 0xffffffff80000000n);
}

class ElfPages implements PageReader {
  readonly pageSize = PAGE;
  private last = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly segments: readonly Segment[],
    readonly endPfn: number,
  ) {}

  status(pfn: number): PageStatus {
    const at = pfn * PAGE;
    const segment = this.find(at);
    if (!segment) return PageStatus.hole;
    const within = at - segment.physical;
    if (within >= segment.file) return PageStatus.excluded;
    return segment.offset + Math.max(within, 0) >= this.source.size ? PageStatus.lost : PageStatus.present;
  }

  load(pfn: number, slot: number, decoder: PageDecoder): PageStatus {
    const at = pfn * PAGE;
    let segment = this.find(at);
    if (!segment) return PageStatus.hole;
    const page = decoder.slot(slot);
    let filled = 0;
    // Segments need not begin or end on a page: a page may be put together of several.
    while (segment && filled < PAGE) {
      const from = at + filled - segment.physical;
      if (from < 0) {
        const gap = Math.min(-from, PAGE - filled);
        page.fill(0, filled, filled + gap);
        filled += gap;
        continue;
      }
      if (from >= segment.file) return filled === 0 ? PageStatus.excluded : this.pad(page, filled);
      const part = Math.min(PAGE - filled, segment.file - from);
      if (this.source.read(segment.offset + from, page.subarray(filled, filled + part)) !== part)
        return PageStatus.lost;
      filled += part;
      if (filled < PAGE) segment = this.find(at + filled);
    }
    return this.pad(page, filled);
  }

  private pad(page: Uint8Array, filled: number): PageStatus {
    page.fill(0, filled);
    return PageStatus.present;
  }

  /** The segment with some of the page at `physical` from there on. */
  private find(physical: number): Segment | undefined {
    const guess = this.segments[this.last];
    if (guess && physical >= guess.physical && physical < guess.physical + guess.memory) return guess;
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.segments[middle].physical + this.segments[middle].memory <= physical) low = middle + 1;
      else high = middle;
    }
    const found = this.segments[low];
    const pageEnd = Math.floor(physical / PAGE) * PAGE + PAGE;
    if (!found || found.physical >= pageEnd) return undefined;
    this.last = low;
    return found;
  }
}
