import { modules } from '../kernel/modules.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { knownTasks } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import { hex } from '../addr.ts';
import type { Offer } from './shapes.ts';

/** Symbols, and types, offered for names that only contain the word. */
const MAX_SCAN = 3000;

/**
 * What is called `query`, best first: exact names, then those that begin with it, then those that contain it.
 * `@name` asks for symbols only, `#name` for tasks, `%name` for types.
 */
export function find(kernel: Kernel, query: string, most: number): Offer[] {
  const mode = /^[@#%]/.test(query) ? query[0] : '';
  const word = (mode ? query.slice(1) : query).trim();
  if (word === '' && mode !== '#') return [];
  const found: Offer[] = [];
  if (mode === '' || mode === '#') found.push(...taskOffers(kernel, word));
  if (mode === '') found.push(...moduleOffers(kernel, word));
  if (mode === '' || mode === '%') found.push(...typeOffers(kernel, word));
  if (mode === '' || mode === '@') found.push(...symbolOffers(kernel, word));
  return found
    .map((offer, i) => ({ offer, rank: rank(offer, word), i }))
    .sort((a, b) => a.rank - b.rank || a.offer.text.length - b.offer.text.length || a.i - b.i)
    .slice(0, most)
    .map(({ offer }) => offer);
}

function rank({ text, about }: Offer, word: string): number {
  const name = text.toLowerCase();
  const wanted = word.toLowerCase();
  if (name === wanted || about === `PID ${word}`) return 0;
  return name.startsWith(wanted) ? 1 : 2;
}

function taskOffers(kernel: Kernel, word: string): Offer[] {
  const wanted = word.toLowerCase();
  return knownTasks(kernel)
    .filter(
      (task) =>
        task.comm.toLowerCase().includes(wanted) ||
        String(task.pid) === word ||
        hex(task.address, 16) === wanted,
    )
    .slice(0, 200)
    .map((task) => ({
      text: task.comm,
      ref: refTo.task(task.address),
      kind: 'task',
      about: `PID ${task.pid}`,
    }));
}

function moduleOffers(kernel: Kernel, word: string): Offer[] {
  return modules(kernel)
    .filter((module) => module.name.includes(word))
    .map((module) => ({
      text: module.name,
      ref: refTo.module(module.name),
      kind: 'module',
      about: module.state,
    }));
}

function typeOffers(kernel: Kernel, word: string): Offer[] {
  const names = kernel.remember('names of types', () => {
    const found = new Map<string, string>();
    for (const { kind, name } of kernel.types.all(['struct', 'union', 'enum']))
      if (!found.has(name)) found.set(name, kind);
    return found;
  });
  const offers: Offer[] = [];
  for (const [name, kind] of names)
    if (name.includes(word)) {
      offers.push({ text: name, ref: refTo.type(name), kind: 'type', about: kind });
      if (offers.length >= MAX_SCAN) break;
    }
  return offers;
}

function symbolOffers(kernel: Kernel, word: string): Offer[] {
  const offers: Offer[] = [];
  const add = (name: string, module: string | undefined, letter: string): void => {
    offers.push({
      text: name,
      ref: refTo.symbol(name),
      kind: 'symbol',
      about: module ?? (/[tTwW]/.test(letter) ? 'text' : 'data'),
    });
  };
  const exact = kernel.symbols.byName(word);
  if (exact) add(exact.name, exact.module, exact.letter);
  for (const symbol of kernel.symbols.matching((name) => name.includes(word) && name !== word)) {
    add(symbol.name, symbol.module, symbol.letter);
    if (offers.length >= MAX_SCAN) break;
  }
  return offers;
}
