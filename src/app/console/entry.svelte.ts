import type { Message } from '../../core/catalogue/message.ts';
import { pause } from '../table/cooperate.ts';
import type { Line } from '../../core/rows/value.ts';
import { unpackLines, type PackedLines } from '../../../workers/lines.ts';

/** Lines that are drawn, measured and taken out of the document together. */
export const BLOCK = 40;
/**
 * So many lines of one answer have a place in the output: 1.5 million would be taller than an element may be in Firefox.
 * What comes after is kept for finding, copying and saving.
 */
export const MAX_PLACED = 400_000;

/** So many lines of an answer, and of the newest ones together, stay in the document, where the browser's own search finds them. */
export const MAX_KEPT = 3000;
/** Blocks that are drawn between two breaths of the page. */
const BLOCKS_AT_ONCE = 4;

/** How long lines that have come may wait to be shown together, in milliseconds; the first ones do not. */
const TOGETHER = 60;

/** A command that was run, and its answer. Lines stay packed until they are drawn. */
export class Entry {
  /** Lines that are shown. */
  count = $state(0);
  /** Blocks from the first one on that stay in the document. */
  kept = $state(0);
  ending = $state<'running' | 'done' | 'cancelled' | 'failed'>('running');
  error = $state.raw<Message | undefined>();
  /** Files that its text went to. */
  saved = $state.raw<readonly { readonly name: string; readonly lines: number }[]>([]);
  /** Blocks that have a place in the output. */
  readonly blocks = $derived(Math.ceil(Math.min(this.count, MAX_PLACED) / BLOCK));
  /** Heights of blocks in pixels as they were measured, in the width that the output has; none where never drawn. */
  readonly heights: number[] = [];
  private come = 0;
  private telling: ReturnType<typeof setTimeout> | undefined;
  private readonly packs: PackedLines[] = [];
  /** Number of the first line of each pack. */
  private readonly starts: number[] = [];

  /** What runs: another line where the one that was typed asks for it. */
  line: string = $state('');

  constructor(
    readonly key: number,
    typed: string,
  ) {
    this.line = typed;
  }

  add(pack: PackedLines): void {
    if (pack.text.length === 0) return;
    this.starts.push(this.come);
    this.packs.push(pack);
    this.come += pack.text.length;
    if (this.count === 0) this.tell();
    else this.telling ??= setTimeout(() => this.tell(), TOGETHER);
  }

  /** Nothing more comes. Resolves when all is drawn that stays in the document. */
  async end(how: 'done' | 'cancelled' | 'failed'): Promise<void> {
    this.tell();
    while (this.count <= MAX_KEPT && this.kept < this.blocks) {
      this.kept += BLOCKS_AT_ONCE;
      await pause();
    }
    this.ending = how;
  }

  private tell(): void {
    clearTimeout(this.telling);
    this.telling = undefined;
    this.count = this.come;
  }

  /** How many lines block `index` has. */
  sizeOf(index: number): number {
    return Math.min(BLOCK, this.count - index * BLOCK);
  }

  /** Lines from number `from` up to `to`, with their links. */
  lines(from: number, to: number): Line[] {
    const found: Line[] = [];
    this.over(from, to, (pack, first, last) => found.push(...unpackLines(pack, first, last)));
    return found;
  }

  /** The same as text. */
  texts(from = 0, to = this.count): string[] {
    const found: string[] = [];
    this.over(from, to, (pack, first, last) => {
      for (let i = first; i < last; i++) found.push(pack.text[i]);
    });
    return found;
  }

  text(): string {
    return this.texts().join('\n');
  }

  /** Each pack that has some of the lines from `from` up to `to`. */
  private over(
    from: number,
    to: number,
    take: (pack: PackedLines, first: number, last: number) => void,
  ): void {
    let at = this.packAt(from);
    for (; at < this.packs.length && this.starts[at] < to; at++) {
      const start = this.starts[at];
      const length = this.packs[at].text.length;
      take(this.packs[at], Math.max(0, from - start), Math.min(length, to - start));
    }
  }

  /** Number of the pack that line `line` is in. */
  private packAt(line: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.starts[middle] <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
