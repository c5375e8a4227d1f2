import { visible } from '../../core/rows/visible.ts';
import { BLOCK, type Entry } from './entry.svelte.ts';

/**
 * The text that `range` marks in the output: lines that are not in the document just now come from their answer, the
 * first and the last one as far as they are marked.
 */
export function markedText(range: Range, output: HTMLElement, entries: readonly Entry[]): string {
  const text: string[] = [];
  for (const root of output.querySelectorAll<HTMLElement>('[data-entry]')) {
    if (!range.intersectsNode(root)) continue;
    const entry = entries.find(({ key }) => String(key) === root.dataset.entry);
    for (const child of root.querySelectorAll<HTMLElement>('[data-text], [data-block], [data-gap]')) {
      if (!range.intersectsNode(child)) continue;
      const { block, gap } = child.dataset;
      if (block !== undefined && entry) text.push(...blockText(range, child, entry, Number(block)));
      else if (gap !== undefined && entry) {
        const [from, to] = gap.split(' ').map(Number);
        text.push(...entry.texts(from * BLOCK, Math.min(to * BLOCK, entry.count)).map(visible));
      } else text.push(partOf(range, child).trim());
    }
  }
  return text.join('\n');
}

function blockText(range: Range, block: Element, entry: Entry, index: number): string[] {
  const ends = block.contains(range.startContainer) || block.contains(range.endContainer);
  const from = index * BLOCK;
  const whole = entry.texts(from, from + entry.sizeOf(index)).map(visible);
  if (!ends) return whole;
  return [...block.querySelectorAll('.lines > div')].flatMap((line, i) =>
    range.intersectsNode(line)
      ? [
          line.contains(range.startContainer) || line.contains(range.endContainer)
            ? partOf(range, line)
            : whole[i],
        ]
      : [],
  );
}

/** What of `node`'s text is marked. */
function partOf(range: Range, node: Node): string {
  const part = document.createRange();
  part.selectNodeContents(node);
  if (node.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
  if (node.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
  // An empty line holds a space to have a height.
  const text = part.toString();
  return text === '\u00a0' ? '' : text;
}
