import type { RowsLike } from '../../src/app/table/rows-like.ts';

/** A small table by hand: numbers sort as numbers. */
export function rows(ids: readonly string[], cells: readonly (readonly (string | number)[])[]): RowsLike {
  return {
    count: cells.length,
    columns: ids.map((id) => ({
      id,
      title: id.toUpperCase(),
      kind: typeof cells[0]?.[ids.indexOf(id)] === 'number' ? 'count' : 'text',
    })),
    columnIndex: (id) => ids.indexOf(id),
    text: (row, column) => String(cells[row]?.[column] ?? ''),
    order: (row, column) =>
      typeof cells[row]?.[column] === 'number' ? (cells[row][column] as number) : undefined,
    ordered: (column) => typeof cells[0]?.[column] === 'number',
  };
}

/** What a generator of steps answers in the end. */
export function finished<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
