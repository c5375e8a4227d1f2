/** A tree of rows: parents before their children, in the order in which the rows came. */
export interface Branches {
  /** Rows in the order of the tree. */
  readonly order: Uint32Array;
  readonly depth: ReadonlyMap<number, number>;
}

/**
 * The rows of `found` and their ancestors, as a tree. `idOf` names a row, `parentOf` names its parent; a parent
 * that is not there, or a circle, makes a row a root.
 */
export function branches(
  count: number,
  found: Uint32Array,
  idOf: (row: number) => string,
  parentOf: (row: number) => string,
): Branches {
  const byId = new Map<string, number>();
  for (let row = 0; row < count; row++) if (!byId.has(idOf(row))) byId.set(idOf(row), row);
  const wanted = new Set<number>();
  for (const start of found) {
    let row: number | undefined = start;
    while (row !== undefined && !wanted.has(row)) {
      wanted.add(row);
      row = byId.get(parentOf(row));
    }
  }
  const children = new Map<number, number[]>();
  const roots: number[] = [];
  for (const row of [...wanted].sort((a, b) => a - b)) {
    const parent = byId.get(parentOf(row));
    if (parent === undefined || parent === row) roots.push(row);
    else children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  const order: number[] = [];
  const depth = new Map<number, number>();
  const walk = (from: readonly number[]): void => {
    const waiting = [...from].reverse().map((row) => ({ row, deep: 0 }));
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (depth.has(next.row)) continue;
      depth.set(next.row, next.deep);
      order.push(next.row);
      for (const child of [...(children.get(next.row) ?? [])].reverse())
        waiting.push({ row: child, deep: next.deep + 1 });
    }
  };
  walk(roots);
  // What only hangs together in circles.
  walk([...wanted].filter((row) => !depth.has(row)));
  return { order: Uint32Array.from(order), depth };
}
