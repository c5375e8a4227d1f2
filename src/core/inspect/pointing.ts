import { identify } from '../identify/index.ts';
import type { Identity } from '../identify/identity.ts';
import { spoken, type Language, type Spoken } from '../catalogue/message.ts';
import { isKernelHalf } from '../addr.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** Kinds of answers that would only say that a word is no pointer. */
const SILENT = new Set(['unmapped', 'non-canonical', 'error', 'user', 'null']);

/** What a word of memory points at, where that is worth a note beside it. */
export function pointsAt(kernel: Kernel, word: bigint, language: Language): Spoken<Identity> | undefined {
  if (!isKernelHalf(word) || word >= 0xfffffffffffff000n) return undefined;
  const what = spoken(identify(kernel, word), language);
  return what && !SILENT.has(what.kind) ? what : undefined;
}
