import { SvelteSet } from 'svelte/reactivity';
import { BLOCK, type Entry } from './entry.svelte.ts';

/** How far beyond its edges the output draws, in its own heights. */
const AHEAD = 0.6;

/** What stands in an answer's place: a block of lines that is drawn, or the height of those that are not. */
export type Placed =
  | { readonly key: string; readonly block: number }
  | { readonly key: string; readonly from: number; readonly to: number; readonly height: number };

/** The room that the output has: which blocks are in sight or held by a selection, how tall lines will be. */
export class Room {
  /** Counts up when the output was scrolled or has another size: what is in sight is asked for anew. */
  moved = $state(0);
  /** Width of the text in pixels; heights that were measured in another one hold no more. */
  private width = 0;
  private readonly holding = new SvelteSet<string>();
  private lineHeight = 19;
  private columns = 120;
  private output: HTMLElement | undefined;

  /** Measures lines in `output` anew; true when its width is another one. */
  measure(output: HTMLElement): boolean {
    this.output = output;
    this.moved++;
    const style = getComputedStyle(output);
    const width =
      output.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    if (width === this.width || width <= 0) return false;
    const font = Number.parseFloat(style.fontSize);
    this.lineHeight = Number.parseFloat(style.lineHeight) || font * 1.55;
    // Characters of fonts for code are some 0.6 of their height wide.
    this.columns = Math.max(8, Math.floor(width / (font * 0.602)));
    this.width = width;
    return true;
  }

  /** What stands in the place of `entry`, whose answer begins at `body`; `found` is a block that was found in it, `kept` how many stay. */
  place(entry: Entry, body: HTMLElement | undefined, found: number, kept: number): Placed[] {
    void this.moved;
    const { from, to } = this.sight(body);
    const placed: Placed[] = [];
    let top = 0;
    for (let block = 0; block < entry.blocks; block++) {
      const height = this.heightOf(entry, block);
      const seen = top < to && top + height > from;
      top += height;
      const last = placed.at(-1);
      if (seen || block < kept || block === found || this.holding.has(`${entry.key}:${block}`))
        placed.push({ key: `block ${block}`, block });
      else if (last && 'to' in last)
        placed[placed.length - 1] = { ...last, to: block + 1, height: last.height + height };
      else placed.push({ key: `gap ${block}`, from: block, to: block + 1, height });
    }
    return placed;
  }

  /** From where to where the output draws, in pixels below the upper edge of `body`. */
  private sight(body: HTMLElement | undefined): { from: number; to: number } {
    if (!body || !this.output) return { from: 0, to: 0 };
    const box = this.output.getBoundingClientRect();
    const above = box.top - body.getBoundingClientRect().top;
    return { from: above - box.height * AHEAD, to: above + box.height * (1 + AHEAD) };
  }

  private heightOf(entry: Entry, block: number): number {
    const size = entry.sizeOf(block);
    const known = entry.heights[block];
    if (known !== undefined && size === BLOCK) return known;
    let rows = 0;
    for (const { length } of entry.texts(block * BLOCK, block * BLOCK + size))
      rows += Math.max(1, Math.ceil(length / this.columns));
    const height = rows * this.lineHeight;
    if (size === BLOCK) entry.heights[block] = height;
    return height;
  }

  /** The blocks that a selection begins and ends in stay in the document while it lasts. */
  hold(selection: Selection | null, output: HTMLElement): void {
    const keep = new Set<string>();
    if (selection && !selection.isCollapsed)
      for (const node of [selection.anchorNode, selection.focusNode]) {
        const element = node instanceof Element ? node : node?.parentElement;
        const block = element?.closest<HTMLElement>('[data-block]');
        const entry = block?.closest<HTMLElement>('[data-entry]');
        if (block && entry && output.contains(block))
          keep.add(`${entry.dataset.entry}:${block.dataset.block}`);
      }
    for (const each of this.holding) if (!keep.has(each)) this.holding.delete(each);
    for (const each of keep) this.holding.add(each);
  }
}
