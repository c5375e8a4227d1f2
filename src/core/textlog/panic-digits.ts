import { inflateZlib } from './inflate.ts';

/** drivers/gpu/drm/drm_panic_qr.rs: so many digits hold 0 to 7 bytes. */
const DIGITS = [0, 3, 5, 8, 10, 13, 15, 17];
const MAX_TEXT = 1 << 20;

/**
 * The text that `digits` of drm_panic's link hold: the end of a kernel's log, compressed by zlib, in one of two
 * codings (drivers/gpu/drm/drm_panic_qr.rs). `parameter` says which, where it is known: "zl" is seven bytes (the first
 * the lowest) in 17 digits, "z" 13 bits (the first the highest) in 4 digits. Undefined when neither gives a stream.
 */
export function panicText(digits: string, parameter?: string): string | undefined {
  const codings = parameter === 'z' ? [ofBits, ofBytes] : [ofBytes, ofBits];
  for (const coding of codings) {
    const text = inflateZlib(coding(digits), MAX_TEXT);
    if (text) return new TextDecoder().decode(text);
  }
  return undefined;
}

function ofBytes(digits: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < digits.length; at += 17) {
    const group = digits.slice(at, at + 17);
    const count = DIGITS.findLastIndex((needed) => needed <= group.length);
    let value = BigInt(group);
    for (let i = 0; i < count; i++, value >>= 8n) bytes.push(Number(value & 0xffn));
  }
  return Uint8Array.from(bytes);
}

function ofBits(digits: string): Uint8Array {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (let at = 0; at < digits.length; at += 4) {
    const group = digits.slice(at, at + 4);
    const last = at + 4 >= digits.length;
    const count = last ? bitsOfLast(group.length, bits) : 13;
    held = (held << count) | Number(group);
    for (bits += count; bits >= 8; bits -= 8) bytes.push((held >> (bits - 8)) & 0xff);
    held &= (1 << bits) - 1;
  }
  return Uint8Array.from(bytes);
}

/** How many bits the last digits hold: as many as fill a byte. k bits take (k + 1) / 3 digits, one bit takes one. */
function bitsOfLast(digits: number, held: number): number {
  for (let count = 13; count > 0; count--) {
    const needed = count === 1 ? 1 : Math.floor((count + 1) / 3);
    if (Math.min(needed, 4) === digits && (held + count) % 8 === 0) return count;
  }
  return 0;
}
