import { hex, parseHex, step, type Addr } from '../../addr.ts';
import { kmemSays } from '../../catalogue/kmem.ts';
import { asCrash } from '../../catalogue/commands.ts';
import { render, type Language } from '../../catalogue/message.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { memmap } from '../../kernel/memmap.ts';
import { MemmapLines } from './memmap-lines.ts';
import { pageAtStruct, pageFlags, pageOf, type PageState } from '../../kernel/pages.ts';
import { refTo } from '../../rows/ref.ts';
import type { CommandContext } from '../command.ts';
import { LazyLine, type Line } from '../../rows/value.ts';
import { bare, sizeOf, type Type } from '../../types/model.ts';
import { PAGE_HEADING, pageLine } from '../page-line.ts';

/** kmem -p: the struct pages of all memory, or of what the words name: addresses of struct pages, physical ones. */
export function* pageLines(
  kernel: Kernel,
  words: readonly string[],
  language: Language,
): Generator<Line, void, void> {
  needPages(kernel);
  if (words.length > 0) {
    yield PAGE_HEADING;
    for (const word of words) yield pageLine(kernel, pageMeant(kernel, word));
    return;
  }
  yield PAGE_HEADING;
  const gaps = new Gaps(kernel, language);
  const lines = new MemmapLines(kernel);
  for (const part of memmap(kernel, gaps.add)) {
    yield* gaps.lines();
    yield* lines.lines(part);
  }
  yield* gaps.lines();
}

/** Stretches of struct pages that are not in the dump: one line for each. */
class Gaps {
  private from: Addr | undefined;
  private bytes = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly language: Language,
  ) {}

  readonly add = (from: Addr, bytes: number): void => {
    this.from ??= from;
    this.bytes += bytes;
  };

  *lines(): Generator<Line> {
    if (this.from === undefined) return;
    const pages = Math.round(this.bytes / (this.kernel.types.sizeOf('struct page') ?? 64));
    yield { text: render(kmemSays.pagesAbsent({ pages, from: hex(this.from) }), this.language) };
    this.from = undefined;
    this.bytes = 0;
  }
}

function needPages(kernel: Kernel): void {
  if (!kernel.types.sizeOf('struct page') || kernel.arch.paging.vmemmap(kernel) === undefined)
    throw new RequestError(kmemSays.noPages());
}

/** The struct page that `word` means. */
function pageMeant(kernel: Kernel, word: string): PageState {
  const value = parseHex(word);
  if (value === undefined) throw new RequestError(asCrash(`kmem: invalid address: ${word}`));
  const page = pageAtStruct(kernel, value) ?? pageAt(kernel, value);
  if (!page)
    throw new RequestError(asCrash(`kmem: ${hex(value)}: not a page or a physical address of memory`));
  return page;
}

function pageAt(kernel: Kernel, value: bigint): PageState | undefined {
  if (value < 1n << 52n) return pageOf(kernel, Number(value));
  const physical = kernel.space.translate(value);
  return physical === undefined ? undefined : pageOf(kernel, physical);
}

/** One member of struct page, to be read from its bytes. */
interface Column {
  readonly name: string;
  readonly base: 10 | 16;
  read(view: DataView, at: number): string;
}

/** kmem -m: members of the struct pages of all memory, or of those that the words name. */
export function* memberLines(
  { kernel, language, radix }: CommandContext,
  members: string,
  words: readonly string[],
): Generator<Line, void, void> {
  needPages(kernel);
  const columns = members
    .split(',')
    .filter((member) => member !== '')
    .map((member) => columnOf(kernel, member, radix));
  yield { text: `      PAGE        ${columns.map(({ name }) => name).join('  ')}` };
  const line = (address: Addr, view: DataView, from: number): Line => {
    const values = columns.map((column) => column.read(view, from));
    const at = hex(address);
    return new LazyLine(
      `${at}  ${values.map((value) => `${value}  `).join('')}`,
      () => ({
        page: address,
        ...Object.fromEntries(
          columns.map(({ name, base }, i) => [name, base === 10 ? values[i] : `0x${values[i]}`]),
        ),
      }),
      () => [{ start: 0, end: at.length, ref: refTo.instance('page', address) }],
      true,
    );
  };
  const size = kernel.types.sizeOf('struct page') ?? 64;
  for (const word of words) {
    const { address } = pageMeant(kernel, word);
    const bytes = kernel.space.read(address, size);
    yield line(address, new DataView(bytes.buffer), 0);
  }
  if (words.length > 0) return;
  const gaps = new Gaps(kernel, language);
  for (const part of memmap(kernel, gaps.add)) {
    yield* gaps.lines();
    for (let i = 0; i < part.count; i++) yield line(step(part.address, i * size), part.view, i * size);
  }
  yield* gaps.lines();
}

