import type { ColumnHead } from '../../core/rows/thing.ts';
import type { Action } from '../menu/actions.ts';
import type { App } from '../state/app.svelte.ts';
import { table as words } from '../catalogue/table.ts';
import { say } from '../catalogue/say.svelte.ts';
import { nameInFilter } from './filter.ts';
import { toJson, toText } from './export.ts';
import type { TableState } from './table-state.svelte.ts';

/** A cell that a menu is asked for. */
export interface CellPlace {
  readonly row: number;
  readonly column: ColumnHead;
  /** What is seen in it. */
  readonly text: string;
  readonly cell: HTMLElement;
}

/** What can be done with a cell and its row, whatever it is of. */
export function cellActions(app: App, table: TableState, { row, column }: CellPlace): Action[] {
  const { data } = table;
  const ids = table.columns.map(({ id }) => id);
  const value = data.text(row, data.columnIndex(column.id));
  // A quotation mark ends the word of a filter.
  const term = `${nameInFilter(data, column)}="${value}"`;
  const filters: Action[] =
    value === '' || value.includes('"')
      ? []
      : [
          { id: 'only', label: say(words.onlyThis({ value })), go: () => table.narrow(term) },
          { id: 'without', label: say(words.withoutThis({ value })), go: () => table.narrow(`-${term}`) },
        ];
  const copy = (text: string): void => void app.copy(text, words.copied({ count: 1 }));
  return [
    ...filters,
    { id: 'row', label: say(words.copyRow()), go: () => copy(toText(data, [row], ids)) },
    { id: 'json', label: say(words.copyRowJson()), go: () => copy(toJson(data, [row], ids)) },
  ];
}
