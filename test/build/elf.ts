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
  readonly bits?: 32 | 64;
  readonly bigEndian?: boolean;
}

const HEADER = 64;
const PROGRAM = 56;

/** Writes an ELF64 core (elf(5)): header, section header 0 where it is needed, program headers, notes, memory. */
export function buildElf(plan: ElfPlan): Pieces {
  const count = plan.segments.length + (plan.notes ? 1 : 0);
  const programsAt = HEADER + (plan.manyHeaders ? 64 : 0);
  let end = Math.ceil((programsAt + count * PROGRAM) / 8) * 8;
  const place = (size: number): number => (end += size) - size;
  const head = new Uint8Array(end);
  const view = new DataView(head.buffer);
  head.set([0x7f, 0x45, 0x4c, 0x46, plan.bits === 32 ? 1 : 2, plan.bigEndian ? 2 : 1, 1]);
  view.setUint16(16, 4, !plan.bigEndian);
  view.setUint16(18, plan.machine ?? 62, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(32, BigInt(programsAt), true);
  view.setUint32(48, plan.flags ?? 0, true);
  view.setUint16(52, HEADER, true);
  view.setUint16(54, PROGRAM, true);
  view.setUint16(56, plan.manyHeaders ? 0xffff : count, true);
  if (plan.manyHeaders) {
    view.setBigUint64(40, BigInt(HEADER), true);
    view.setUint16(58, 64, true);
    view.setUint16(60, 1, true);
    view.setUint32(HEADER + 44, count, true);
  }
  const pieces: [number, Uint8Array][] = [[0, head]];
  let row = programsAt;
  const program = (type: number, offset: number, virtual: bigint, physical: number, stored: number, memory: number): void => {
    view.setUint32(row, type, true);
    view.setBigUint64(row + 8, BigInt(offset), true);
    view.setBigUint64(row + 16, virtual, true);
    view.setBigUint64(row + 24, BigInt(physical), true);
    view.setBigUint64(row + 32, BigInt(stored), true);
    view.setBigUint64(row + 40, BigInt(memory), true);
    row += PROGRAM;
  };
  if (plan.notes) {
    const at = place(plan.notes.length);
    pieces.push([at, plan.notes]);
    program(4, at, 0n, 0, plan.notes.length, 0);
  }
  for (const { physical, bytes = new Uint8Array(), stored = bytes.length, memory = stored, virtual = 0n } of plan.segments) {
    const at = place(stored);
    if (bytes.length > 0) pieces.push([at, bytes]);
    program(1, at, virtual, physical, stored, memory);
  }
  return { size: end, pieces };
}
