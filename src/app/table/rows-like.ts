import type { ColumnHead, Datum } from '../../core/rows/thing.ts';

/** What filtering, sorting and exporting need of a table: cells by row and column. */
export interface RowsLike {
  readonly count: number;
  readonly columns: readonly Pick<ColumnHead, 'id' | 'title' | 'kind'>[];
  columnIndex(id: string): number;
  /** As it is shown. */
  text(row: number, column: number): string;
  /** As it is. */
  value(row: number, column: number): Datum;
}
