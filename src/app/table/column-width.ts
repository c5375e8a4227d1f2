/** Widths of columns by hand, in pixels. */
const NARROWEST = 32;
/** Room beside a cell's text, in rem. */
const ROOM = 1.25;

/** Follows the pointer from the edge of a column that it took hold of; `set` is told each width, `end` that it was let go. */
export function dragWidth(event: PointerEvent, set: (width: number) => void, end: () => void): void {
  event.preventDefault();
  event.stopPropagation();
  const header = (event.currentTarget as HTMLElement).parentElement;
  if (!header) return;
  const start = event.clientX;
  const from = header.getBoundingClientRect().width;
  const follow = (moved: PointerEvent): void => set(Math.max(NARROWEST, from + moved.clientX - start));
  const done = (): void => {
    removeEventListener('pointermove', follow);
    removeEventListener('pointerup', done);
    end();
  };
  addEventListener('pointermove', follow);
  addEventListener('pointerup', done);
}

/** The width that shows `cells` whole. */
export function fittingWidth(cells: Iterable<Element>): number {
  const range = document.createRange();
  let widest = 0;
  for (const cell of cells) {
    const indent = cell.querySelector('.indent')?.getBoundingClientRect().width ?? 0;
    for (const text of cell.querySelectorAll('button, span:not(.grip)')) {
      // A range is as wide as the text, whatever is cut of it.
      range.selectNodeContents(text);
      widest = Math.max(widest, indent + range.getBoundingClientRect().width);
    }
  }
  const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  return Math.ceil(Math.max(NARROWEST, widest + ROOM * unit));
}

/** What is cut of a cell is told whole under the pointer; a link in it is cut by itself. */
export function tellWhole(event: PointerEvent): void {
  const cell = (event.target as Element).closest<HTMLElement>('[role="gridcell"]');
  if (!cell) return;
  const cut = [cell, ...cell.querySelectorAll('button')].some((each) => each.scrollWidth > each.clientWidth);
  cell.title = cut ? cell.textContent.trim() : '';
}
