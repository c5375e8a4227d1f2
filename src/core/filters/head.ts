import type { Line } from '../rows/value.ts';
import { noWords, sortOptions, wholeNumber, type Filter } from './filter.ts';

/** How many lines `words` of head and tail ask for: "-n 5", "-5", "-n +3"; ten without a word. */
export function askedLines(
  filter: Filter,
  words: readonly string[],
): { readonly count: number; readonly from: boolean } {
  const spelled = words.map((word, i) =>
    /^[-+]\d+$/.test(word) && words[i - 1] !== '-n' ? `-n${word.replace('-', '')}` : word,
  );
  const options = sortOptions(filter, { '-n': 'N' }, spelled);
  noWords(filter, options.words);
  const text = options.value('-n') ?? '10';
  return { count: wholeNumber(filter, '-n', text.replace(/^[-+]/, '')), from: text.startsWith('+') };
}

/** The first lines; nothing after them is computed. */
export const filter: Filter = {
  name: 'head',
  usage: 'head [-n N]',
  prepare(words) {
    const { count } = askedLines(this, words);
    return (lines) => first(lines, count);
  },
};

function* first(lines: Iterable<Line>, count: number): Generator<Line> {
  let left = count;
  if (left <= 0) return;
  for (const line of lines) {
    yield line;
    if (--left <= 0) return;
  }
}
