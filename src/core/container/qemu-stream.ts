import { container } from '../catalogue/container.ts';
import { headerFacts } from '../catalogue/files.ts';
import { formatNames, formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError, UnsupportedError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, Progress } from './container.ts';
import { withHole } from './pc-hole.ts';
import { RunBuilder } from './run-pages.ts';

/**
 * A machine that QEMU saved: `migrate exec:`, savevm, and after a head of their own `virsh save` and `virsh managedsave` (QEMU's
 * docs/devel/migration, migration/savevm.c and migration/ram.c; libvirt's qemu_saveimage.h). Everything is big-endian: sections,
 * of which only that of "ram" is read: pages with their address within a block, a page may come again, the last one counts.
 */
const QEVM = 0x5145564d;
const LIBVIRT = 'LibvirtQemudSave';
const LIBVIRT_PART = 'LibvirtQemudPart';
const LIBVIRT_HEADER = 92;
const SECTION = { end: 0, start: 1, part: 2, last: 3, full: 4, configuration: 7, command: 8, footer: 0x7e };
const SUBSECTION = 5;
/** Flags in the low bits of an address (RAM_SAVE_FLAG_*). */
const RAM = { zero: 2, sizes: 4, page: 8, end: 0x10, same: 0x20, xbzrle: 0x40 };
const MAX_SUBSECTION = 4096;
const PAGE = 4096;
const REPORT = 64 * 1024 * 1024;
/** libvirt's formats of saved images (qemu_saveimage.c). */
const COMPRESSIONS = ['raw', 'gzip', 'bzip2', 'xz', 'lzop', 'zstd'];
/** Blocks that are the machine's memory, and where the first byte lies (hw/i386/pc.c, hw/arm/virt.c). */
const MAIN: Readonly<Record<string, number>> = { 'pc.ram': 0, 'mach-virt.ram': 0x40000000, ram: 0 };

export const format: ContainerFormat = {
  id: 'qemu-stream',
  title: formatNames.qemu(),
  probe(source) {
    const head = readBytes(source, 0, 16);
    if (!head) return false;
    const text = String.fromCharCode(...head);
    return text === LIBVIRT || text === LIBVIRT_PART || isStream(head);
  },
  open,
};

function isStream(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset);
  return view.getUint32(0, false) === QEVM && view.getUint32(4, false) === 3;
}

function open(source: ByteSource, _more: readonly ByteSource[], progress: Progress): Container {
  const missing: Message[] = [];
  const start = streamStart(source, missing);
  const reader = new StreamReader(source, start + 8);
  const ram = readRam(reader, progress, missing);
  const size = ram.sizes.get(ram.main) ?? 0;
  const pages = ram.runs.pages(source, PAGE);
  return {
    format: start > 0 ? 'libvirt save' : 'QEMU migration stream',
    machine: ram.main === 'mach-virt.ram' ? 183 : undefined,
    pages: ram.main === 'pc.ram' ? withHole(pages, holeOf(ram.machine, size)) : pages,
    notes: [],
    takenBy: 'QEMU',
    incomplete: !ram.ended,
    headerFacts: [
      [headerFacts.machine(), ram.machine],
      [headerFacts.memory(), String(size)],
    ],
    missing,
  };
}

/** Where QEMU's own stream begins. Throws UnsupportedError when it is packed. */
function streamStart(source: ByteSource, missing: Message[]): number {
  const head = readBytes(source, 0, LIBVIRT_HEADER);
  if (!head) throw new CorruptError(say.headerCut({ file: source.name, format: 'QEMU' }));
  if (isStream(head)) return 0;
  if (String.fromCharCode(...head.subarray(0, 16)) === LIBVIRT_PART) missing.push(container.incomplete());
  // libvirt writes its numbers as the machine does.
  const view = new DataView(head.buffer);
  const little = view.getUint32(16, true) < 0x10000;
  const compression = view.getUint32(28, little);
  if (compression !== 0)
    throw new UnsupportedError(
      say.libvirtPacked({ file: source.name, with: COMPRESSIONS[compression] ?? String(compression) }),
    );
  const at = LIBVIRT_HEADER + view.getUint32(20, little);
  const inner = readBytes(source, at, 8);
  if (!inner || !isStream(inner))
    throw new CorruptError(say.headerCut({ file: source.name, format: 'libvirt' }));
  return at;
}

interface Ram {
  readonly runs: RunBuilder;
  readonly machine: string;
  readonly main: string;
  readonly sizes: ReadonlyMap<string, number>;
  readonly ended: boolean;
}

