/**
 * Virtual addresses and 64-bit words: the one place where they are wrapped, compared and printed.
 * An address is an unsigned 64-bit bigint; frame numbers, physical addresses, file offsets and sizes are
 * plain numbers (all below 2^53).
 */

declare const brand: unique symbol;
/** A virtual address: an unsigned bigint below 2^64. */
export type Addr = bigint & { readonly [brand]: 'addr' };

/** The address `value`, wrapped to 64 bits. */
export function addr(value: bigint | number): Addr {
  return BigInt.asUintN(64, typeof value === 'bigint' ? value : BigInt(value)) as Addr;
}

/** The address `by` bytes after `from` (before it when negative), wrapped to 64 bits. */
export function step(from: bigint, by: bigint | number): Addr {
  return BigInt.asUintN(64, from + (typeof by === 'bigint' ? by : BigInt(by))) as Addr;
}

/** Bytes from `from` to `to` as a number; exact while the distance is below 2^53. */
export function distance(from: bigint, to: bigint): number {
  return Number(to - from);
}

/** `value` as crash prints addresses and words: hexadecimal, at least `digits` wide, no prefix. */
export function hex(value: bigint | number, digits = 0): string {
  const wrapped = typeof value === 'bigint' ? BigInt.asUintN(64, value) : value;
  return wrapped.toString(16).padStart(digits, '0');
}

/** `value` in hexadecimal with 0x. */
export function hex0x(value: bigint | number): string {
  return '0x' + hex(value);
}

/** The lowest address of the kernel half on x86-64 and arm64: bit 63 set. */
export function isKernelHalf(value: bigint): boolean {
  return BigInt.asUintN(64, value) >> 63n === 1n;
}

/** `value` as a signed 64-bit number. */
export function signed(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** Reads "ffff8d2c59182100", "0xffff…" as an address; undefined when it is not hexadecimal or longer than 64 bits. */
export function parseHex(text: string): Addr | undefined {
  const digits = /^(?:0x)?([0-9a-f]{1,16})$/i.exec(text)?.[1];
  return digits === undefined ? undefined : (BigInt('0x' + digits) as Addr);
}
