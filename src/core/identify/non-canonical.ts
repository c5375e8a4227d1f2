import { identity } from '../catalogue/identity.ts';
import { halfOf } from '../memory/tables.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Answer } from './identity.ts';

/** Whether the processor refuses `value` as an address: its upper bits are not all equal. */
export function isCanonical(kernel: Kernel, value: bigint): boolean {
  return halfOf(kernel.layout.tables, value) !== undefined;
}

/** The one byte that all eight of `value` are: memory filled with it, more likely than text. */
export function fillOf(value: bigint): number | undefined {
  const byte = value & 0xffn;
  return value === byte * 0x0101010101010101n && byte > 0n && byte < 0xffn ? Number(byte) : undefined;
}

/** `value` as text, when all its bytes are printable and not all the same: a string was written over a pointer. */
export function asciiOf(value: bigint): string | undefined {
  if (fillOf(value) !== undefined) return undefined;
  let text = '';
  for (let i = 0; i < 8; i++) {
    const byte = Number((value >> BigInt(i * 8)) & 0xffn);
    if (byte < 0x20 || byte > 0x7e) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** `value` as a text that ends with zeros: four printable bytes at least, as they stand in memory. */
export function shortAsciiOf(value: bigint): string | undefined {
  let text = '';
  for (let rest = value; rest !== 0n; rest >>= 8n) {
    const byte = Number(rest & 0xffn);
    if (byte < 0x20 || byte > 0x7e) return undefined;
    text += String.fromCharCode(byte);
  }
  return text.length >= 4 && text.length < 8 ? text : undefined;
}

/** Text or a fill where a pointer should be, among values that no address has. */
export const answer: Answer = {
  id: 'non-canonical',
  order: 25,
  identify(kernel, value) {
    if (isCanonical(kernel, value)) return undefined;
    // Poison is not canonical either and says more.
    const byte = fillOf(value);
    if (byte !== undefined) return { kind: 'fill', text: identity.fill({ byte }) };
    const ascii = asciiOf(value);
    return ascii === undefined ? undefined : { kind: 'text', text: identity.text({ text: ascii }) };
  },
};
