import { hex0x } from '../addr.ts';
import type { Answer } from './identity.ts';

/**
 * Values that the kernel writes to have later mistakes noticed (include/linux/poison.h; POISON_POINTER_DELTA is
 * 0xdead000000000000 on x86-64 and arm64). An access behind them has a member's offset added.
 */
const EXACT: readonly (readonly [value: bigint, within: bigint, text: string])[] = [
  [0xdead000000000100n, 0x22n, 'LIST_POISON1: next of a list entry that was deleted'],
  [0xdead000000000122n, 0xden, 'LIST_POISON2: prev of a list entry that was deleted'],
  [0xdead000000000300n, 0x100n, 'TIMER_ENTRY_STATIC'],
  [0xdead000000000400n, 0x100n, 'TAIL_MAPPING: mapping of a tail page'],
  [0xdead000000000500n, 0x100n, 'MUTEX_POISON_WW_CTX'],
  [0xdead000000000800n, 0x100n, 'a poisoned network pointer'],
];
/** Bytes that fill freed or unwritten memory. */
const FILLS: readonly (readonly [byte: bigint, text: string])[] = [
  [0x6bn, 'POISON_FREE: the memory it was read from was freed (slab poison)'],
  [0x5an, 'POISON_INUSE: slab memory that was never written'],
  [0xaan, 'PAGE_POISON: the page it was read from was freed'],
  [0xccn, 'freed init memory or a slab red zone'],
];
const FILL_WITHIN = 0x1000n;

/** The poison in `value`: exactly, or with a small offset added to or taken off. */
export function poisonOf(value: bigint): { text: string; base: bigint; freed: boolean } | undefined {
  for (const [base, within, text] of EXACT)
    if (value >= base && value < base + within) return { text, base, freed: base <= 0xdead000000000122n };
  for (const [byte, text] of FILLS) {
    const base = byte * 0x0101010101010101n;
    const distance = value > base ? value - base : base - value;
    // SLUB ends an object's poison with 0xa5, which is then the topmost byte.
    const end = (0xa5n << 56n) | (base & 0x00ffffffffffffffn);
    const ending = value > end ? value - end : end - value;
    if (distance < FILL_WITHIN || (byte === 0x6bn && ending < FILL_WITHIN))
      return { text, base, freed: byte === 0x6bn || byte === 0xaan };
  }
  return undefined;
}

export const answer: Answer = {
  id: 'poison',
  order: 20,
  identify(_kernel, value) {
    const found = poisonOf(value);
    if (!found) return undefined;
    const offset = value - found.base;
    return { kind: 'poison', text: found.text + (offset > 0n ? ` (+${hex0x(offset)})` : '') };
  },
};
