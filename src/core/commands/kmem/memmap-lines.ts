import { parseHex } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { pageWords, type MemmapPart, type PageWords } from '../../kernel/memmap.ts';
import { pageAtStruct, pageFlagNames } from '../../kernel/pages.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Link, Row } from '../../rows/value.ts';
import { pageLine } from '../page-line.ts';

/** Lines whose text is made at once, and the longest of them. */
const AT_ONCE = 512;
const MAX_LINE = 1024;
const LATIN1 = new TextDecoder('latin1');
const SPACE = 0x20;
/** Combinations of flags whose text is kept; damaged struct pages have any. */
const MAX_KEPT = 4096;

/**
 * The lines of kmem -p, of which there are as many as memory has pages. Their text is written as bytes, hundreds of lines
 * in one string of which each is a piece, without a bigint or an object of a page; row and links come from the struct
 * page again, when somebody asks.
 */
export class MemmapLines {
  private readonly words: PageWords;
  /** Few combinations of flags are met, millions of times. */
  private readonly flags = new Map<number, Uint8Array>();
  private readonly pageSize: number;
  private readonly text = new Uint8Array(AT_ONCE * MAX_LINE);
  private readonly ends = new Uint32Array(AT_ONCE);

  constructor(private readonly kernel: Kernel) {
    this.words = pageWords(kernel);
    this.pageSize = kernel.layout.pageSize;
  }

  /** The lines of `part`. */
  *lines(part: MemmapPart): Generator<Line, void, void> {
    for (let from = 0; from < part.count; from += AT_ONCE) {
      const count = Math.min(AT_ONCE, part.count - from);
      const all = LATIN1.decode(this.text.subarray(0, this.write(part, from, count)));
      let start = 0;
      for (let i = 0; i < count; i++) {
        yield new PageText(all.slice(start, this.ends[i]), this.kernel);
        start = this.ends[i];
      }
    }
  }

  /** Writes the lines of `count` struct pages; answers how many bytes they took. */
  private write({ view, size, address, pfn }: MemmapPart, from: number, count: number): number {
    const { words, pageSize, text, ends } = this;
    const base = Number(BigInt.asUintN(32, address));
    const above = Number(address >> 32n);
    let to = 0;
    for (let i = 0; i < count; i++) {
      const at = (from + i) * size;
      const low = base + at;
      to = digits(text, to, low < 0x100000000 ? above : above + 1, 8);
      to = digits(text, to, low >>> 0, 8);
      text[to++] = SPACE;
      const physical = (pfn + from + i) * pageSize;
      to = padded(text, to, Math.floor(physical / 0x100000000), physical >>> 0, 8);
      text[to++] = SPACE;
      to = word(text, to, view, at + words.mapping, 16);
      text[to++] = SPACE;
      to = word(text, to, view, at + words.index, 8);
      text[to++] = SPACE;
      to = decimal(text, to, view.getInt32(at + words.count, true));
      text[to++] = SPACE;
      const flags = this.flagsText(view, at + words.flags);
      text.set(flags, to);
      to += flags.length;
      ends[i] = to;
    }
    return to;
  }

  /** The flags as a number and their names, which are the dump's: of those ASCII alone, no more than there is room for. */
  private flagsText(view: DataView, at: number): Uint8Array {
    const key = view.getUint32(at + 4, true) * 0x100000000 + view.getUint32(at, true);
    const known = this.flags.get(key);
    if (known !== undefined) return known;
    const value = view.getBigUint64(at, true);
    const names = pageFlagNames(this.kernel, value);
    const line = value.toString(16) + (names === '' ? '' : ` ${names}`);
    const text = Uint8Array.from(line.slice(0, MAX_LINE - 128).replace(/[^ -~]/g, '?'), codeOf);
    // Beyond 2^53 numbers stand for several values.
    if (key <= Number.MAX_SAFE_INTEGER && this.flags.size < MAX_KEPT) this.flags.set(key, text);
    return text;
  }
}

const codeOf = (character: string): number => character.charCodeAt(0);
const DIGITS = Uint8Array.from('0123456789abcdef', codeOf);

/** Writes the last `count` digits of a 32-bit number at `to`; answers where they end. */
function digits(text: Uint8Array, to: number, value: number, count: number): number {
  for (let i = count - 1; i >= 0; i--) {
    text[to + i] = DIGITS[value & 15];
    value >>>= 4;
  }
  return to + count;
}

/** Writes the 64-bit number of two halves without leading zeros, at least `columns` (8 or 16) wide. */
function padded(text: Uint8Array, to: number, high: number, low: number, columns: number): number {
  const count = high > 0 ? 8 + width(high) : width(low);
  for (let i = count; i < columns; i++) text[to++] = SPACE;
  return high > 0 ? digits(text, digits(text, to, high, count - 8), low, 8) : digits(text, to, low, count);
}

/** Digits of a 32-bit number without leading zeros, one at least. */
function width(value: number): number {
  return Math.max(1, 8 - (Math.clz32(value) >> 2));
}

/** Writes the word of `view` at `at`. */
function word(text: Uint8Array, to: number, view: DataView, at: number, columns: number): number {
  return padded(text, to, view.getUint32(at + 4, true), view.getUint32(at, true), columns);
}

/** Writes `value`, two columns wide at least. */
function decimal(text: Uint8Array, to: number, value: number): number {
  if (value >= 0 && value < 10) {
    text[to] = SPACE;
    text[to + 1] = 0x30 + value;
    return to + 2;
  }
  for (const digit of String(value)) text[to++] = codeOf(digit);
  return to;
}

class PageText implements Line {
  readonly plain = true;

  constructor(
    readonly text: string,
    private readonly kernel: Kernel,
  ) {}

  get row(): Row | undefined {
    const page = pageAtStruct(this.kernel, parseHex(this.word) ?? 0n);
    return page && pageLine(this.kernel, page).row;
  }

  get links(): readonly Link[] {
    const { word } = this;
    return [{ start: 0, end: word.length, ref: refTo.instance('page', parseHex(word) ?? 0n) }];
  }

  private get word(): string {
    return this.text.slice(0, this.text.indexOf(' '));
  }
}