function readRam(reader: StreamReader, progress: Progress, missing: Message[]): Ram {
  const runs = new RunBuilder();
  const sizes = new Map<string, number>();
  const state = { block: '', main: '', told: 0 };
  let machine = '';
  let id = -1;
  let ended = false;
  try {
    for (;;) {
      const kind = reader.byte();
      if (kind === SECTION.configuration) machine = reader.text(reader.u32());
      else if (kind === SUBSECTION) skipSubsection(reader);
      else if (kind === SECTION.command) {
        reader.skip(2);
        reader.skip(reader.u16());
      } else if (kind === SECTION.footer) reader.skip(4);
      else if (kind === SECTION.start || kind === SECTION.full) {
        const section = reader.u32();
        const name = reader.text(reader.byte());
        reader.skip(8);
        // Devices come after all memory; what another kind of section has cannot be skipped.
        if (name !== 'ram') {
          ended = id >= 0;
          break;
        }
        id = section;
        ramPart(reader, runs, sizes, state, progress);
      } else if ((kind === SECTION.part || kind === SECTION.last) && reader.u32() === id) {
        ramPart(reader, runs, sizes, state, progress);
        ended = kind === SECTION.last;
      } else {
        ended ||= kind === SECTION.end;
        break;
      }
    }
  } catch (error) {
    if (!(error instanceof StreamEnd)) throw error;
    missing.push(error.said ?? say.noEnd());
  }
  if (runs.full) missing.push(say.tooManyPages());
  return { runs, machine, main: state.main, sizes, ended };
}

interface RamState {
  block: string;
  main: string;
  told: number;
}

function ramPart(
  reader: StreamReader,
  runs: RunBuilder,
  sizes: Map<string, number>,
  state: RamState,
  progress: Progress,
): void {
  for (;;) {
    const word = reader.u64();
    const flags = word % PAGE;
    const address = word - flags;
    if (flags & RAM.sizes) {
      for (let left = address; left > 0;) {
        const name = reader.text(reader.byte());
        const size = reader.u64();
        if (size <= 0) throw new StreamEnd(say.recordBroken({ offset: reader.at }));
        sizes.set(name, size);
        left -= size;
        // The machine's memory has a known name, else it is the largest block.
        const known =
          Object.hasOwn(MAIN, name) ||
          (!Object.hasOwn(MAIN, state.main) && size > (sizes.get(state.main) ?? 0));
        if (known) state.main = name;
      }
      continue;
    }
    if (flags & RAM.end) return;
    if (flags & ~(RAM.zero | RAM.page | RAM.same))
      throw new StreamEnd(say.streamFeature({ flags: flags.toString(16) }));
    if (!(flags & RAM.same)) state.block = reader.text(reader.byte());
    const pfn = (address + (MAIN[state.block] ?? 0)) / PAGE;
    const ours = state.block === state.main;
    if (flags & RAM.zero) {
      const fill = reader.byte();
      if (ours) runs.addFilled(pfn, fill);
    } else if (flags & RAM.page) {
      if (ours && reader.at + PAGE <= reader.size) runs.add(pfn, reader.at, PAGE, 'raw');
      reader.skip(PAGE);
    }
    if (reader.at - state.told >= REPORT)
      progress(container.indexing({ done: (state.told = reader.at), of: reader.size }));
  }
}

/** After the configuration come subsections whose content has no length: the head of section "ram" is looked for. */
function skipSubsection(reader: StreamReader): void {
  const from = reader.at;
  const text = reader.text(Math.min(MAX_SUBSECTION, reader.size - from));
  const name = text.indexOf('\x03ram\0\0\0');
  if (name < 5 || text.charCodeAt(name - 5) !== SECTION.start)
    throw new StreamEnd(say.recordBroken({ offset: from }));
  reader.at = from + name - 5;
}

/** The stream is not to be read any further; undefined: the file ends. */
class StreamEnd extends Error {
  constructor(readonly said?: Message) {
    super();
  }
}

class StreamReader {
  private readonly buffer = new Uint8Array(65536);
  private start = 0;
  private end = 0;

  constructor(
    private readonly source: ByteSource,
    public at: number,
  ) {}

  get size(): number {
    return this.source.size;
  }

  byte(): number {
    const within = this.at - this.start;
    if (within >= 0 && within < this.end) {
      this.at++;
      return this.buffer[within];
    }
    if (this.at >= this.source.size) throw new StreamEnd();
    this.start = this.at;
    this.end = this.source.read(this.at, this.buffer);
    if (this.end === 0) throw new StreamEnd();
    this.at++;
    return this.buffer[0];
  }

  u16(): number {
    return this.byte() * 256 + this.byte();
  }
  u32(): number {
    return this.u16() * 65536 + this.u16();
  }
  u64(): number {
    return this.u32() * 2 ** 32 + this.u32();
  }
  text(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.byte());
    return text;
  }
  skip(length: number): void {
    this.at += length;
    if (this.at > this.source.size) throw new StreamEnd();
  }
}

/**
 * Where the memory below 4 GiB ends (pc_init1 of hw/i386/pc_piix.c, pc_q35_init of pc_q35.c): 2 or 2.75 GiB with q35, 3 or 3.5 with
 * i440fx; the rest lies above.
 */
function holeOf(machine: string, size: number): number {
  if (machine.includes('q35')) return size >= 0xb0000000 ? 0x80000000 : 0xb0000000;
  return size >= 0xe0000000 ? 0xc0000000 : 0xe0000000;
}
