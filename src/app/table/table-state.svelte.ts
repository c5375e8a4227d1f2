import type { ColumnHead } from '../../core/rows/thing.ts';
import { cooperate } from './cooperate.ts';
import { filterSteps } from './filter.ts';
import type { KeptColumns } from './kept-columns.ts';
import { sortSteps, type Sorting } from './sort.ts';
import type { TableData } from './table-data.svelte.ts';

/** What a user did to a table: filter, order, columns, cursor; and the rows that are left, in order. Survives its view. */
export class TableState {
  filter = $state('');
  /** Columns the rows are in order of, the first before the others. */
  sorting = $state.raw<readonly Sorting[]>([]);
  /** Ids of columns that are not as declared: true shown, false hidden. */
  chosen = $state.raw<Readonly<Record<string, boolean>>>({});
  widths = $state.raw<Readonly<Record<string, number>>>({});
  /** Numbers of the rows that are shown, in order. */
  rows = $state.raw<Uint32Array>(new Uint32Array(0));
  /** Place of the cursor among `rows`, and its column. */
  cursor = $state(0);
  column = $state(0);
  /** Whether a row was gone to: before that none looks as if it were. */
  picked = $state(false);
  /** First row of the window, kept while the view is away. */
  top = 0;
  /** Filtering or sorting under way. */
  busy = $state(false);
  /** Rows the view itself leaves out (levels of the log). */
  keep = $state.raw<((row: number) => boolean) | undefined>();

  /** An order of the view's own (a tree), instead of sorting. */
  plan = $state.raw<((found: Uint32Array) => Uint32Array) | undefined>();

  readonly columns: readonly ColumnHead[] = $derived.by(() =>
    this.data.columns.filter((column) => this.chosen[column.id] ?? !column.optional),
  );
  private turn = 0;

  constructor(
    readonly data: TableData,
    private readonly kept?: KeptColumns,
  ) {
    if (!kept) return;
    const { widths, chosen } = kept.of(data.head.id);
    this.widths = widths;
    this.chosen = chosen;
    for (const column of data.columns) if (chosen[column.id]) data.want(column);
  }

  /** Brings `rows` in line with data, filter and order. Call it in an effect. */
  async arrange(): Promise<void> {
    const { data, filter, sorting, keep, plan } = this;
    void data.version;
    const turn = ++this.turn;
    const stale = (): boolean => turn !== this.turn;
    this.busy = true;
    const found = await cooperate(filterSteps(data, filter, keep), stale);
    if (!found) return;
    const sorted = plan
      ? plan(found)
      : sorting.length > 0
        ? await cooperate(sortSteps(data, found, sorting), stale)
        : found;
    if (!sorted) return;
    this.rows = sorted;
    this.cursor = Math.max(0, Math.min(this.cursor, sorted.length - 1));
    this.busy = false;
  }

  /** Up, down, as it came; numbers begin with the largest: what is asked for is who has most. `also`: after the columns before. */
  toggleSort(column: string, also = false): void {
    const { sorting, data } = this;
    const kind = data.columns[data.columnIndex(column)]?.kind;
    const first = kind !== 'text' && kind !== 'address';
    const now = sorting.find((each) => each.column === column);
    const next = now === undefined ? first : now.down === first ? !first : undefined;
    const own = next === undefined ? [] : [{ column, down: next }];
    if (!also) this.sorting = own;
    else if (now) this.sorting = sorting.flatMap((each) => (each === now ? own : [each]));
    else this.sorting = [...sorting, ...own];
  }

  /** Adds a word to the filter. */
  narrow(term: string): void {
    this.filter = `${this.filter.trimEnd()} ${term}`.trimStart();
  }

  toggleColumn(column: ColumnHead): void {
    this.data.want(column);
    this.chosen = { ...this.chosen, [column.id]: !(this.chosen[column.id] ?? !column.optional) };
    this.keepColumns();
  }

  /** The columns as they are now are those of the next visit. */
  keepColumns(): void {
    const { widths, chosen } = this;
    this.kept?.put(this.data.head.id, { widths, chosen });
  }

  put(place: number): void {
    this.cursor = place;
    this.picked = true;
  }

  /** Puts the cursor on the first row that satisfies `test`; answers whether there is one. */
  seek(test: (row: number) => boolean): boolean {
    const place = this.rows.findIndex(test);
    if (place >= 0) this.put(place);
    return place >= 0;
  }
}
