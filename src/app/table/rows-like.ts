/** What filtering, sorting and exporting need of a table: cells by row and column. */
export interface RowsLike {
  readonly count: number;
  readonly columns: readonly { readonly id: string; readonly title: string; readonly kind?: string }[];
  columnIndex(id: string): number;
  text(row: number, column: number): string;
  order(row: number, column: number): number | bigint | undefined;
  ordered(column: number): boolean;
}
