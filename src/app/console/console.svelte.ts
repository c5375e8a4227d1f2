import type { Message } from '../../core/catalogue/message.ts';
import { saidBy } from '../../core/errors.ts';
import { say } from '../catalogue/say.svelte.ts';
import { visibleLine } from '../../core/rows/visible.ts';
import type { App } from '../state/app.svelte.ts';
import { SAVE_NAME } from '../../shell/protocol.ts';
import type { RemoteSession, Running } from '../state/remote.ts';
import { Entry } from './entry.svelte.ts';
import { Finding } from './finding.svelte.ts';
import { withoutPrompt } from './pasted-lines.ts';

/** Lines of this sitting, and those that the next one begins with. */
const MAX_HISTORY = 5000;
const MAX_KEPT = 500;
const MAX_WAITING = 100;

/** A name under which the outer document saves text: the last part of `path`, with an ending that says what it is. */
function downloadName(path: string): string {
  const last = path.split('/').at(-1) ?? '';
  const plain = last.replace(/[^\w. +-]/g, '_').replace(/^[^\w]+/, '') || 'output';
  return SAVE_NAME.test(plain) ? plain : `${plain.slice(0, 90)}.txt`;
}

/** The console: commands run one after another; what was typed is kept between visits. */
export class ConsoleState {
  entries = $state<Entry[]>([]);
  readonly finding = new Finding();
  busy = $state(false);
  /** How far the command that runs is, where it says so. */
  progress = $state.raw<Message | undefined>();
  text = $state('');
  /** Lines that are to run after the one that does. */
  waiting = $state.raw<readonly string[]>([]);
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
    const typed = withoutPrompt(line).trim();
    if (typed === '') return;
    if (typed === 'clear') return this.clear();
    // One after another: what is asked while a command runs waits for it.
    if (this.busy) {
      if (this.waiting.length < MAX_WAITING) this.waiting = [...this.waiting, typed];
      return;
    }
    this.busy = true;
    this.entries.push(new Entry(this.nextKey++, typed));
    const entry = this.entries[this.entries.length - 1];
    try {
      // A line of before, as shells and crash have it.
      entry.line = (await this.session.ask.recall(typed, this.history)) ?? typed;
      this.remember(entry.line);
      this.running = this.session.run(
        entry.line,
        this.history,
        (lines) => entry.add(lines),
        (path, lines) => {
          const name = downloadName(path);
          this.app.shell.save(name, lines.map((each) => visibleLine(each) + '\n').join(''));
          entry.saved = [...entry.saved, { name, lines: lines.length }];
        },
        (said) => (this.progress = said),
      );
      await entry.end(await this.running.done);
    } catch (error) {
      entry.error = saidBy(error);
      await entry.end('failed');
    }
    this.running = undefined;
    this.progress = undefined;
    this.busy = false;
    const [next, ...others] = this.waiting;
    this.waiting = others;
    if (next !== undefined) await this.run(next);
  }

  /** Stops the command that runs; those that wait for it are given up too. */
  cancel(): void {
    this.waiting = [];
    this.running?.cancel();
  }

  clear(): void {
    this.finding.close();
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

  /** Lines of the history that have `part` in them, the newest first. */
  typedWith(part: string): string[] {
    return [...new Set(this.history.filter((each) => each.includes(part)).reverse())];
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
        [`crash> ${entry.line}`, entry.text(), ...(entry.error ? [say(entry.error)] : [])].join('\n'),
      )
      .join('\n\n');
  }

  private remember(command: string): void {
    this.past = -1;
    // "h" has given each line its number: none goes away while "!4" may mean it.
    if (this.history.at(-1) !== command) this.history = [...this.history, command].slice(-MAX_HISTORY);
    this.app.settings.remember('history', [...new Set(this.history.toReversed())].reverse().slice(-MAX_KEPT));
  }
}
