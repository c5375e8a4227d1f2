/** ELF notes: {u32 namesz, u32 descsz, u32 type, name padded to 4, description padded to 4} (System V ABI, elf(5)). */
export interface Note {
  readonly name: string;
  readonly type: number;
  readonly desc: Uint8Array;
}

/** NT_PRSTATUS of include/uapi/linux/elf.h: a stopped CPU's registers. */
export const NT_PRSTATUS = 1;

const MAX = 65536;
/** Characters of a name that are kept: those that anybody writes have 16 at most. */
const NAME = 256;

/** The notes in `bytes`, up to the first that does not fit. Descriptions are views into `bytes`. */
export function parseNotes(bytes: Uint8Array, little = true): Note[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const notes: Note[] = [];
  let at = 0;
  while (at + 12 <= bytes.length && notes.length < MAX) {
    const nameSize = view.getUint32(at, little);
    const descSize = view.getUint32(at + 4, little);
    const type = view.getUint32(at + 8, little);
    const name = at + 12;
    const desc = name + Math.ceil(nameSize / 4) * 4;
    if (nameSize === 0 && descSize === 0 && type === 0) {
      at += 12;
      continue;
    }
    if (desc + descSize > bytes.length) break;
    notes.push({
      name: latin1(bytes.subarray(name, name + Math.min(nameSize, NAME))),
      type,
      desc: bytes.subarray(desc, desc + descSize),
    });
    at = desc + Math.ceil(descSize / 4) * 4;
  }
  return notes;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** NT_PRFPREG (include/uapi/linux/elf.h): floating-point registers, which a kernel that crashes does not save. */
const NT_PRFPREG = 2;

/**
 * Whether an emulator wrote `notes`: QEMU leaves one of its own on x86-64, and on arm64 floating-point registers after those
 * of each CPU (target/i386/arch_dump.c, target/arm/arch_dump.c).
 */
export function areFromEmulator(notes: readonly Note[]): boolean {
  return notes.some(({ name, type }) => name === 'QEMU' || (name === 'CORE' && type === NT_PRFPREG));
}
