import { hex0x } from '../addr.ts';
import { identity, poison } from '../catalogue/identity.ts';
import type { Answer } from './identity.ts';

/** A constant of include/linux/poison.h that has words. */
export type PoisonName = keyof typeof poison;

/** A constant with which kernels fill what must not be used. */
export interface Poison {
  readonly name: PoisonName;
  /** The constant; a member's offset may have been added to it. */
  readonly base: bigint;
  /** It stands in memory that was given back. */
  readonly freed: boolean;
}

/**
 * Values that the kernel writes to have later mistakes noticed (include/linux/poison.h; POISON_POINTER_DELTA is
 * 0xdead000000000000 on x86-64 and arm64). An access after them has a member's offset added.
 */
const EXACT: readonly (readonly [value: bigint, within: bigint, name: PoisonName])[] = [
  [0xdead000000000100n, 0x22n, 'LIST_POISON1'],
  [0xdead000000000122n, 0xden, 'LIST_POISON2'],
  // What it was until 4.20, and both until 4.2.
  [0xdead000000000200n, 0x100n, 'LIST_POISON2'],
  [0xdead000000100100n, 0x100n, 'LIST_POISON1'],
  [0xdead000000200200n, 0x100n, 'LIST_POISON2'],
  [0xdead000000000300n, 0x100n, 'TIMER_ENTRY_STATIC'],
  [0xdead000000000400n, 0x100n, 'TAIL_MAPPING'],
  [0xdead000000000500n, 0x100n, 'MUTEX_POISON_WW_CTX'],
  [0xdead000000000800n, 0x100n, 'NET_PTR_POISON'],
];
/** Bytes that fill freed or unwritten memory. */
const FILLS: readonly (readonly [byte: bigint, name: PoisonName])[] = [
  [0x6bn, 'POISON_FREE'],
  [0x5an, 'POISON_INUSE'],
  [0xaan, 'PAGE_POISON'],
  [0xccn, 'POISON_FREE_INITMEM'],
  [0x5bn, 'JBD_POISON_FREE'],
  [0xa7n, 'POOL_POISON_FREED'],
  [0x6cn, 'FLEX_ARRAY_FREE'],
  [0xbdn, 'KEY_DESTROY'],
];
/** Of them those that fill what was given back. */
const FREED: ReadonlySet<bigint> = new Set([0x6bn, 0xaan, 0x5bn, 0xa7n, 0x6cn, 0xbdn]);
const FILL_WITHIN = 0x1000n;

/** The poison in `value`: exactly, or with a small offset added to or taken off. */
export function poisonOf(value: bigint): Poison | undefined {
  for (const [base, within, name] of EXACT)
    if (value >= base && value < base + within) return { name, base, freed: name.startsWith('LIST_') };
  for (const [byte, name] of FILLS) {
    const base = byte * 0x0101010101010101n;
    const distance = value > base ? value - base : base - value;
    // SLUB ends an object's poison with 0xa5, which is then the topmost byte.
    const end = (0xa5n << 56n) | (base & 0x00ffffffffffffffn);
    const ending = value > end ? value - end : end - value;
    if (distance < FILL_WITHIN || (byte === 0x6bn && ending < FILL_WITHIN))
      return { name, base, freed: FREED.has(byte) };
  }
  return undefined;
}

/** Poison of freed or never written memory, with what was added to it. */
export const answer: Answer = {
  id: 'poison',
  order: 20,
  identify(_kernel, value) {
    const found = poisonOf(value);
    if (!found) return undefined;
    const offset = value - found.base;
    return {
      kind: 'poison',
      text: identity.poison({
        meaning: poison[found.name](),
        offset: offset > 0n && offset < FILL_WITHIN ? ` (+${hex0x(offset)})` : '',
      }),
    };
  },
};
