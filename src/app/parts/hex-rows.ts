import { hex, parseHex, step } from '../../core/addr.ts';
import type { MemoryPart } from '../../core/rows/thing.ts';

/** A row of a hex dump. */
export interface HexRow {
  /** 16 digits. */
  readonly address: string;
  readonly bytes: string;
  readonly text: string;
  /** Why the whole row is absent. */
  readonly gap?: string;
  /** What the row's first word points at. */
  readonly note?: { readonly text: string; readonly ref: string };
}

/** Rows of `width` bytes. Bytes that are absent are two question marks; a row without any says why. */
export function hexRows(part: MemoryPart, width: number): HexRow[] {
  const from = parseHex(part.from) ?? 0n;
  const rows: HexRow[] = [];
  for (let at = 0; at < part.bytes.length; at += width) {
    const length = Math.min(width, part.bytes.length - at);
    const gaps = part.gaps.filter((gap) => gap.from < at + length && gap.from + gap.length > at);
    const whole = gaps.find((gap) => gap.from <= at && gap.from + gap.length >= at + length);
    const known = (i: number): boolean => !gaps.some((gap) => i >= gap.from && i < gap.from + gap.length);
    let bytes = '';
    let text = '';
    for (let i = at; i < at + length; i++) {
      if (i > at) bytes += (i - at) % 8 === 0 ? '  ' : ' ';
      bytes += known(i) ? part.bytes[i].toString(16).padStart(2, '0') : '??';
      text += known(i) ? printable(part.bytes[i]) : ' ';
    }
    rows.push({
      address: hex(step(from, at), 16),
      bytes,
      text,
      gap: whole?.why,
      note: part.notes.find((note) => note.at >= at && note.at < at + length),
    });
  }
  return rows;
}

function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}
