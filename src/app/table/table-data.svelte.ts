import type { Batch, Column } from '../../core/rows/table.ts';
import type { RemoteSession, Running } from '../state/remote.ts';
import type { TableHead } from '../../../workers/api.ts';

interface Store {
  text: string[];
  refs: string[] | undefined;
  order: (number | bigint)[] | undefined;
  tones: string[] | undefined;
}

/** A table's rows as they come from the worker, kept by column. `version` tells who draws them that more has come. */
export class TableData {
  count = $state(0);
  version = $state(0);
  state = $state<'idle' | 'loading' | 'done' | 'cancelled' | 'failed'>('idle');
  error = $state('');
  readonly columns: readonly Column[];
  private readonly stores: Store[];
  private running: Running | undefined;

  constructor(
    private readonly session: RemoteSession,
    readonly head: TableHead,
    readonly argument?: string,
  ) {
    this.columns = head.columns;
    this.stores = head.columns.map(() => ({ text: [], refs: undefined, order: undefined, tones: undefined }));
  }

  /** Begins to load; once is enough. */
  load(): void {
    if (this.state !== 'idle') return;
    this.state = 'loading';
    this.running = this.session.table(this.head.id, this.argument, (part) => this.add(part));
    this.running.done.then(
      (ending) => (this.state = ending === 'done' ? 'done' : 'cancelled'),
      (error: unknown) => {
        this.error = error instanceof Error ? error.message : String(error);
        this.state = 'failed';
      },
    );
  }

  cancel(): void {
    this.running?.cancel();
  }

  add(part: Batch): void {
    const before = this.stores[0]?.text.length ?? 0;
    for (const [index, store] of this.stores.entries()) {
      append(store.text, part.text[index]);
      store.refs = joined(store.refs, part.refs[index], before, part.count, '');
      store.tones = joined(store.tones, part.tones[index], before, part.count, '');
      store.order = joined<number | bigint>(store.order, part.order[index], before, part.count, Number.NaN);
    }
    this.count = before + part.count;
    this.version++;
  }

  columnIndex(id: string): number {
    return this.columns.findIndex((column) => column.id === id);
  }

  text(row: number, column: number): string {
    return this.stores[column]?.text[row] ?? '';
  }
  ref(row: number, column: number): string {
    return this.stores[column]?.refs?.[row] ?? '';
  }
  tone(row: number, column: number): string {
    return this.stores[column]?.tones?.[row] ?? '';
  }
  order(row: number, column: number): number | bigint | undefined {
    const value = this.stores[column]?.order?.[row];
    return typeof value === 'number' && Number.isNaN(value) ? undefined : value;
  }
  /** Whether the column sorts by numbers. */
  ordered(column: number): boolean {
    return this.stores[column]?.order !== undefined;
  }

  /** The first reference in a row, the row's own. */
  rowRef(row: number): string {
    for (let column = 0; column < this.stores.length; column++) {
      const ref = this.ref(row, column);
      if (ref) return ref;
    }
    return '';
  }
}

function append<T>(to: T[], from: ArrayLike<T>): void {
  for (let i = 0; i < from.length; i++) to.push(from[i]);
}

function joined<T>(
  kept: T[] | undefined,
  more: ArrayLike<T> | undefined,
  before: number,
  count: number,
  none: T,
): T[] | undefined {
  if (!kept && !more) return undefined;
  const list = kept ?? new Array<T>(before).fill(none);
  if (more) append(list, more);
  else for (let i = 0; i < count; i++) list.push(none);
  return list;
}
