import type { ColumnHead } from '../../core/rows/thing.ts';
import { inWords } from '../catalogue/say.svelte.ts';
import type { TableData } from './table-data.svelte.ts';

const SAMPLE = 400;
const WIDEST = 48;
/** Share of a column's cells that are seen whole. */
const COMMON = 0.985;
/** The last column may be as wide as its texts: the table scrolls sideways. */
const LAST_WIDEST = 400;
const NARROWEST = 3;
/** Titles are in another face. */
const WIDER = 1.15;
/** Letters of East Asia, which are as wide as nearly two others. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/g;
const breadth = (text: string): number => text.length + 0.75 * (text.match(WIDE)?.length ?? 0);

/** Width of each column in characters, from its title and a sample of its cells. `_stage` makes it follow the first rows only. */
export function widthsOf(data: TableData, columns: readonly ColumnHead[], _stage: number): number[] {
  const step = Math.max(1, Math.floor(data.count / SAMPLE));
  return columns.map((column) => {
    const index = data.columnIndex(column.id);
    const title = Math.max(NARROWEST, breadth(inWords(column.title)) * WIDER + 1);
    const lengths: number[] = [];
    for (let row = 0; row < data.count; row += step) lengths.push(breadth(data.text(row, index)));
    lengths.sort((a, b) => a - b);
    const last = column === columns[columns.length - 1];
    // One name of a hundred may be cut; the last column can be scrolled to its end.
    const widest = lengths[last ? lengths.length - 1 : Math.floor(lengths.length * COMMON)] ?? 0;
    return Math.max(title, Math.min(last ? LAST_WIDEST : WIDEST, widest));
  });
}

/** Kinds whose cells end at the right edge of their column. */
const RIGHT = new Set<ColumnHead['kind']>(['count', 'bytes', 'percent', 'ns']);

/** The grid's columns; the last one takes what is left, unless its numbers would stand far from their row. `set` are widths in px the user drew. */
export function templateOf(
  columns: readonly ColumnHead[],
  widths: readonly number[],
  set: Readonly<Record<string, number>>,
): string {
  return columns
    .map((column, index) => {
      const own = set[column.id];
      if (own !== undefined) return `${own}px`;
      const wanted = `calc(${widths[index]}ch + 1.25rem)`;
      return index === columns.length - 1 && !RIGHT.has(column.kind) ? `minmax(${wanted}, 1fr)` : wanted;
    })
    .join(' ');
}
