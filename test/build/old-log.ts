import type { OldKernel } from './old-kernel.ts';

/** A line as it was printed. */
export interface Printed {
  readonly text: string;
  /** Nanoseconds. */
  readonly time?: bigint;
  readonly level?: number;
  readonly facility?: number;
  readonly caller?: number;
  /** "SUBSYSTEM=pci\0DEVICE=+pci:0000:00:1f.2". */
  readonly dictionary?: string;
  readonly continued?: boolean;
}

/** Which form of record: of 3.5, of 3.6 to 5.9, with the caller (5.1 on, CONFIG_PRINTK_CALLER). */
export type RecordForm = '3.5' | 'plain' | 'caller';

/**
 * Writes `lines` into log_buf as log_store() of kernel/printk/printk.c does (3.5 to 5.9): records of struct printk_log,
 * the oldest going where there is no room. Answers where log_buf begins in the image.
 */
export function writeRecords(
  kernel: OldKernel,
  lines: readonly Printed[],
  form: RecordForm,
  length = 1 << 14,
): number {
  const header = form === 'caller' ? 20 : 16;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  const buffer = kernel.place(undefined, bytes, 4096);
  let [first, next, firstSequence, sequence] = [0, 0, 0n, 0n];
  const lengthAt = (at: number): number => view.getUint16(at + 8, true);
  for (const [i, line] of lines.entries()) {
    const text = new TextEncoder().encode(line.text);
    const dictionary = new TextEncoder().encode(line.dictionary ?? '');
    const size = Math.ceil((header + text.length + dictionary.length) / 4) * 4;
    // Room for this one and for the record of length 0 that says that the buffer goes round.
    for (;;) {
      const free = next >= first && sequence !== firstSequence ? Math.max(length - next, first) : next < first ? first - next : length;
      if (sequence === firstSequence || free >= size + header) break;
      first = lengthAt(first) === 0 ? lengthAt(0) : first + lengthAt(first);
      firstSequence++;
      if (first < length && lengthAt(first) === 0) first = 0;
    }
    if (next + size + header > length) {
      bytes.fill(0, next, Math.min(length, next + header));
      next = 0;
    }
    view.setBigUint64(next, line.time ?? BigInt(i) * 1_000_000n, true);
    view.setUint16(next + 8, size, true);
    view.setUint16(next + 10, text.length, true);
    view.setUint16(next + 12, dictionary.length, true);
    const level = line.level ?? 6;
    const facility = line.facility ?? 0;
    if (form === '3.5') view.setUint16(next + 14, (facility << 3) | level, true);
    else {
      bytes[next + 14] = facility;
      bytes[next + 15] = (level << 5) | (line.continued ? 4 : 6);
    }
    if (form === 'caller') view.setUint32(next + 16, line.caller ?? 0, true);
    bytes.fill(0, next + header, next + size);
    bytes.set(text, next + header);
    bytes.set(dictionary, next + header + text.length);
    next += size;
    sequence++;
  }
  kernel.bytes.set(bytes, buffer);
  kernel.word('log_buf', kernel.address(buffer));
  kernel.word('log_buf_len', BigInt(length), 4);
  kernel.word('log_first_idx', BigInt(first), 4);
  kernel.word('log_next_idx', BigInt(next), 4);
  kernel.word('log_first_seq', firstSequence);
  return buffer;
}

/** Writes `lines` into log_buf as vprintk() of kernel/printk.c does before 3.5: characters. Answers where it begins in the image. */
export function writeCharacters(kernel: OldKernel, lines: readonly Printed[], length = 1 << 14): number {
  const bytes = new Uint8Array(length);
  const buffer = kernel.place(undefined, bytes, 4096);
  let end = 0;
  for (const [i, { text, time = BigInt(i) * 1_000_000n, level = 6, facility = 0 }] of lines.entries()) {
    const micro = time / 1000n;
    const seconds = String(micro / 1_000_000n).padStart(5);
    const head = `<${(facility << 3) | level}>[${seconds}.${String(micro % 1_000_000n).padStart(6, '0')}] `;
    for (const byte of new TextEncoder().encode(`${head}${text}\n`)) bytes[end++ % length] = byte;
  }
  kernel.bytes.set(bytes, buffer);
  kernel.word('log_buf', kernel.address(buffer));
  kernel.word('log_buf_len', BigInt(length), 4);
  kernel.word('log_end', BigInt(end), 4);
  kernel.word('logged_chars', BigInt(Math.min(end, length)), 4);
  return buffer;
}
