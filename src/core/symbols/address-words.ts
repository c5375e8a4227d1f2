/**
 * Addresses in a loop over all symbols: as pairs of u32 (low, high) in the same memory, because a bigint for each
 * comparison is garbage, and the collector takes as long as the comparison itself.
 */
export function wordsOf(addresses: BigUint64Array): Uint32Array {
  return new Uint32Array(addresses.buffer, addresses.byteOffset, addresses.length * 2);
}

/** Address `a` minus address `b` by their sign only: below 0, 0, above 0. */
export function compareAt(words: Uint32Array, a: number, b: number): number {
  const high = words[a * 2 + 1] - words[b * 2 + 1];
  return high !== 0 ? high : words[a * 2] - words[b * 2];
}

/** `count` addresses, each `distance(i)` (within ±2^52) after `base`, wrapped to 64 bits. */
export function addressesFrom(
  count: number,
  base: bigint,
  distance: (index: number) => number,
): BigUint64Array {
  const addresses = new BigUint64Array(count);
  const words = wordsOf(addresses);
  const low = Number(BigInt.asUintN(32, base));
  const high = Number(BigInt.asUintN(32, base >> 32n));
  for (let i = 0; i < count; i++) {
    const sum = low + distance(i);
    words[i * 2] = sum;
    words[i * 2 + 1] = high + Math.floor(sum / 0x1_0000_0000);
  }
  return addresses;
}
