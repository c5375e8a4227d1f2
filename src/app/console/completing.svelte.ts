import { tick } from 'svelte';
import type { InLanguages } from '../../core/rows/thing.ts';
import type { CommandHead } from '../../../workers/api.ts';
import { letterOf } from '../parts/letter.ts';
import type { RemoteSession } from '../state/remote.ts';
import type { ConsoleState } from './console.svelte.ts';

const SHOWN = 60;

/** Keys that neither write nor take away. */
const SILENT = /^(?:Shift|Control|Alt|Meta|CapsLock)$/;

/** Tab in the console: one answer is put in, several are listed; Ctrl R: the lines of before that have what is typed in them. */
export class Completing {
  private words = $state.raw<readonly string[]>([]);
  private usages: readonly string[] = [];
  at = $state(0);
  private from = 0;
  /** What stands after the cursor, and stays there. */
  private rest = '';
  private input: HTMLInputElement | undefined;
  private turn = 0;
  /** Whether lines of before are offered. */
  private earlier = false;

  readonly open = $derived(this.words.length > 0);
  readonly shown = $derived(this.words.slice(0, SHOWN));

  constructor(
    private readonly session: RemoteSession,
    private readonly console: ConsoleState,
    private readonly commands: readonly CommandHead[],
  ) {}

  /** What offer `index` does: a command, an option of the one before it; how a filter is used. */
  about(index: number): InLanguages | undefined {
    const word = this.words[index];
    if (this.earlier) return undefined;
    const usage = this.usages[index];
    if (usage !== undefined) return { en: usage, ko: usage };
    const [name] = /[^|;]*$/.exec(this.console.text.slice(0, this.from))?.[0].trim().split(/\s+/) ?? [];
    const command = this.commands.find((each) => each.name === (name || word));
    return name ? command?.options.find(({ flag }) => flag === word)?.about : command?.summary;
  }

  close(): void {
    this.turn++;
    this.words = [];
    this.earlier = false;
  }

  /** Whether the key was for the list. */
  key(event: KeyboardEvent, input: HTMLInputElement | undefined): boolean {
    this.input = input;
    if (event.key === 'Tab' && !event.shiftKey && (this.open || this.console.text.trim() !== '')) {
      event.preventDefault();
      if (this.open) this.move(1);
      else void this.ask(input?.selectionStart ?? this.console.text.length);
      return true;
    }
    if (event.ctrlKey && !event.altKey && letterOf(event) === 'r') {
      event.preventDefault();
      if (this.open && this.earlier) this.move(1);
      else this.search();
      return true;
    }
    if (!this.open) return false;
    if (this.earlier && !event.ctrlKey && (event.key.length === 1 || event.key === 'Backspace')) return false;
    if (SILENT.test(event.key)) return false;
    // A line of before runs at once, as in a shell.
    if (this.earlier && event.key === 'Enter') {
      this.take(this.at);
      return false;
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.move(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Enter') this.take(this.at);
    else if (event.key === 'Escape') this.close();
    else {
      this.close();
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  take(index: number): void {
    const word = this.words[index];
    if (word !== undefined) this.put(this.earlier ? word : word + ' ');
    this.close();
  }

  /** Something was typed: lines of before are those that have it in them. */
  typed(): void {
    if (this.earlier) this.search();
  }

  private search(): void {
    this.turn++;
    this.words = this.console.typedWith(this.console.text);
    this.usages = [];
    this.earlier = true;
    this.from = 0;
    this.rest = '';
    this.at = 0;
  }

  private async ask(cursor: number): Promise<void> {
    const turn = ++this.turn;
    const line = this.console.text.slice(0, cursor);
    const { from, words, usages = [] } = await this.session.ask.complete(line);
    if (turn !== this.turn || !this.console.text.startsWith(line)) return;
    this.from = from;
    this.rest = this.console.text.slice(line.length);
    if (words.length === 1) return this.put(words[0] + ' ');
    const common = commonStart(words);
    if (common.length > line.length - from) this.put(common);
    this.words = words;
    this.usages = usages;
    this.earlier = false;
    this.at = 0;
  }

  private put(word: string): void {
    this.console.text = this.console.text.slice(0, this.from) + word + this.rest;
    const end = this.from + word.length;
    void tick().then(() => this.input?.setSelectionRange(end, end));
  }

  private move(by: 1 | -1): void {
    this.at = (this.at + by + this.shown.length) % this.shown.length;
    queueMicrotask(() =>
      document.getElementById(`console-offer-${this.at}`)?.scrollIntoView({ block: 'nearest' }),
    );
  }
}

function commonStart(words: readonly string[]): string {
  let common = words[0] ?? '';
  for (const word of words) while (!word.startsWith(common)) common = common.slice(0, -1);
  return common;
}
