import type { Settings } from '../state/settings.svelte.ts';

/** What a user set of a table's columns. */
export interface ColumnChoice {
  /** Widths in pixels. */
  readonly widths: Readonly<Record<string, number>>;
  /** Columns that are not as declared: shown or hidden. */
  readonly chosen: Readonly<Record<string, boolean>>;
}

const MAX_WIDTH = 4000;

/** Columns as they were set, of every table, kept between visits. */
export class KeptColumns {
  private readonly tables: Record<string, unknown>;

  constructor(private readonly settings: Settings) {
    const kept = settings.recall('columns');
    this.tables = typeof kept === 'object' && kept !== null ? { ...kept } : {};
  }

  /** Of table `id`; what another version wrote, or nobody did, counts as nothing. */
  of(id: string): ColumnChoice {
    const { widths, chosen } = (this.tables[id] ?? {}) as Record<string, unknown>;
    return {
      widths: only(
        widths,
        (each): each is number => typeof each === 'number' && each > 0 && each <= MAX_WIDTH,
      ),
      chosen: only(chosen, (each): each is boolean => typeof each === 'boolean'),
    };
  }

  put(id: string, choice: ColumnChoice): void {
    this.tables[id] = choice;
    this.settings.remember('columns', this.tables);
  }
}

function only<T>(found: unknown, fits: (value: unknown) => value is T): Record<string, T> {
  if (typeof found !== 'object' || found === null) return {};
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, T] => fits(entry[1])));
}
