import { hex, isKernelHalf, parseHex, step } from '../addr.ts';
import { spoken, type Language, type Spoken } from '../catalogue/message.ts';
import type { Identity } from '../identify/identity.ts';
import { identify } from '../identify/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { refTo } from '../rows/ref.ts';
import type { MemoryPart } from '../rows/thing.ts';

const MAX_LENGTH = 64 * 1024;
/** Words that are asked what they point at; the page never shows more at once. */
const MAX_NOTES = 512;
const GRAIN = 4096;

/** `length` bytes from `from` on, with what is absent and what the words in it point at. */
export function memoryPart(
  kernel: Kernel,
  space: 'virtual' | 'physical',
  from: string,
  length: number,
  language: Language = 'en',
): MemoryPart {
  const start = parseHex(from) ?? 0n;
  const bytes = new Uint8Array(Math.max(0, Math.min(length, MAX_LENGTH)));
  const gaps: { from: number; length: number; why: string }[] = [];
  for (let at = 0; at < bytes.length;) {
    const here = step(start, at);
    const part = Math.min(GRAIN - Number(here & BigInt(GRAIN - 1)), bytes.length - at);
    const found =
      space === 'virtual' ? kernel.space.tryRead(here, part) : kernel.memory.tryRead(Number(here), part);
    if (found) {
      for (const [first, last] of kernel.space.erasedIn(found)) {
        found.fill(0, first, last);
        gaps.push({ from: at + first, length: last - first, why: 'erased' });
      }
      bytes.set(found, at);
    } else {
      const why =
        (space === 'virtual'
          ? kernel.space.absence(here)
          : kernel.memory.absence(Math.floor(Number(here) / kernel.memory.pageSize))) ?? 'lost';
      const last = gaps.at(-1);
      if (last && last.why === why && last.from + last.length === at) last.length += part;
      else gaps.push({ from: at, length: part, why });
    }
    at += part;
  }
  return {
    space,
    from: hex(start, 16),
    bytes,
    gaps,
    notes: pointers(kernel, bytes, start, gaps, language),
  };
}

/** What the aligned words that look like kernel pointers point at. */
function pointers(
  kernel: Kernel,
  bytes: Uint8Array,
  start: bigint,
  gaps: MemoryPart['gaps'],
  language: Language,
): MemoryPart['notes'] {
  const found: { at: number; text: string; ref: string }[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = Number(-start & 7n);
  let asked = 0;
  for (let at = first; at + 8 <= bytes.length && asked < MAX_NOTES; at += 8) {
    if (gaps.some((gap) => at < gap.from + gap.length && at + 8 > gap.from)) continue;
    const value = view.getBigUint64(at, true);
    if (!isKernelHalf(value) || value >= 0xfffffffffffff000n) continue;
    asked++;
    const what = pointsAt(kernel, value, language);
    if (what) found.push({ at, text: what.text, ref: what.ref ?? refTo.address(value) });
  }
  return found;
}

/** Kinds of answers that would only say that a word is no pointer. */
const SILENT = new Set(['unmapped', 'non-canonical', 'error', 'user', 'null']);

/** What a word of memory points at, where that is worth a note beside it. */
export function pointsAt(kernel: Kernel, word: bigint, language: Language): Spoken<Identity> | undefined {
  if (!isKernelHalf(word) || word >= 0xfffffffffffff000n) return undefined;
  const what = spoken(identify(kernel, word), language);
  return what && !SILENT.has(what.kind) ? what : undefined;
}
