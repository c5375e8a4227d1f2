import type { RowsLike } from '../../src/app/table/rows-like.ts';
import { shownAs } from '../../src/app/table/cells.ts';
import type { Datum, Kind } from '../../src/core/rows/thing.ts';

/** A small table by hand; what its columns are is told by the first row, or said. */
export function rows(
  ids: readonly string[],
  cells: readonly (readonly Datum[])[],
  kinds: Readonly<Record<string, Kind>> = {},
): RowsLike {
  const kindOf = (id: string): Kind =>
    kinds[id] ?? (typeof cells[0]?.[ids.indexOf(id)] === 'number' ? 'count' : 'text');
  return {
    count: cells.length,
    columns: ids.map((id) => ({ id, title: { en: id.toUpperCase(), ko: `열 ${id}` }, kind: kindOf(id) })),
    columnIndex: (id) => ids.indexOf(id),
    value: (row, column) => cells[row]?.[column],
    text: (row, column) => shownAs(kindOf(ids[column]), cells[row]?.[column]),
  };
}

/** What a generator of steps answers in the end. */
export function finished<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
