import type { Line } from '../rows/value.ts';
import { noWords, sortOptions, wholeNumber, type Filter } from './filter.ts';

/** Sorts lines: as text, numbers (-n), sizes like 4K (-h), hexadecimal like 0x10 (-g); by field (-k), backwards (-r), each once (-u). */
export const filter: Filter = {
  name: 'sort',
  usage: 'sort [-bfghnru] [-k FIELD[,FIELD]] [-t CHARACTER]',
  prepare(words) {
    const switches = Object.fromEntries([...'bfghnrus'].map((letter) => [`-${letter}`, undefined]));
    const options = sortOptions(this, { ...switches, '-k': 'FIELD', '-t': 'CHARACTER' }, words);
    noWords(this, options.words);
    const [, first, last, letters] = /^(\d+)(?:,(\d+))?([nrghfb]*)$/.exec(options.value('-k') ?? '') ?? [];
    if (options.has('-k') && first === undefined) wholeNumber(this, '-k', options.value('-k') ?? '');
    const has = (letter: string): boolean => options.has(`-${letter}`) || (letters ?? '').includes(letter);
    const separator = options.value('-t');
    const field = (text: string): string => {
      if (first === undefined) return text;
      const fields = separator === undefined ? text.trim().split(/\s+/) : text.split(separator);
      return fields
        .slice(Number(first) - 1, last === undefined ? undefined : Number(last))
        .join(separator ?? ' ');
    };
    const key = (text: string): string | number => {
      const part = field(text);
      if (has('n')) return Number.parseFloat(part.trim()) || 0;
      if (has('h')) return sizeOf(part.trim());
      if (has('g')) return Number(part.trim().split(/\s/)[0]) || 0;
      return has('f') ? part.toUpperCase() : has('b') ? part.trimStart() : part;
    };
    const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);
    const order = (a: Keyed, b: Keyed): number => {
      const byKey = compare(a.by, b.by);
      // Where the keys are equal the whole line decides, unless it shall stay stable or each come once.
      const decided =
        byKey !== 0 || options.has('-s') || options.has('-u') ? byKey : compare(a.line.text, b.line.text);
      return has('r') ? -decided : decided;
    };
    return (lines) => sorted(lines, key, order, options.has('-u'));
  },
};

interface Keyed {
  readonly line: Line;
  readonly by: string | number;
}

function* sorted(
  lines: Iterable<Line>,
  key: (text: string) => string | number,
  order: (a: Keyed, b: Keyed) => number,
  once: boolean,
): Generator<Line> {
  const keyed = Array.from(lines, (line) => ({ line, by: key(line.text) })).sort(order);
  let before: string | number | undefined;
  for (const { line, by } of keyed) {
    if (!once || by !== before) yield line;
    before = by;
  }
}

const UNITS = 'kmgtp';

/** "4K", "1.5G" in bytes. */
function sizeOf(text: string): number {
  const [, digits, unit] = /^(-?[\d.]+)([kmgtp])?/i.exec(text) ?? [];
  return (Number.parseFloat(digits ?? '') || 0) * 1024 ** (unit ? UNITS.indexOf(unit.toLowerCase()) + 1 : 0);
}
