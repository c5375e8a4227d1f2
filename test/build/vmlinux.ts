import { memorySource, type ByteSource } from '../../src/core/source/source.ts';
import { buildNotes } from './notes.ts';

export interface PlannedElfSymbol {
  readonly name: string;
  readonly value: bigint;
  /** Of text; data else. */
  readonly code?: boolean;
}

/** A vmlinux of which only symbols, types and build id are there: what `objcopy --only-keep-debug` and pahole leave. */
export interface VmlinuxPlan {
  readonly symbols?: readonly PlannedElfSymbol[];
  readonly btf?: Uint8Array;
  /** Hexadecimal digits. */
  readonly buildId?: string;
  /** Of a module: what its .modinfo says, "key=value" each. */
  readonly modinfo?: readonly string[];
}

/** Writes an ELF64 executable, or a module where it has .modinfo, with sections .text and .data (without bytes), .notes, .BTF, .symtab, .strtab. */
export function buildVmlinux({ symbols = [], btf, buildId, modinfo }: VmlinuxPlan, name = 'vmlinux'): ByteSource {
  const text = (words: string): Uint8Array => new TextEncoder().encode(words);
  let strings = '\0';
  const table = new Uint8Array(24 * (symbols.length + 1));
  const rows = new DataView(table.buffer);
  symbols.forEach(({ name: each, value, code }, i) => {
    const at = 24 * (i + 1);
    rows.setUint32(at, strings.length, true);
    // Global; function or object.
    rows.setUint8(at + 4, 0x10 | (code ? 2 : 1));
    rows.setUint16(at + 6, code ? 1 : 2, true);
    rows.setBigUint64(at + 8, value, true);
    strings += each + '\0';
  });
  const id = Uint8Array.from({ length: (buildId?.length ?? 0) / 2 }, (_, i) =>
    parseInt(buildId?.slice(i * 2, i * 2 + 2) ?? '', 16),
  );
  const sections: { name: string; type: number; flags?: number; bytes: Uint8Array; link?: number }[] = [
    { name: '', type: 0, bytes: new Uint8Array() },
    { name: '.text', type: 8, flags: 6, bytes: new Uint8Array() },
    { name: '.data', type: 1, flags: 3, bytes: new Uint8Array() },
    ...(buildId ? [{ name: '.notes', type: 7, bytes: buildNotes([{ name: 'GNU', type: 3, desc: id }]) }] : []),
    ...(modinfo ? [{ name: '.modinfo', type: 1, flags: 2, bytes: text(modinfo.join('\0') + '\0') }] : []),
    ...(btf ? [{ name: '.BTF', type: 1, flags: 2, bytes: btf }] : []),
  ];
  if (symbols.length > 0)
    sections.push(
      { name: '.symtab', type: 2, bytes: table, link: sections.length + 1 },
      { name: '.strtab', type: 3, bytes: text(strings) },
    );
  const names = ['', ...sections.slice(1).map((each) => each.name), '.shstrtab'].join('\0') + '\0';
  sections.push({ name: '.shstrtab', type: 3, bytes: text(names) });
  const size = 64 + sections.reduce((sum, { bytes }) => sum + bytes.length + 8, 0) + 64 * sections.length;
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, modinfo ? 1 : 2, true);
  view.setUint16(18, 62, true);
  view.setUint16(58, 64, true);
  view.setUint16(60, sections.length, true);
  view.setUint16(62, sections.length - 1, true);
  let end = 64;
  const places = sections.map(({ bytes }) => {
    const at = Math.ceil(end / 8) * 8;
    file.set(bytes, at);
    end = at + bytes.length;
    return at;
  });
  const headers = Math.ceil(end / 8) * 8;
  view.setBigUint64(40, BigInt(headers), true);
  sections.forEach(({ name: each, type, flags = 0, bytes, link = 0 }, i) => {
    const at = headers + 64 * i;
    view.setUint32(at, each === '' ? 0 : names.indexOf(`\0${each}\0`) + 1, true);
    view.setUint32(at + 4, type, true);
    view.setBigUint64(at + 8, BigInt(flags), true);
    view.setBigUint64(at + 24, BigInt(places[i]), true);
    view.setBigUint64(at + 32, BigInt(bytes.length), true);
    view.setUint32(at + 40, link, true);
  });
  return memorySource(file.subarray(0, headers + 64 * sections.length), name);
}
