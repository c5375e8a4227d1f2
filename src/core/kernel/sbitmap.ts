import { step } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/** A scalable bitmap: struct sbitmap (include/linux/sbitmap.h). */
export interface Sbitmap {
  /** Bits. */
  readonly depth: number;
  readonly bitsPerWord: number;
  readonly words: number;
  /** 1 << shift is bitsPerWord. */
  readonly shift: number;
  /** For each word the bits that are set, and those of them that were given back and are not yet taken out. */
  readonly map: readonly { readonly word: bigint; readonly cleared: bigint }[];
}

/** Tags of a queue are a thousand; a bitmap of more bits than this is damage. */
const MAX_BITS = 1 << 24;

/** The sbitmap `object`; undefined when it is not in the dump or says what cannot be. */
export function sbitmapOf(kernel: Kernel, object: CObject): Sbitmap | undefined {
  return object.try((each) => {
    const depth = each.get('depth').number();
    const shift = each.get('shift').number();
    const words = each.get('map_nr').number();
    if (depth > MAX_BITS || shift > 6 || words > depth || words << shift < depth) return undefined;
    const size = kernel.types.sizeOf('struct sbitmap_word') ?? 0;
    const at = each.get('map').pointer();
    const map = Array.from({ length: size === 0 ? 0 : words }, (_, i) => {
      const word = kernel.at('struct sbitmap_word', step(at, i * size));
      // cleared since 5.0 (ea86ea2cdced).
      return { word: word.get('word').pointer() as bigint, cleared: word.find('cleared')?.pointer() ?? 0n };
    });
    return { depth, bitsPerWord: 1 << shift, words, shift, map };
  });
}

/** The numbers of the bits that are set and not given back. */
export function* setBits({ depth, shift, map }: Sbitmap): Generator<number, void, void> {
  for (const [i, { word, cleared }] of map.entries()) {
    let left = word & ~cleared;
    for (let bit = 0; left !== 0n; bit++, left >>= 1n) {
      const number = (i << shift) + bit;
      if (number >= depth) break;
      if (left & 1n) yield number;
    }
  }
}

/** How many bits a bitmap has set, and how many of them were given back. */
export function weights({ map }: Sbitmap): { readonly set: number; readonly cleared: number } {
  const count = (value: bigint): number => value.toString(2).replaceAll('0', '').length;
  return map.reduce(
    (sum, { word, cleared }) => ({ set: sum.set + count(word), cleared: sum.cleared + count(cleared) }),
    { set: 0, cleared: 0 },
  );
}
