/**
 * Names by their hash, for tables of hundreds of thousands that are made at each start (src/core/symbols/name-index.ts).
 * A hash is the bytes of a name as the coefficients of a polynomial (Karp and Rabin), modulo 2^32, never 0; 0 stands for
 * "has no name". That of two pieces is first × HASH_PRIME^(bytes of the second) + second: pieces that many names have are
 * hashed once.
 */
export const HASH_PRIME: u32 = 16777619;

/** One more byte of a name. */
@inline export function addToHash(hash: u32, byte: u32): u32 {
  return hash * HASH_PRIME + byte;
}

/** The hash once all bytes are in it. */
@inline export function finishHash(hash: u32): u32 {
  return hash == 0 ? 1 : hash;
}

/**
 * Chains entries whose hashes share their low bits. `next`: u32 × count, the hashes; becomes 1 + the next entry of the
 * same chain, 0 at its end. `heads`: u32 × (mask + 1), zeros; becomes 1 + the first entry of each chain. Entries of one
 * chain ascend, and each costs one step, however many are alike.
 */
export function chainNames(next: usize, count: i32, heads: usize, mask: u32): void {
  for (let i = count - 1; i >= 0; i--) {
    const at = next + (<usize>i << 2);
    const hash = load<u32>(at);
    if (hash == 0) continue;
    const head = heads + (<usize>(hash & mask) << 2);
    store<u32>(at, load<u32>(head));
    store<u32>(head, <u32>i + 1);
  }
}
