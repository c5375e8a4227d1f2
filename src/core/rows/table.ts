/** Tables for the page: declared columns, rows of cells, and their form for the way between worker and page. */

/** What a cell says it is; the page aligns, formats and sorts by it. */
export type CellKind =
  'address' | 'symbol' | 'task' | 'type' | 'module' | 'inode' | 'time' | 'bytes' | 'count' | 'text';

export interface Column {
  readonly id: string;
  readonly title: string;
  readonly kind: CellKind;
  /** Shown only when chosen. */
  readonly optional?: boolean;
  /** What the column means, for a hint. */
  readonly about?: string;
}

export interface Cell {
  readonly text: string;
  /** Where a click leads (ref.ts). */
  readonly ref?: string;
  /** What to sort by, where the text would sort wrongly. */
  readonly order?: number | bigint;
  /** A word for how it looks: 'muted', 'warn', 'bad', 'good'. */
  readonly tone?: string;
}

/** A table that can be asked for by name. */
export interface TableSource<Context> {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  /** The crash command that gives the same. */
  readonly command?: string;
  rows(context: Context, argument?: string): Iterable<readonly Cell[]>;
}

/** A batch of rows as columns: what travels to the page. */
export interface Batch {
  readonly count: number;
  readonly text: readonly (readonly string[])[];
  /** Per column: a reference for each row ('' for none), or undefined when no cell of the column has one. */
  readonly refs: readonly (readonly string[] | undefined)[];
  /** Per column: numbers to sort by, where cells have them. */
  readonly order: readonly (Float64Array | BigUint64Array | undefined)[];
  readonly tones: readonly (readonly string[] | undefined)[];
}

/** `rows` put into columns. */
export function batch(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Batch {
  const count = rows.length;
  return {
    count,
    text: columns.map((_, c) => rows.map((row) => row[c]?.text ?? '')),
    refs: columns.map((_, c) =>
      rows.some((row) => row[c]?.ref) ? rows.map((row) => row[c]?.ref ?? '') : undefined,
    ),
    order: columns.map((_, c) => orderOf(rows, c)),
    tones: columns.map((_, c) =>
      rows.some((row) => row[c]?.tone) ? rows.map((row) => row[c]?.tone ?? '') : undefined,
    ),
  };
}

function orderOf(
  rows: readonly (readonly Cell[])[],
  column: number,
): Float64Array | BigUint64Array | undefined {
  const first = rows.find((row) => row[column]?.order !== undefined)?.[column]?.order;
  if (first === undefined) return undefined;
  if (typeof first === 'bigint')
    return BigUint64Array.from(rows, (row) => BigInt.asUintN(64, BigInt(row[column]?.order ?? 0)));
  return Float64Array.from(rows, (row) => Number(row[column]?.order ?? Number.NaN));
}
