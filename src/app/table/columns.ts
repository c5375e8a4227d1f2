import type { Column } from '../../core/rows/table.ts';
import type { TableData } from './table-data.svelte.ts';

const SAMPLE = 400;
const WIDEST = 64;
const NARROWEST = 3;

/** Width of each column in characters, from its title and a sample of its cells. `_stage` makes it follow the first rows only. */
export function widthsOf(data: TableData, columns: readonly Column[], _stage: number): number[] {
  return columns.map((column) => {
    const index = data.columnIndex(column.id);
    let widest = Math.max(NARROWEST, column.title.length);
    const step = Math.max(1, Math.floor(data.count / SAMPLE));
    for (let row = 0; row < data.count; row += step) {
      const length = data.text(row, index).length;
      if (length > widest) widest = length;
    }
    return Math.min(WIDEST, widest);
  });
}

/** The grid's columns: the last one of text takes what is left. `set` are widths in px the user drew. */
export function templateOf(
  columns: readonly Column[],
  widths: readonly number[],
  set: Readonly<Record<string, number>>,
): string {
  const stretched = columns.findLastIndex((column) => column.kind === 'text');
  return columns
    .map((column, index) => {
      const own = set[column.id];
      if (own !== undefined) return `${own}px`;
      const wanted = `calc(${widths[index] + 1}ch + 1rem)`;
      return index === stretched || (stretched < 0 && index === columns.length - 1)
        ? `minmax(${wanted}, 1fr)`
        : wanted;
    })
    .join(' ');
}
