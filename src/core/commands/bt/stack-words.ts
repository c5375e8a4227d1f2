import { hex, step } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { slabText } from '../../kernel/slab-lookup.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Link } from '../../rows/value.ts';
import { symbolText } from '../../symbols/symbol.ts';

/** How the words of a stack are shown: as they are; as symbols; and slab caches too; these with the word itself. */
export type WordForm = 'hex' | 'symbols' | 'slabs' | 'objects';

/** Words of [from, to), two a line after their address, each line indented by `indent`. */
export function* wordLines(
  kernel: Kernel,
  from: bigint,
  to: bigint,
  form: WordForm,
  indent: string,
  gap = ' ',
): Generator<Line> {
  const bytes = kernel.space.readSome(from, Number(to - from) & ~7);
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
  for (let i = 0; i < words.length; i += 2) {
    const address = step(from, i * 8);
    let text = `${indent}${hex(address, 16)}:${gap}`;
    const links: Link[] = [{ start: indent.length, end: indent.length + 16, ref: refTo.memory(address) }];
    for (const word of words.subarray(i, i + 2)) {
      const shown = wordText(kernel, word, form);
      if (word >> 63n)
        links.push({ start: text.length, end: text.length + shown.length, ref: refTo.address(word) });
      text += shown.padEnd(16) + ' ';
    }
    yield { text, links };
  }
}

function wordText(kernel: Kernel, word: bigint, form: WordForm): string {
  if (form !== 'hex' && word >> 63n) {
    const symbol = kernel.symbols.byAddress(word);
    if (symbol) return symbolText(symbol, 10, false);
    const slab = form === 'symbols' ? undefined : slabText(kernel, word, form === 'objects');
    if (slab) return slab;
  }
  return hex(word, 16);
}
