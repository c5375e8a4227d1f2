import { isKernelHalf, step, type Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';

/**
 * What a task waits for that hangs in one of the kernel's hashed wait queues (folio_wait_table, bit_wait_table): the queue is shared by
 * whatever hashes to it, but the entry on the stack is part of a struct that names the word and the bit.
 */
export interface BitWait {
  /** The word that has the bit; the variable whose change is waited for. */
  readonly word: Addr;
  /** The bit in it, from 0; undefined of a variable. */
  readonly number?: number;
  /** The struct page (or folio) whose flags the word is. */
  readonly page?: Addr;
  /** Whether it is set now; undefined of a variable, and where the word cannot be read. */
  readonly set?: boolean;
}

/** Bits that something may have to wait for are those of a bitmap at most (wait_on_bit()): more are taken for damage. */
const MAX_BIT = 4095;
/** Of struct page there is one word of flags. */
const WORD_BITS = 64;

/** How the function that wakes an entry tells what struct it is part of. */
interface Kind {
  readonly struct: string;
  /** The wait_queue_entry in it, the word and the number, each by path; the first that the kernel has. */
  readonly entry: string;
  readonly word: readonly (readonly [struct: string, member: string])[];
  readonly page?: true;
  readonly variable?: true;
}

/** wait_bit_key.flags: the word, or the variable (include/linux/wait_bit.h); the struct is wait_bit_queue before 4.13. */
const KEYS = ['wait_bit_queue_entry', 'wait_bit_queue'].map((struct): Kind => ({
  struct,
  entry: struct === 'wait_bit_queue' ? 'wait' : 'wq_entry',
  word: [['wait_bit_key', 'flags']],
}));

/** mm/filemap.c, kernel/sched/wait_bit.c; struct wait_page_queue has a page before 5.17, a folio since. */
const KINDS: Readonly<Record<string, readonly Kind[]>> = {
  wake_page_function: [
    {
      struct: 'wait_page_queue',
      entry: 'wait',
      word: [
        ['wait_page_queue', 'folio'],
        ['wait_page_queue', 'page'],
      ],
      page: true,
    },
  ],
  wake_bit_function: KEYS,
  var_wake_function: KEYS.map((each) => ({ ...each, variable: true })),
};

/** What the struct wait_queue_entry at `entry` waits for; undefined where it is of another kind, or makes no sense. */
export function bitWait(kernel: Kernel, entry: Addr): BitWait | undefined {
  const { types, space } = kernel;
  if (!types.has('wait_queue_entry', 'func')) return undefined;
  const wakes = space.tryU64(step(entry, types.offsetOf('wait_queue_entry', 'func')));
  const name = wakes === undefined ? undefined : kernel.symbols.byAddress(wakes);
  const kinds = name?.offset === 0 ? (KINDS[name.symbol.name] ?? []) : [];
  const kind = kinds.find(({ struct, entry: member }) => types.has(struct, member));
  if (!kind) return undefined;
  const key = step(entry, -types.offsetOf(kind.struct, kind.entry));
  const [struct, member] = kind.word.find((each) => types.has(...each)) ?? [];
  if (struct === undefined || member === undefined) return undefined;
  // The key of a bit is a struct of its own, at the start of what has it or where the member says.
  const base = struct === kind.struct ? key : step(key, types.offsetOf(kind.struct, 'key'));
  const at = space.tryU64(step(base, types.offsetOf(struct, member)));
  if (at === undefined || !isKernelHalf(at)) return undefined;
  if (kind.variable) return { word: at as Addr };
  const told = space.tryU64(step(base, types.offsetOf(struct, 'bit_nr')));
  const bit = told === undefined ? MAX_BIT + 1 : Number(told & 0xffffffffn);
  if (bit > (kind.page ? WORD_BITS - 1 : MAX_BIT)) return undefined;
  const flags = kind.page && types.has('page', 'flags') ? types.offsetOf('page', 'flags') : 0;
  const word = step(at, flags + Math.floor(bit / WORD_BITS) * 8);
  const number = bit % WORD_BITS;
  const value = space.tryU64(word);
  return {
    word,
    number,
    ...(kind.page && { page: at as Addr }),
    ...(value !== undefined && { set: ((value >> BigInt(number)) & 1n) === 1n }),
  };
}

/** Whether both are the same bit, or the same variable. */
export const sameBit = (a: BitWait, b: BitWait | undefined): boolean =>
  a.word === b?.word && a.number === b.number;
