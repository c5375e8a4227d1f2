import { parseHex } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { pageWords, type MemmapPart, type PageWords } from '../../kernel/memmap.ts';
import { pageAtStruct, pageFlagNames } from '../../kernel/pages.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Link, Row } from '../../rows/value.ts';
import { pageLine } from '../page-line.ts';

const ZERO = '0'.padStart(16);

/**
 * The lines of kmem -p, of which there are as many as memory has pages: the text is made of 32-bit numbers, without a
 * bigint or an object of a page; row and links come from the struct page again, when somebody asks.
 */
export class MemmapLines {
  private readonly words: PageWords;
  /** Few combinations of flags are met, millions of times. */
  private readonly flags = new Map<number, string>();
  private readonly pageSize: number;

  constructor(private readonly kernel: Kernel) {
    this.words = pageWords(kernel);
    this.pageSize = kernel.layout.pageSize;
  }

  /** The lines of `part`. */
  *lines({ view, size, address, pfn, count }: MemmapPart): Generator<Line, void, void> {
    const { words, pageSize } = this;
    const base = Number(BigInt.asUintN(32, address));
    const above = Number(address >> 32n);
    // Neighbours are mostly alike: what stands after the physical address is made anew when a word differs.
    let last = -1;
    let tail = '';
    for (let i = 0; i < count; i++) {
      const at = i * size;
      if (last < 0 || !alike(view, last, at, words)) tail = this.tail(view, at);
      last = at;
      const low = base + at;
      const high = low < 0x100000000 ? above : above + 1;
      const physical = ((pfn + i) * pageSize).toString(16).padStart(8);
      yield new PageText(`${high.toString(16)}${eight(low >>> 0)} ${physical} ${tail}`, this.kernel);
    }
  }

  private tail(view: DataView, at: number): string {
    const { words } = this;
    const index = word(view, at + words.index)
      .trimStart()
      .padStart(8);
    const count = String(view.getInt32(at + words.count, true)).padStart(2);
    return `${word(view, at + words.mapping)} ${index} ${count} ${this.flagsText(view, at + words.flags)}`;
  }

  private flagsText(view: DataView, at: number): string {
    const key = view.getUint32(at + 4, true) * 0x100000000 + view.getUint32(at, true);
    const known = this.flags.get(key);
    if (known !== undefined) return known;
    const value = view.getBigUint64(at, true);
    const names = pageFlagNames(this.kernel, value);
    const text = value.toString(16) + (names === '' ? '' : ` ${names}`);
    // Beyond 2^53 numbers stand for several values.
    if (key <= Number.MAX_SAFE_INTEGER) this.flags.set(key, text);
    return text;
  }
}

/** Whether the pages at `a` and `b` say the same. */
function alike(view: DataView, a: number, b: number, { mapping, index, count, flags }: PageWords): boolean {
  return (
    view.getUint32(a + flags, true) === view.getUint32(b + flags, true) &&
    view.getUint32(a + flags + 4, true) === view.getUint32(b + flags + 4, true) &&
    view.getInt32(a + count, true) === view.getInt32(b + count, true) &&
    view.getUint32(a + mapping, true) === view.getUint32(b + mapping, true) &&
    view.getUint32(a + mapping + 4, true) === view.getUint32(b + mapping + 4, true) &&
    view.getUint32(a + index, true) === view.getUint32(b + index, true) &&
    view.getUint32(a + index + 4, true) === view.getUint32(b + index + 4, true)
  );
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A 32-bit number as eight digits. */
function eight(value: number): string {
  return BYTES[value >>> 24] + BYTES[(value >>> 16) & 255] + BYTES[(value >>> 8) & 255] + BYTES[value & 255];
}

/** The 64-bit word at `at`, 16 columns wide. */
function word(view: DataView, at: number): string {
  const low = view.getUint32(at, true);
  const high = view.getUint32(at + 4, true);
  if (high === 0) return low === 0 ? ZERO : low.toString(16).padStart(16);
  return (high.toString(16) + low.toString(16).padStart(8, '0')).padStart(16);
}

class PageText implements Line {
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
