/** A number below `limit`, from a seed. */
export type Below = (limit: number) => number;
/** Damages `bytes`, which are a file. */
export type Damage = (bytes: Uint8Array, below: Below) => void;
export type Width = 1 | 2 | 4 | 8;

/** Puts something else at `at`: a flipped bit, zeros, ones, a small number, one more, noise, what stands elsewhere. */
export function wrong(bytes: Uint8Array, at: number, width: Width, below: Below): void {
  if (at < 0 || at + width > bytes.length) return;
  let old = 0n;
  for (let i = width - 1; i >= 0; i--) old = (old << 8n) | BigInt(bytes[at + i]);
  const from = below(Math.max(1, bytes.length - 8));
  let elsewhere = 0n;
  for (let i = 7; i >= 0; i--) elsewhere = (elsewhere << 8n) | BigInt(bytes[from + i] ?? 0);
  const noise = (BigInt(below(2 ** 31)) << 33n) ^ BigInt(below(2 ** 31));
  const ways = [
    old ^ (1n << BigInt(below(8 * width))),
    0n,
    (1n << 64n) - 1n,
    BigInt(below(4096)),
    old + 1n,
    noise,
    elsewhere,
    1n << 62n,
  ];
  const value = BigInt.asUintN(64, ways[below(ways.length)]);
  for (let i = 0; i < width; i++) bytes[at + i] = Number((value >> BigInt(8 * i)) & 0xffn);
}

/** Up to `most` of `ways`, one after the other. */
export const some =
  (most: number, ...ways: readonly Damage[]): Damage =>
  (bytes, below) => {
    for (let i = below(most); i >= 0; i--) ways[below(ways.length)](bytes, below);
  };
