import type { Engine } from '../engine/engine.ts';

/** Entries of one chain that are looked at; real tables have some hundred names alike (__func__.0). */
const MAX_CHAIN = 65_536;

/** The hash that assembly/scan/names.ts gives `name`: its bytes as coefficients of a polynomial, never 0. */
export function hashText(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 16777619) + name.charCodeAt(i)) | 0;
  return hash === 0 ? 1 : hash >>> 0;
}

/** Entries by the hash of their name. Those of one hash come in the order of their numbers. */
export class NameIndex {
  private constructor(
    private readonly heads: Uint32Array,
    private readonly next: Uint32Array,
  ) {}

  /** Bytes of wasm memory that `of` needs for `count` entries, the hashes included. */
  static room(count: number): number {
    return (count + headsFor(count)) * 4;
  }

  /** From `count` hashes in wasm memory at `hashes`, where NameIndex.room(count) bytes belong to it. The hashes are lost. */
  static of(engine: Engine, hashes: number, count: number): NameIndex {
    const size = headsFor(count);
    const heads = hashes + count * 4;
    engine.bytes.fill(0, heads, heads + size * 4);
    engine.wasm.chainNames(hashes, count, heads, size - 1);
    return new NameIndex(wordsAt(engine, heads, size), wordsAt(engine, hashes, count));
  }

  /** Numbers of the entries whose hash ends as that of `name`; the caller compares the names themselves. */
  *candidates(name: string): IterableIterator<number> {
    let at = this.heads[hashText(name) & (this.heads.length - 1)];
    for (let steps = 0; at !== 0 && steps < MAX_CHAIN; steps++) {
      yield at - 1;
      at = this.next[at - 1];
    }
  }
}

function headsFor(count: number): number {
  let size = 16;
  while (size < count) size *= 2;
  return size;
}

/** A copy of `count` words of wasm memory. */
export function wordsAt(engine: Engine, address: number, count: number): Uint32Array {
  return new Uint32Array(engine.bytes.slice(address, address + count * 4).buffer);
}

/** Runs `use` with parts of wasm memory of `sizes` bytes, each at a multiple of 16; they are free again afterwards. */
export function borrowParts<T>(
  engine: Engine,
  sizes: readonly number[],
  use: (...addresses: number[]) => T,
): T {
  const aligned = sizes.map((size) => Math.ceil(size / 16) * 16);
  return engine.borrow(
    aligned.reduce((sum, size) => sum + size, 0),
    (base) => {
      let next = base;
      return use(...aligned.map((size) => (next += size) - size));
    },
  );
}
