import type { Line } from '../rows/value.ts';
import { made, noWords, sortOptions, type Filter } from './filter.ts';

/** Lines that follow each other alike, once: counted (-c), only repeated ones (-d), only single ones (-u), case aside (-i). */
export const filter: Filter = {
  name: 'uniq',
  usage: 'uniq [-cdiu]',
  prepare(words) {
    const options = sortOptions(
      this,
      { '-c': undefined, '-d': undefined, '-i': undefined, '-u': undefined },
      words,
    );
    noWords(this, options.words);
    const same = (text: string): string => (options.has('-i') ? text.toLowerCase() : text);
    return function* (lines) {
      for (const [line, count] of groups(lines, same)) {
        if ((options.has('-d') && count < 2) || (options.has('-u') && count > 1)) continue;
        yield options.has('-c') ? made(`${String(count).padStart(7)} ${line.text}`) : line;
      }
    };
  },
};

function* groups(lines: Iterable<Line>, same: (text: string) => string): Generator<readonly [Line, number]> {
  let first: Line | undefined;
  let count = 0;
  for (const line of lines) {
    if (first && same(first.text) === same(line.text)) {
      count++;
      continue;
    }
    if (first) yield [first, count];
    first = line;
    count = 1;
  }
  if (first) yield [first, count];
}
