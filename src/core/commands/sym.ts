import { asCrash, refused } from '../catalogue/commands.ts';
import { parseHex } from '../addr.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';
import type { KernelSymbol } from '../symbols/symbol.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { symbolNotFound } from './expression.ts';
import { line } from './sym/line.ts';
import { moduleLines } from './sym/modules.ts';
import { neighbour } from './sym/neighbours.ts';

export const command: Command = {
  name: 'sym',
  group: 'symbols',
  summary: 'symbols by name, by address, or all of them',
  synopsis: '[-l | -M | -m module | -q text | -Q text] [-p | -n] [symbol | address]…',
  options: [
    { flag: '-l', about: 'all symbols of kernel and modules' },
    { flag: '-M', about: 'the symbols of all modules' },
    { flag: '-m', value: 'module', about: 'the symbols of one module' },
    { flag: '-p', about: 'with the symbol before' },
    { flag: '-n', about: 'with the symbol after' },
    { flag: '-q', value: 'text', about: 'symbols with this text in their name' },
    { flag: '-Q', value: 'text', about: 'how many have this text in their name' },
  ],
  examples: [
    ['sym schedule', 'its address'],
    ['sym ffffffffc051e01f', 'the symbol there, and how far after it'],
    ['sym -q sched_cl', 'all names with that in them'],
  ],
  completes: ['symbol', 'module'],
  run,
};

function* run({ kernel }: CommandContext, args: Arguments): Generator<Line, void, void> {
  if (args.has('-l')) for (const symbol of kernel.symbols.all()) yield line(kernel, symbol);
  if (args.has('-M') || args.has('-m')) yield* moduleLines(kernel, args.value('-m'));
  const part = args.value('-q');
  if (part !== undefined) yield* containing(kernel, part);
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
  const named = kernel.symbols.allByName(word);
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
