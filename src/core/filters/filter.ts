import { consoleWords } from '../catalogue/console.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';

/** What lines are sent through after a bar: `ps | grep UN | wc -l`. A line that is kept keeps its links and its row. */
export interface Filter {
  readonly name: string;
  /** Other names for it: egrep. */
  readonly aliases?: readonly string[];
  /** "grep [-iv…] PATTERN": for complaints, completion and help. */
  readonly usage: string;
  /** Understands `words` (those after `name`). Throws RequestError for whatever it does not. */
  prepare(words: readonly string[], name: string): Through;
}

/** Lines in, lines out; lazy, so that `head` ends what it has enough of. */
export type Through = (lines: Iterable<Line>) => Iterable<Line>;

/** A line that a filter made: its row is its text. */
export function made(text: string): Line {
  return { text, row: { text } };
}

/** Options of a filter: letter (or whole word) → how its value is called; undefined for a switch. */
export type OptionTable = Readonly<Record<string, string | undefined>>;

/** Options and the words that are none, as getopt sorts them. */
export interface Sorted {
  readonly words: readonly string[];
  has(flag: string): boolean;
  value(flag: string): string | undefined;
  values(flag: string): readonly string[];
  /** The value of `flag` as a whole number. Throws RequestError when it is none. */
  number(flag: string): number | undefined;
}

/** Sorts `words` by `table`: switches may be joined, a value may follow at once or as the next word. */
export function sortOptions(
  filter: Pick<Filter, 'name' | 'usage'>,
  table: OptionTable,
  given: readonly string[],
): Sorted {
  const found = new Map<string, string[]>();
  const words: string[] = [];
  const note = (flag: string, value: string): void =>
    void found.set(flag, [...(found.get(flag) ?? []), value]);
  for (let i = 0; i < given.length; i++) {
    const word = given[i];
    if (word === '--') {
      words.push(...given.slice(i + 1));
      break;
    }
    if (!/^-./.test(word)) {
      words.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at++) {
      const flag = `-${word[at]}`;
      if (!Object.hasOwn(table, flag))
        throw new RequestError(
          consoleWords.unknownOption({ filter: filter.name, option: flag, usage: filter.usage }),
        );
      if (table[flag] === undefined) {
        note(flag, '');
        continue;
      }
      const rest = word.slice(at + 1);
      if (rest === '' && i + 1 >= given.length)
        throw new RequestError(consoleWords.needsValue({ filter: filter.name, option: flag }));
      note(flag, rest !== '' ? rest : given[++i]);
      break;
    }
  }
  return {
    words,
    has: (flag) => found.has(flag),
    value: (flag) => found.get(flag)?.at(-1),
    values: (flag) => found.get(flag) ?? [],
    number(flag) {
      const text = found.get(flag)?.at(-1);
      return text === undefined ? undefined : wholeNumber(filter, flag, text);
    },
  };
}

/** `text` as a number of lines, fields … Throws RequestError when it is none. */
export function wholeNumber(filter: Pick<Filter, 'name'>, option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new RequestError(consoleWords.needsNumber({ filter: filter.name, option, given: text }));
  return Number(text);
}

/** Refuses words that a filter has no use for: they would be files. */
export function noWords(filter: Pick<Filter, 'name' | 'usage'>, words: readonly string[]): void {
  if (words.length > 0)
    throw new RequestError(
      consoleWords.tooManyWords({ filter: filter.name, word: words[0], usage: filter.usage }),
    );
}
