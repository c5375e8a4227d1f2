import { SvelteSet } from 'svelte/reactivity';

/** How far beyond its edges the output draws, in its own heights. */
const AHEAD = '150%';

/** The room that the output has: which blocks are near, which are held by a selection, how tall lines will be. */
export class Room {
  /** Width of the output's text in pixels; heights that were measured in another one hold no more. */
  width = $state(0);
  private readonly holding = new SvelteSet<string>();
  private readonly told = new WeakMap<Element, (near: boolean) => void>();
  private observer: IntersectionObserver | undefined;
  private lineHeight = 19;
  private columns = 120;

  /** Watches the blocks in `output`; call the answer when it goes. */
  begin(output: HTMLElement): () => void {
    this.observer = new IntersectionObserver(
      (seen) => {
        for (const { target, isIntersecting } of seen) this.told.get(target)?.(isIntersecting);
      },
      { root: output, rootMargin: `${AHEAD} 0px` },
    );
    return () => {
      this.observer?.disconnect();
      this.observer = undefined;
    };
  }

  /** Measures lines in `output` anew; true when its width is another one. */
  measure(output: HTMLElement): boolean {
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

  /** How tall `lines` will be, in pixels. */
  estimate(lines: readonly string[]): number {
    let rows = 0;
    for (const { length } of lines) rows += Math.max(1, Math.ceil(length / this.columns));
    return rows * this.lineHeight;
  }

  watch(block: Element, tell: (near: boolean) => void): () => void {
    this.told.set(block, tell);
    this.observer?.observe(block);
    return () => {
      this.told.delete(block);
      this.observer?.unobserve(block);
    };
  }

  held(entry: number, block: number): boolean {
    return this.holding.has(`${entry}:${block}`);
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
