/** Something that was written from `from` up to but not including `to`, over what was there before. */
export interface Written {
  readonly from: number;
  readonly to: number;
}

/** What is left of one of them. */
export interface Piece<T> {
  readonly from: number;
  readonly to: number;
  readonly of: T;
}

/** What stands after `writes` were written one after the other: in order of place, nothing twice, the last one on top. */
export function latest<T extends Written>(writes: readonly T[]): Piece<T>[] {
  const inOrder = writes.map((of, index) => ({ of, index })).sort((a, b) => a.of.from - b.of.from);
  const pieces: Piece<T>[] = [];
  /** Those that begin at or before the place reached and end after it. */
  const open = new Heap<T>();
  let next = 0;
  let at = 0;
  for (;;) {
    while (next < inOrder.length && inOrder[next].of.from <= at) open.push(inOrder[next++]);
    while (open.top && open.top.of.to <= at) open.pop();
    const { top } = open;
    if (!top) {
      if (next >= inOrder.length) return pieces;
      at = inOrder[next].of.from;
      continue;
    }
    // Until it ends, or one that was written later begins.
    let { to } = top.of;
    while (next < inOrder.length && inOrder[next].of.from < to) {
      if (inOrder[next].index > top.index) {
        to = inOrder[next].of.from;
        break;
      }
      open.push(inOrder[next++]);
    }
    const before = pieces.at(-1);
    if (before?.of === top.of && before.to === at) pieces[pieces.length - 1] = { ...before, to };
    else pieces.push({ from: at, to, of: top.of });
    at = to;
  }
}

/** Index of the piece that holds `place`, or of the first after it. */
export function pieceAt(pieces: readonly Written[], place: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle].to <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Item<T> {
  readonly of: T;
  readonly index: number;
}

/** The latest written first. */
class Heap<T> {
  private readonly items: Item<T>[] = [];

  get top(): Item<T> | undefined {
    return this.items.at(0);
  }

  push(item: Item<T>): void {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent].index >= item.index) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop(): void {
    const { items } = this;
    const last = items.pop();
    if (!last || items.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1].index > items[child].index) child++;
      if (items[child].index <= last.index) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
  }
}
