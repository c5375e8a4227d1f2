import { parseHex, hex, step } from '../addr.ts';
import { asCrash, refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { modules, moduleSymbols, type Module, type ModuleRange } from '../kernel/modules.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { type KernelSymbol, shownName } from '../symbols/symbol.ts';
import { rowOf } from '../things/rows.ts';
import { thing } from '../things/symbols.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { symbolNotFound, symbolLine } from './expression.ts';

export const command: Command = {
  name: 'sym',
  group: 'symbols',
  summary: {
    en: 'symbols by name, by address, or all of them',
    ko: '이름이나 주소로 심볼 찾기, 또는 전체 목록',
  },
  synopsis: '[-l | -M | -m module | -q text | -Q text] [-p | -n] [symbol | address]…',
  options: [
    { flag: '-l', about: { en: 'all symbols of kernel and modules', ko: '커널과 모듈의 모든 심볼' } },
    { flag: '-M', about: { en: 'the symbols of all modules', ko: '모든 모듈의 심볼' } },
    { flag: '-m', value: 'module', about: { en: 'the symbols of one module', ko: '모듈 하나의 심볼' } },
    { flag: '-p', about: { en: 'with the symbol before', ko: '앞 심볼도 표시' } },
    { flag: '-n', about: { en: 'with the symbol after', ko: '뒤 심볼도 표시' } },
    {
      flag: '-q',
      value: 'text',
      about: { en: 'symbols with this text in their name', ko: '이름에 이 텍스트가 들어간 심볼' },
    },
    {
      flag: '-Q',
      value: 'text',
      about: { en: 'how many have this text in their name', ko: '이름에 이 텍스트가 들어간 심볼의 수' },
    },
  ],
  examples: [
    ['sym schedule', { en: 'its address', ko: '심볼의 주소' }],
    ['sym ffffffffc051e01f', { en: 'the symbol there, and how far after it', ko: '그 주소의 심볼과 오프셋' }],
    ['sym -q sched_cl', { en: 'all names with that in them', ko: '그 텍스트가 들어간 모든 이름' }],
  ],
  completes: ['symbol', 'module'],
  run,
};

function* run({ kernel }: CommandContext, args: Arguments): Generator<Line, void, void> {
  if (args.has('-l')) for (const symbol of kernel.symbols.all()) yield line(kernel, symbol);
  if (args.has('-M') || args.has('-m')) yield* moduleLines(kernel, args.value('-m'));
  const part = args.value('-q');
  if (part !== undefined) {
    let count = 0;
    for (const found of containing(kernel, part)) {
      count++;
      yield found;
    }
    if (count === 0) yield { text: '(none found)' };
  }
  const counted = args.value('-Q');
  if (counted !== undefined) yield { text: `${[...containing(kernel, counted)].length} found` };
  for (const word of args.words) yield* one(kernel, word, args);
  if (args.words.length === 0 && args.options.size === 0)
    throw new RequestError(refused.sayWhichSymbol({ command: 'sym' }));
}

function* containing(kernel: Kernel, part: string): Generator<Line, void, void> {
  for (const symbol of kernel.symbols.matching((name) => name.includes(part))) yield line(kernel, symbol);
}

function* one(kernel: Kernel, word: string, args: Arguments): Generator<Line, void, void> {
  const named = kernel.symbols
    .allByName(word)
    .sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  const found = named.length > 0 ? named.map((symbol) => ({ symbol, offset: 0 })) : [at(kernel, word)];
  for (const { symbol, offset } of found) {
    const before = args.has('-p') ? neighbour(kernel, symbol, -1) : undefined;
    if (before) yield line(kernel, before);
    yield line(kernel, symbol, offset);
    const after = args.has('-n') ? neighbour(kernel, symbol, 1) : undefined;
    if (after) yield line(kernel, after);
  }
}

function at(kernel: Kernel, word: string): { symbol: KernelSymbol; offset: number } {
  const address = parseHex(word);
  if (address === undefined) throw symbolNotFound(kernel, word);
  const found = kernel.symbols.byAddress(address);
  if (!found) throw new RequestError(asCrash(`sym: invalid address: ${word}`));
  return found;
}

/** A symbol as crash lists it. */
function line(kernel: Kernel, symbol: KernelSymbol, offset = 0): Line {
  const text = symbolLine(kernel, symbol, offset);
  const address = symbol.address + BigInt(offset);
  const at = address.toString(16).length;
  const name = shownName(symbol.name);
  const start = text.indexOf(name, at);
  return {
    text,
    row: {
      address,
      ...rowOf(thing, symbol, kernel, symbol.module ? ['letter', 'name', 'module'] : ['letter', 'name']),
      ...(offset === 0 ? {} : { offset }),
    },
    links: [
      { start: 0, end: at, ref: refTo.address(address) },
      { start, end: start + name.length, ref: refTo.symbol(symbol.name) },
    ],
  };
}

/** The symbols of the module `name`, or of all of them, memory range by range. Throws RequestError for unknown ones. */
function* moduleLines(kernel: Kernel, name: string | undefined): Generator<Line, void, void> {
  const all = [...modules(kernel)].sort((a, b) => (first(a) < first(b) ? -1 : 1));
  const chosen = name === undefined ? all : all.filter((module) => module.name === name);
  if (name !== undefined && chosen.length === 0)
    throw new RequestError(refused.noModule({ command: 'sym', name }));
  for (const module of chosen) for (const range of module.ranges) yield* rangeLines(kernel, module, range);
}

function first(module: Module): bigint {
  return module.ranges[0]?.base ?? 0n;
}

/** "TEXT", "RODATA" …: before 6.4 a module has one range besides init's, which crash gives no name. */
function rangeName(range: ModuleRange): string {
  if (range.name === 'core') return '';
  return range.name.toUpperCase().replace(/ /g, '_') + ' ';
}

function* rangeLines(kernel: Kernel, module: Module, range: ModuleRange): Generator<Line, void, void> {
  const end = step(range.base, range.size);
  const name = rangeName(range);
  const linkTo = (text: string): Line => ({
    text,
    links: [{ start: text.length - module.name.length, end: text.length, ref: refTo.module(module.name) }],
  });
  yield linkTo(`${hex(range.base)} MODULE ${name}START: ${module.name}`);
  for (const symbol of moduleSymbols(kernel, module).all())
    if (symbol.address >= range.base && symbol.address < end) {
      const { text, links, row } = line(kernel, symbol);
      yield { text: text.replace(/ \[[^\]]*\]$/, ''), links, row };
    }
  const last = range.name === 'core' || range.name === 'init' ? end : step(end, -1);
  yield linkTo(`${hex(last)} MODULE ${name}END: ${module.name}`);
}

/** The symbol before (-1) or after (1) `symbol` in order of address, of those with another address; of a module, its own. */
function neighbour(kernel: Kernel, symbol: KernelSymbol, way: -1 | 1): KernelSymbol | undefined {
  if (symbol.module === undefined) return inImage(kernel, symbol, way);
  const module = modules(kernel).find(({ name }) => name === symbol.module);
  let before: KernelSymbol | undefined;
  for (const each of module ? moduleSymbols(kernel, module).all() : []) {
    if (way > 0 && each.address > symbol.address) return each;
    if (each.address >= symbol.address && way < 0) return before;
    before = each;
  }
  return undefined;
}

function inImage({ symbols }: Kernel, symbol: KernelSymbol, way: -1 | 1): KernelSymbol | undefined {
  const { image } = symbols;
  return way < 0
    ? image.inOrder(image.position(symbol.address) - 1)
    : image.inOrder(image.position(symbol.address + 1n));
}
