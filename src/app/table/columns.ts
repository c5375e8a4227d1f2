import type { Column } from '../../core/rows/table.ts';
import { columnTitle } from './column-titles.ts';
import type { TableData } from './table-data.svelte.ts';

const SAMPLE = 400;
const WIDEST = 56;
/** The last column may be as wide as its texts: the table scrolls sideways. */
const LAST_WIDEST = 400;
const NARROWEST = 3;
/** Titles are in another face; Korean ones are wider. */
const WIDER = 1.15;

/** Width of each column in characters, from its title and a sample of its cells. `_stage` makes it follow the first rows only. */
export function widthsOf(data: TableData, columns: readonly Column[], _stage: number): number[] {
  return columns.map((column) => {
    const index = data.columnIndex(column.id);
    let widest = Math.max(NARROWEST, columnTitle(column).length * WIDER + 1);
    const step = Math.max(1, Math.floor(data.count / SAMPLE));
    for (let row = 0; row < data.count; row += step) {
      const length = data.text(row, index).length;
      if (length > widest) widest = length;
    }
    return Math.min(column === columns[columns.length - 1] ? LAST_WIDEST : WIDEST, widest);
  });
}

/** The grid's columns; the last one takes what is left. `set` are widths in px the user drew. */
export function templateOf(
  columns: readonly Column[],
  widths: readonly number[],
  set: Readonly<Record<string, number>>,
): string {
  return columns
    .map((column, index) => {
      const own = set[column.id];
      if (own !== undefined) return `${own}px`;
      const wanted = `calc(${widths[index]}ch + 1.25rem)`;
      return index === columns.length - 1 ? `minmax(${wanted}, 1fr)` : wanted;
    })
    .join(' ');
}
