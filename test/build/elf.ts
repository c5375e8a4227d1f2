import type { Pieces } from './pieces.ts';

/** A memory segment of a planned core. */
export interface PlannedSegment {
  readonly physical: number;
  /** p_memsz; as long as the bytes when absent. */
  readonly memory?: number;
  /** p_filesz; as long as the bytes when absent (more: the file is sparse there). */
  readonly stored?: number;
  readonly bytes?: Uint8Array;
  readonly virtual?: bigint;
}

/** An ELF core to be written. */
export interface ElfPlan {
  readonly segments: readonly PlannedSegment[];
  readonly notes?: Uint8Array;
  /** EM_X86_64 when absent. */
  readonly machine?: number;
  readonly flags?: number;
  /** Says the number of program headers in section header 0 (PN_XNUM). */
  readonly manyHeaders?: boolean;
  /** Segments begin at whole pages of the file. */
  readonly paged?: boolean;
  readonly bits?: 32 | 64;
  readonly bigEndian?: boolean;
}

/** Writes an ELF core (elf(5)): header, section header 0 where it is needed, program headers, notes, memory. */
export function buildElf(plan: ElfPlan): Pieces {
  const wide = plan.bits !== 32;
  const little = !plan.bigEndian;
  const [header, program, section] = wide ? [64, 56, 64] : [52, 32, 40];
  const count = plan.segments.length + (plan.notes ? 1 : 0);
  const programsAt = header + (plan.manyHeaders ? section : 0);
  let end = Math.ceil((programsAt + count * program) / 8) * 8;
  const place = (size: number): number => (end += size) - size;
  const head = new Uint8Array(end);
  const view = new DataView(head.buffer);
  const word = (at: number, value: bigint | number): void => {
    if (wide) view.setBigUint64(at, BigInt(value), little);
    else view.setUint32(at, Number(BigInt.asUintN(32, BigInt(value))), little);
  };
  head.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1]);
  view.setUint16(16, 4, little);
  view.setUint16(18, plan.machine ?? 62, little);
  view.setUint32(20, 1, little);
  word(wide ? 32 : 28, programsAt);
  const flagsAt = wide ? 48 : 36;
  view.setUint32(flagsAt, plan.flags ?? 0, little);
  view.setUint16(flagsAt + 4, header, little);
  view.setUint16(flagsAt + 6, program, little);
  view.setUint16(flagsAt + 8, plan.manyHeaders ? 0xffff : count, little);
  if (plan.manyHeaders) {
    word(wide ? 40 : 32, header);
    view.setUint16(flagsAt + 10, section, little);
    view.setUint16(flagsAt + 12, 1, little);
    view.setUint32(header + (wide ? 44 : 28), count, little);
  }
  const pieces: [number, Uint8Array][] = [[0, head]];
  let row = programsAt;
  const add = (type: number, ...fields: readonly (number | bigint)[]): void => {
    view.setUint32(row, type, little);
    fields.forEach((field, i) => word(row + (wide ? 8 + i * 8 : 4 + i * 4), field));
    row += program;
  };
  if (plan.notes) {
    const at = place(plan.notes.length);
    pieces.push([at, plan.notes]);
    add(4, at, 0n, 0, plan.notes.length, 0);
  }
  for (const { physical, bytes = new Uint8Array(), stored = bytes.length, memory = stored, virtual = 0n } of plan.segments) {
    if (plan.paged) end = Math.ceil(end / 4096) * 4096;
    const at = place(stored);
    if (bytes.length > 0) pieces.push([at, bytes]);
    add(1, at, virtual, physical, stored, memory);
  }
  return { size: end, pieces };
}
