import { cooperate } from '../table/cooperate.ts';
import { MAX_PLACED, type Entry } from './entry.svelte.ts';

/** Lines that are looked at between two looks at the clock. */
const STRIDE = 2000;
/** So many lines that hold it are counted. */
const MAX_FOUND = 100_000;

interface Hit {
  readonly entry: Entry;
  /** Number of the line in its answer. */
  readonly line: number;
}

/** Looking for a text in everything that the console has said, drawn or not. */
export class Finding {
  open = $state(false);
  /** What is looked for, in small letters. */
  query = $state('');
  hits = $state.raw<readonly Hit[]>([]);
  /** Number of the hit that is shown; -1 for none. */
  place = $state(-1);
  readonly at = $derived<Hit | undefined>(this.hits[this.place]);
  private turn = 0;

  /**
   * Looks for `text` in `entries`; the newest hit is shown first, as a terminal's search does. `again`, when more was
   * answered: the hit that is shown stays.
   */
  async look(text: string, entries: readonly Entry[], again = false): Promise<void> {
    const turn = ++this.turn;
    this.query = text.toLowerCase();
    const found =
      this.query === '' ? [] : await cooperate(hitsIn(entries, this.query), () => turn !== this.turn);
    if (turn !== this.turn || !found) return;
    this.hits = found;
    if (!again || this.place < 0) this.place = found.length - 1;
  }

  step(by: 1 | -1): void {
    const { length } = this.hits;
    if (length > 0) this.place = (this.place + by + length) % length;
  }

  close(): void {
    this.turn++;
    this.open = false;
    this.query = '';
    this.hits = [];
    this.place = -1;
  }
}

function* hitsIn(entries: readonly Entry[], query: string): Generator<void, readonly Hit[], void> {
  const hits: Hit[] = [];
  for (const entry of entries)
    for (let from = 0; from < Math.min(entry.count, MAX_PLACED); from += STRIDE) {
      for (const [i, text] of entry.texts(from, Math.min(from + STRIDE, MAX_PLACED)).entries())
        if (hits.length < MAX_FOUND && text.toLowerCase().includes(query))
          hits.push({ entry, line: from + i });
      yield;
    }
  return hits;
}
