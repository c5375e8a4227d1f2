import type { Line } from '../../core/rows/value.ts';
import type { App } from '../state/app.svelte.ts';
import type { RemoteSession, Running } from '../state/remote.ts';

/** Lines of one command that are drawn; more are kept for saving and said. */
export const LINES_DRAWN = 20_000;
const HISTORY_MOST = 500;
const CHUNK = 250;

/** A command that was run, and its answer in chunks (each drawn once). */
export class Entry {
  chunks = $state.raw<readonly (readonly Line[])[]>([]);
  count = $state(0);
  ending = $state<'running' | 'done' | 'cancelled' | 'failed'>('running');
  error = $state('');
  readonly lines: Line[] = [];

  constructor(
    readonly key: number,
    readonly line: string,
  ) {}

  add(lines: readonly Line[]): void {
    const chunks = [...this.chunks];
    for (const line of lines) this.lines.push(line);
    for (let drawn = this.count; drawn < Math.min(this.lines.length, LINES_DRAWN);) {
      const chunk = Math.floor(drawn / CHUNK);
      chunks[chunk] = this.lines.slice(chunk * CHUNK, (chunk + 1) * CHUNK);
      drawn = (chunk + 1) * CHUNK;
    }
    this.count = this.lines.length;
    this.chunks = chunks;
  }
}

/** The console: commands run one after another; what was typed is kept between visits. */
export class ConsoleState {
  entries = $state<Entry[]>([]);
  busy = $state(false);
  text = $state('');
  /** Counts up when the input should have the focus. */
  wantFocus = $state(0);
  private history: string[];
  private past = -1;
  private draft = '';
  private nextKey = 1;
  private running: Running | undefined;

  constructor(
    private readonly session: RemoteSession,
    private readonly app: App,
  ) {
    const kept = app.settings.recall('history');
    this.history = Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string') : [];
  }

  async run(line: string): Promise<void> {
    const command = line.trim();
    if (command === '' || this.busy) return;
    this.remember(command);
    this.entries.push(new Entry(this.nextKey++, command));
    const entry = this.entries[this.entries.length - 1];
    this.busy = true;
    try {
      this.running = this.session.run(command, (lines) => entry.add(lines));
      entry.ending = await this.running.done;
    } catch (error) {
      entry.error = error instanceof Error ? error.message : String(error);
      entry.ending = 'failed';
    }
    this.running = undefined;
    this.busy = false;
  }

  cancel(): void {
    this.running?.cancel();
  }

  clear(): void {
    this.entries = this.entries.filter((entry) => entry.ending === 'running');
  }

  /** Back and forth in what was typed. */
  recall(direction: -1 | 1): void {
    if (this.past < 0) this.draft = this.text;
    const to = this.past < 0 ? (direction < 0 ? this.history.length - 1 : -1) : this.past + direction;
    if (to < -1 || (this.past < 0 && direction > 0)) return;
    this.past = to >= this.history.length ? -1 : to;
    this.text = this.past < 0 ? this.draft : (this.history[this.past] ?? '');
  }

  /** The newest line of the history that begins with `start` and is longer. */
  suggestion(start: string): string | undefined {
    return start === ''
      ? undefined
      : this.history.findLast((each) => each.startsWith(start) && each.length > start.length);
  }

  /** Everything that stands in the console, as text. */
  transcript(): string {
    return this.entries
      .map((entry) =>
        [
          `crash> ${entry.line}`,
          ...entry.lines.map((line) => line.text),
          ...(entry.error ? [entry.error] : []),
        ].join('\n'),
      )
      .join('\n\n');
  }

  private remember(command: string): void {
    this.past = -1;
    this.history = [...this.history.filter((each) => each !== command), command].slice(-HISTORY_MOST);
    this.app.settings.remember('history', this.history);
  }
}
