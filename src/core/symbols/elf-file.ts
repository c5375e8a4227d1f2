import { elfSays as say } from '../catalogue/beside.ts';
import { CorruptError, MissingError } from '../errors.ts';
import { parseNotes } from '../container/notes.ts';
import { readBytes, type ByteSource } from '../source/source.ts';

/**
 * An ELF64 little-endian file with sections (elf(5)): a vmlinux that lies beside a dump.
 *
 *   header 64 bytes: e_shoff at 40, e_shentsize 58, e_shnum 60, e_shstrndx 62; with more than 65279 sections the number and
 *   the index stand in section header 0 (sh_size, sh_link)
 *   section header 64 bytes: name 0, type 4, flags 8, address 16, offset 24, size 32, link 40
 */
const HEADER = 64;
const SECTION = 64;
const MAX_SECTIONS = 65536;
/** A section that is read whole: BTF of large kernels takes 10 MiB, symbols 10 MiB. */
const MAX_SECTION = 256 * 1024 * 1024;
const SHT_NOBITS = 8;
const SHT_NOTE = 7;
const SHT_SYMTAB = 2;
const SHN_XINDEX = 0xffff;
const [SHF_WRITE, SHF_EXEC, SHF_COMPRESSED] = [1n, 4n, 0x800n];
/** NT_GNU_BUILD_ID. */
const BUILD_ID = 3;

/** A section of an ELF file; address and sizes in bytes. */
export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: bigint;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

/** A 64-bit ELF file (vmlinux, a module, its debug file): sections and symbols. Every number in it is bounded. */
export class ElfFile {
  private constructor(
    private readonly source: ByteSource,
    readonly sections: readonly ElfSection[],
  ) {}

  /** Throws CorruptError when the file is none of this form. */
  static open(source: ByteSource): ElfFile {
    const head = readBytes(source, 0, HEADER);
    const view = head && new DataView(head.buffer);
    if (!view || view.getUint32(0) !== 0x7f454c46 || view.getUint8(4) !== 2 || view.getUint8(5) !== 1)
      throw new CorruptError(say.noElf({ file: source.name }));
    const at = Number(view.getBigUint64(40, true));
    const first = readBytes(source, at, SECTION);
    const firstView = first && new DataView(first.buffer);
    if (!firstView || view.getUint16(58, true) !== SECTION)
      throw new CorruptError(say.noSections({ file: source.name }));
    const count = view.getUint16(60, true) || Number(firstView.getBigUint64(32, true));
    const index = view.getUint16(62, true);
    const names = index === SHN_XINDEX ? firstView.getUint32(40, true) : index;
    const table = count > MAX_SECTIONS ? undefined : readBytes(source, at, count * SECTION);
    if (!table || names >= count) throw new CorruptError(say.noSections({ file: source.name }));
    const rows = new DataView(table.buffer);
    const plain = Array.from({ length: count }, (_, i) => {
      const row = i * SECTION;
      return {
        nameAt: rows.getUint32(row, true),
        type: rows.getUint32(row + 4, true),
        flags: rows.getBigUint64(row + 8, true),
        address: rows.getBigUint64(row + 16, true),
        offset: Number(rows.getBigUint64(row + 24, true)),
        size: Number(rows.getBigUint64(row + 32, true)),
        link: rows.getUint32(row + 40, true),
      };
    });
    const { offset, size } = plain[names];
    const texts = size > MAX_SECTION ? undefined : readBytes(source, offset, size);
    if (!texts) throw new CorruptError(say.noSections({ file: source.name }));
    return new ElfFile(
      source,
      plain.map(({ nameAt, ...section }) => ({ ...section, name: textAt(texts, nameAt) })),
    );
  }

  section(name: string): ElfSection | undefined {
    return this.sections.find((each) => each.name === name);
  }

  /** The bytes of `section`. Throws MissingError where the file has none of them or keeps them compressed. */
  bytes(section: ElfSection): Uint8Array {
    const { type, flags, size, offset, name } = section;
    if (flags & SHF_COMPRESSED)
      throw new MissingError(say.compressed({ file: this.source.name, section: name }));
    const bytes =
      type === SHT_NOBITS || size > MAX_SECTION ? undefined : readBytes(this.source, offset, size);
    if (!bytes) throw new MissingError(say.sectionLost({ file: this.source.name, section: name }));
    return bytes;
  }

  /** `length` bytes at `address` of the loaded image; undefined where the file has none. */
  at(address: bigint, length: number): Uint8Array | undefined {
    const section = this.sections.find(
      (each) =>
        each.type !== SHT_NOBITS &&
        each.address !== 0n &&
        address >= each.address &&
        address + BigInt(length) <= each.address + BigInt(each.size),
    );
    return section && readBytes(this.source, section.offset + Number(address - section.address), length);
  }

  /** The GNU build id in hexadecimal digits, as VMCOREINFO has it. */
  get buildId(): string | undefined {
    for (const section of this.sections) {
      if (section.type !== SHT_NOTE || section.size > 65536) continue;
      const note = parseNotes(this.bytes(section)).find(
        ({ name, type }) => name === 'GNU' && type === BUILD_ID,
      );
      if (note) return [...note.desc].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    return undefined;
  }

  /** Calls `take` with the letter nm would print, name and value of each symbol that has a name and a place. */
  symbols(take: (text: string, value: bigint) => void): void {
    const table = this.sections.find(({ type }) => type === SHT_SYMTAB);
    const strings = table && this.sections[table.link];
    if (!table || !strings) throw new MissingError(say.noSymbols({ file: this.source.name }));
    const bytes = this.bytes(table);
    const view = new DataView(bytes.buffer);
    const texts = this.bytes(strings);
    for (let at = 24; at + 24 <= bytes.length; at += 24) {
      const info = bytes[at + 4];
      const index = view.getUint16(at + 6, true);
      // Names of files and sections are none.
      if (index === 0 || (info & 15) > 2) continue;
      const name = textAt(texts, view.getUint32(at, true));
      if (name !== '') take(this.letter(index, info) + name, view.getBigUint64(at + 8, true));
    }
  }

  private letter(index: number, info: number): string {
    const section = this.sections[index] as ElfSection | undefined;
    const letter =
      section === undefined
        ? 'a'
        : section.flags & SHF_EXEC
          ? 't'
          : section.type === SHT_NOBITS
            ? 'b'
            : section.flags & SHF_WRITE
              ? 'd'
              : 'r';
    return info >> 4 === 0 ? letter : letter.toUpperCase();
  }
}

/** KSYM_NAME_LEN of include/linux/kallsyms.h; what is longer is cut. */
const MAX_NAME = 512;

function textAt(bytes: Uint8Array, at: number): string {
  if (at >= bytes.length) return '';
  const end = bytes.indexOf(0, at);
  const stop = Math.min(end < 0 ? bytes.length : end, at + MAX_NAME);
  return String.fromCharCode(...bytes.subarray(at, stop));
}
