import { readPast, type ByteSource } from '../source/source.ts';

/** Bytes read at once. */
const PIECE = 64 * 1024;
/** So much of a file is looked at to tell whether it is text. */
const HEAD = 64 * 1024;
/** Texts up to this size are kept whole. */
const WHOLE = 8 * 1024 * 1024;
/** Of a larger one so many characters with reports are kept, and so many others, half from its beginning, half from its end. */
const KEPT = 6 * 1024 * 1024;
const KEPT_OTHERS = 2 * 1024 * 1024;
/** A line longer than this is cut into several: no kernel prints one, but an answer of JSON may be a single one. */
const MAX_LINE = 64 * 1024;

/** Whole lines that follow each other in the file. */
export interface Block {
  /** The number of its first line, from 1. */
  readonly line: number;
  readonly text: string;
}

/** What is kept of a text, and how many lines are not. */
export interface Blocks {
  readonly kept: readonly Block[];
  /** Lines left out between kept ones since nothing of note is in them. */
  readonly passed: number;
  /** Lines of note that were too many to be kept. */
  readonly dropped: number;
}

/** How the bytes of a text are to be read; undefined when they are no text. */
export function encodingOf(source: ByteSource): string | undefined {
  const head = new Uint8Array(Math.min(HEAD, source.size));
  const length = readPast(source, 0, head);
  const bytes = head.subarray(0, length);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  let strange = 0;
  bytes.forEach((byte, at) => {
    if (byte === 0) zeros[at & 1]++;
    else if (byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) strange++;
  });
  const half = length / 2;
  const text = length - zeros[0] - zeros[1];
  // A console on which user space wrote bytes of whatever kind.
  if (strange > length / 50) return strange < length / 20 && readable(bytes, text) ? 'utf-8' : undefined;
  if (zeros[1] > half * 0.7 && zeros[0] < half * 0.1) return 'utf-16le';
  if (zeros[0] > half * 0.7 && zeros[1] < half * 0.1) return 'utf-16be';
  // A file system that lost its last blocks leaves zeros among lines; a binary has little else than them.
  return text > 0 && (zeros[0] + zeros[1] < length / 20 || readable(bytes, text)) ? 'utf-8' : undefined;
}

/** Whether `source` is text of some kind. */
export function isText(source: ByteSource): boolean {
  return source.size > 0 && encodingOf(source) !== undefined;
}

/** Whether `bytes`, with many zeros among them, are lines all the same: UTF-8, mostly ASCII, with ends of lines. */
function readable(bytes: Uint8Array, text: number): boolean {
  let ascii = 0;
  let ends = 0;
  for (const byte of bytes) {
    if (byte === 10) ends++;
    if (byte >= 32 && byte < 127) ascii++;
  }
  if (ends <= 2 || ascii + ends < text * 0.7) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    // Bytes that no text has.
    return false;
  }
}

/** What is looked for in the blocks of a large text (textlog/read.ts). */
interface Looked {
  readonly told: RegExp;
  readonly matters: RegExp;
}

/**
 * The text of `source`, in blocks of whole lines. Of a large one those blocks are kept in which `told` or `matters` finds
 * something, their neighbours, the first and the last, so that memory is bounded whatever the file's size; what `told`
 * finds is never given up for what only `matters`.
 */
export function blocksOf(source: ByteSource, encoding: string, looked: Looked): Blocks {
  const selective = source.size > WHOLE;
  const keeper = new Keeper(selective ? looked : undefined);
  const decoder = new TextDecoder(encoding);
  const bytes = new Uint8Array(Math.min(PIECE, Math.max(source.size, 1)));
  let begun = '';
  for (let offset = 0; offset < source.size;) {
    const length = readPast(source, offset, bytes);
    if (length === 0) break;
    offset += length;
    const text = begun + decoder.decode(bytes.subarray(0, length), { stream: true });
    const end = text.lastIndexOf('\n') + 1;
    begun = text.slice(end);
    if (end > 0) keeper.add(text.slice(0, end));
    for (; begun.length > MAX_LINE; begun = begun.slice(MAX_LINE))
      keeper.add(begun.slice(0, MAX_LINE) + '\n', 0);
  }
  begun += decoder.decode();
  if (begun !== '') keeper.add(begun);
  return keeper.blocks();
}

/** The first and the last blocks of those that are given, each half of `most` characters. */
class Ends {
  private readonly first: Block[] = [];
  private readonly last: Block[] = [];
  private firstSize = 0;
  private lastSize = 0;
  dropped = 0;

  constructor(private readonly most: number) {}

  add(block: Block): void {
    const size = block.text.length;
    if (this.firstSize + size <= this.most / 2 && this.last.length === 0) {
      this.first.push(block);
      this.firstSize += size;
      return;
    }
    this.last.push(block);
    this.lastSize += size;
    while (this.lastSize > this.most / 2) {
      const dropped = this.last.shift();
      if (!dropped) break;
      this.lastSize -= dropped.text.length;
      this.dropped += linesIn(dropped.text);
    }
  }

  get all(): Block[] {
    return [...this.first, ...this.last];
  }
}

/** Blocks on both sides of one that matters that are kept with it. */
const NEIGHBOURS = 2;
/** Blocks of the beginning, which tell the machine. */
const BEGINNING = 16;

/** Keeps blocks that matter and their neighbours, within bounds. */
class Keeper {
  private readonly whole: Block[] = [];
  private readonly told = new Ends(KEPT);
  private readonly others = new Ends(KEPT_OTHERS);
  private line = 1;
  private keptLines = 0;
  private before: Block | undefined;
  /** So many blocks to come are kept, and where. */
  private next = BEGINNING;
  private into = this.others;

  constructor(private readonly looked: Looked | undefined) {}

  add(text: string, lines = this.looked ? linesIn(text) : 0): void {
    const block = { line: this.line, text };
    this.line += this.looked ? lines : linesIn(text);
    if (!this.looked) {
      this.whole.push(block);
      return;
    }
    const told = this.looked.told.test(text);
    if (told || this.looked.matters.test(text)) {
      const into = told ? this.told : this.others;
      if (this.before) this.keep(this.before, into);
      if (told || this.into !== this.told || this.next === 0) {
        this.into = into;
        this.next = Math.max(this.next, NEIGHBOURS);
      }
    }
    if (this.next > 0) {
      this.keep(block, this.into);
      this.before = undefined;
      this.next--;
    } else this.before = block;
  }

  private keep(block: Block, into: Ends): void {
    this.keptLines += linesIn(block.text);
    into.add(block);
  }

  blocks(): Blocks {
    if (!this.looked) return { kept: this.whole, passed: 0, dropped: 0 };
    if (this.before) this.keep(this.before, this.others);
    const kept = [...this.told.all, ...this.others.all].sort((a, b) => a.line - b.line);
    return {
      kept,
      passed: Math.max(0, this.line - 1 - this.keptLines),
      dropped: this.told.dropped + this.others.dropped,
    };
  }
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