/** Members that crash shows in decimal whatever they are, and one that it never does (crash, "help kmem", -m). */
const DECIMAL: ReadonlySet<string> = new Set(['_mapcount', '_count']);
const NEVER_DECIMAL = 'flags';

function columnOf(kernel: Kernel, name: string, radix: 10 | 16): Column {
  const { types } = kernel;
  const member = types.has('page', name) ? kernel.at('struct page', 0n).get(name) : undefined;
  if (!member) throw new RequestError(asCrash(`kmem: invalid page struct member: ${name}`));
  const at = types.offsetOf('page', name);
  const words = wordsOf(member.type);
  if (!words) throw new RequestError(kmemSays.noMember({ member: name }));
  const { width, count } = words;
  const of = member.bare;
  const number = of.kind === 'int' || of.kind === 'enum';
  const always = DECIMAL.has(name) && count === 1;
  const base = always || (number && radix === 10 && name !== NEVER_DECIMAL) ? 10 : 16;
  const signed = always || (number && of.signed);
  const one = (view: DataView, start: number): string =>
    base === 10 ? decimal(view, start, width, signed) : word(view, start, width);
  return {
    name,
    base,
    read: (view, start) =>
      Array.from({ length: count }, (_, i) => one(view, start + at + i * width)).join(','),
  };
}

function decimal(view: DataView, at: number, width: 1 | 2 | 4 | 8, signed: boolean): string {
  const value = BigInt(`0x${word(view, at, width)}`);
  return String(signed ? BigInt.asIntN(8 * width, value) : value);
}

/** A number, a pointer, or a struct of nothing but pointers (list_head). */
function wordsOf(type: Type): { readonly width: 1 | 2 | 4 | 8; readonly count: number } | undefined {
  const size = sizeOf(type);
  if (size === 1 || size === 2 || size === 4 || size === 8) return { width: size, count: 1 };
  const of = bare(type);
  if (of.kind !== 'struct' || size > 64) return undefined;
  return of.members.every((each) => sizeOf(each.type) === 8) ? { width: 8, count: size / 8 } : undefined;
}

function word(view: DataView, at: number, width: 1 | 2 | 4 | 8): string {
  if (width === 8) return hex(view.getBigUint64(at, true), 16);
  const value =
    width === 4 ? view.getUint32(at, true) : width === 2 ? view.getUint16(at, true) : view.getUint8(at);
  return hex(value, width * 2);
}

/** kmem -g: the flags of struct page, or those that are set in `word`. */
export function* flagLines(kernel: Kernel, word: string | undefined): Generator<Line, void, void> {
  const value = word === undefined ? undefined : parseHex(word);
  if (word !== undefined && value === undefined)
    throw new RequestError(asCrash(`kmem: invalid page flags value: ${word}`));
  const all = pageFlags(kernel);
  if (all.length === 0) throw new RequestError(kmemSays.noPages());
  const name = Math.max(...all.map((flag) => flag.name.length), 9);
  const digits = Math.max(...all.map((flag) => hex(1n << BigInt(flag.bit)).length), 7);
  const indent = value === undefined ? '' : '  ';
  if (value !== undefined) yield { text: `FLAGS: ${hex(value)}` };
  yield { text: `${indent}${'PAGE-FLAG'.padEnd(name)}  BIT  VALUE` };
  let shown = 0;
  for (const flag of all) {
    const bit = 1n << BigInt(flag.bit);
    if (value !== undefined && (value & bit) === 0n) continue;
    shown++;
    yield {
      text: `${indent}${flag.name.padEnd(name)}  ${String(flag.bit).padStart(3)}  ${hex(bit, digits)}`,
      row: { flag: flag.name, bit: flag.bit, value: bit },
    };
  }
  if (shown === 0) yield { text: '  (none found)' };
}
