import { hex, step } from '../../addr.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Link } from '../../rows/value.ts';

/** How memory is shown. */
export interface WordFormat {
  /** Bytes of a unit: 1, 2, 4, 8. */
  readonly unit: number;
  readonly base: 'hex' | 'signed' | 'unsigned';
  readonly ascii: boolean;
  /** The other byte order. */
  readonly swapped?: boolean;
  /** Whether a value is an address of the kernel, to be gone to. */
  isKernel(value: bigint): boolean;
  /** Digits of the address column: 16, or fewer for user space; physical addresses are set right. */
  readonly address: 'virtual' | 'physical';
  /** Names for values; the ASCII column is left out then. */
  name?(value: bigint): string | undefined;
}

/** Bytes on one line, as crash has them. */
const LINE = 16;

/** `bytes` that lie at `address`, 16 to a line: addresses, units, and what they are as text. */
export function* wordLines(
  bytes: Uint8Array,
  address: bigint,
  format: WordFormat,
): Generator<Line, void, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { unit } = format;
  for (let at = 0; at + unit <= bytes.length; at += LINE) {
    const here = step(address, at);
    let text = `${format.address === 'physical' ? hex(here).padStart(16) : hex(here, 16)}:  `;
    const links: Link[] = [];
    const values: bigint[] = [];
    let ascii = '';
    const end = Math.min(at + LINE, bytes.length - (bytes.length % unit));
    for (let each = at; each < end; each += unit) {
      const value = readUnit(view, each, unit, format.swapped ?? false);
      values.push(value);
      const start = text.length;
      const shown = format.name?.(value) ?? digits(value, format);
      text += shown.padEnd(format.name ? 16 : 0) + ' ';
      if (unit === 8 && format.base === 'hex' && format.isKernel(value))
        links.push({ start, end: start + shown.length, ref: refTo.address(value) });
      ascii += characters(value, unit);
    }
    if (format.ascii) {
      const missing = LINE / unit - values.length;
      text += ' '.repeat(missing * (width(format) + 1)) + '  ' + ascii;
    }
    yield { text, row: { address: here, values }, ...(links.length > 0 ? { links } : {}) };
  }
}

/** The bytes of `value` in the order of memory as text; what is no printable ASCII as a dot. */
function characters(value: bigint, unit: number): string {
  let text = '';
  for (let i = 0; i < unit; i++) {
    const byte = Number((value >> BigInt(8 * i)) & 0xffn);
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return text;
}

function readUnit(view: DataView, at: number, unit: number, swapped: boolean): bigint {
  switch (unit) {
    case 1:
      return BigInt(view.getUint8(at));
    case 2:
      return BigInt(view.getUint16(at, !swapped));
    case 4:
      return BigInt(view.getUint32(at, !swapped));
    default:
      return view.getBigUint64(at, !swapped);
  }
}

/** Columns of a unit: as many digits as it can have. */
const DECIMAL_WIDTH: Readonly<Record<number, number>> = { 1: 4, 2: 6, 4: 11, 8: 20 };

function width(format: WordFormat): number {
  return format.base === 'hex' ? format.unit * 2 : (DECIMAL_WIDTH[format.unit] ?? 20);
}

function digits(value: bigint, format: WordFormat): string {
  if (format.base === 'hex') return hex(value, format.unit * 2);
  const shown = format.base === 'signed' ? BigInt.asIntN(format.unit * 8, value) : value;
  return String(shown).padStart(width(format));
}
