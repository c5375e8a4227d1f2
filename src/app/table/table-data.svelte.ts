import { inWords, sayError } from '../catalogue/say.svelte.ts';
import type { Batch, ColumnBatch, ColumnHead, Datum, InLanguages, ThingHead } from '../../core/rows/thing.ts';
import type { RemoteSession, Running } from '../state/remote.ts';
import { shownAs } from './cells.ts';

/** A column's cells so far. Texts, references and tones are kept once there are any. */
interface Store {
  values: Datum[];
  texts: string[] | undefined;
  refs: string[] | undefined;
  tones: string[] | undefined;
}

const emptyStore = (): Store => ({ values: [], texts: undefined, refs: undefined, tones: undefined });

/** A table's rows as they come from the worker, kept by column. `version` tells who draws them that more has come. */
export class TableData {
  count = $state(0);
  version = $state(0);
  state = $state<'idle' | 'loading' | 'done' | 'cancelled' | 'failed'>('idle');
  error = $state('');
  readonly columns: readonly ColumnHead[];
  private readonly stores: Store[];
  private rowTones: string[] | undefined;
  private running: Running | undefined;
  /** Dear columns that were asked for. */
  private readonly asked = new Set<string>();

  constructor(
    private readonly session: RemoteSession,
    readonly head: Pick<ThingHead, 'id' | 'columns' | 'heading' | 'empty'>,
    readonly argument?: string,
  ) {
    this.columns = head.columns;
    this.stores = head.columns.map(emptyStore);
  }

  /** Begins to load; once is enough. */
  load(): void {
    if (this.state !== 'idle') return;
    this.state = 'loading';
    this.run(undefined, (part) => this.add(part)).then(
      (ending) => (this.state = ending === 'done' ? 'done' : 'cancelled'),
      (error: unknown) => {
        this.error = sayError(error);
        this.state = 'failed';
      },
    );
  }

  /** Has a column computed that costs too much to come by itself. */
  want({ id, dear }: ColumnHead): void {
    if (!dear || this.asked.has(id)) return;
    this.asked.add(id);
    const index = this.columnIndex(id);
    let before = 0;
    const store = (this.stores[index] = emptyStore());
    this.run([id], (part) => {
      append(store, part.columns[index], before, part.count);
      before += part.count;
      this.version++;
    }).catch(() => this.asked.delete(id));
  }

  private run(columns: readonly string[] | undefined, take: (part: Batch) => void): Running['done'] {
    this.running = this.session.table(this.head.id, this.argument, columns, take);
    return this.running.done;
  }

  cancel(): void {
    this.running?.cancel();
  }

  add(part: Batch): void {
    const before = this.count;
    for (const [index, store] of this.stores.entries())
      if (!this.columns[index].dear) append(store, part.columns[index], before, part.count);
    this.rowTones = joined(this.rowTones, part.tones, before, part.count);
    this.count = before + part.count;
    this.version++;
  }

  columnIndex(id: string): number {
    return this.columns.findIndex((column) => column.id === id);
  }

  value(row: number, column: number): Datum {
    return this.stores[column]?.values[row];
  }
  text(row: number, column: number): string {
    const said = this.word(row, column);
    return said ? inWords(said) : this.shown(row, column);
  }
  /** Whether what a cell shows is a word of ours, not the kernel's. */
  said(row: number, column: number): boolean {
    return this.word(row, column) !== undefined;
  }
  private shown(row: number, column: number): string {
    const { kind = 'text' } = this.columns[column] ?? {};
    return this.stores[column]?.texts?.[row] || shownAs(kind, this.value(row, column));
  }
  private word(row: number, column: number): InLanguages | undefined {
    const words = this.columns[column]?.words;
    if (!words) return undefined;
    const shown = this.shown(row, column);
    return words.find(({ en }) => en === shown);
  }
  ref(row: number, column: number): string {
    return this.stores[column]?.refs?.[row] ?? '';
  }
  tone(row: number, column: number): string {
    return this.stores[column]?.tones?.[row] ?? '';
  }
  /** Tone of the whole row. */
  rowTone(row: number): string {
    return this.rowTones?.[row] ?? '';
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

function append(store: Store, part: ColumnBatch | undefined, before: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = part?.values[i];
    const absent = part?.absent?.[i] === 1 || (typeof value === 'number' && Number.isNaN(value));
    store.values.push(absent ? undefined : value);
  }
  store.texts = joined(store.texts, part?.texts, before, count);
  store.refs = joined(store.refs, part?.refs, before, count);
  store.tones = joined(store.tones, part?.tones, before, count);
}

function joined(
  kept: string[] | undefined,
  more: readonly string[] | undefined,
  before: number,
  count: number,
): string[] | undefined {
  if (!kept && !more) return undefined;
  const list = kept ?? new Array<string>(before).fill('');
  for (let i = 0; i < count; i++) list.push(more?.[i] ?? '');
  return list;
}
