/** ELF notes written from their parts (elf(5)): name and description padded to 4 bytes. */
export interface PlannedNote {
  readonly name: string;
  readonly type: number;
  readonly desc: Uint8Array;
}

export function buildNotes(notes: readonly PlannedNote[]): Uint8Array {
  const parts = notes.map(noteBytes);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function noteBytes({ name, type, desc }: PlannedNote): Uint8Array {
  const nameBytes = new TextEncoder().encode(name + '\0');
  const descAt = 12 + Math.ceil(nameBytes.length / 4) * 4;
  const bytes = new Uint8Array(descAt + Math.ceil(desc.length / 4) * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, nameBytes.length, true);
  view.setUint32(4, desc.length, true);
  view.setUint32(8, type, true);
  bytes.set(nameBytes, 12);
  bytes.set(desc, descAt);
  return bytes;
}

/** The note that carries VMCOREINFO's text (kernel/vmcore_info.c). */
export function vmcoreinfoNote(text: string): PlannedNote {
  return { name: 'VMCOREINFO', type: 0, desc: new TextEncoder().encode(text) };
}
