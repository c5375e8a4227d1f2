import { consoleWords } from '../catalogue/console.ts';
import { RequestError } from '../errors.ts';
import { made, noWords, sortOptions, type Filter } from './filter.ts';

/** Parts of each line: fields (-f) between delimiters (-d, a tab without it) or characters (-c, -b). */
export const filter: Filter = {
  name: 'cut',
  usage: 'cut -f LIST [-d CHARACTER] [-s] | cut -c LIST',
  prepare(words) {
    const options = sortOptions(
      this,
      { '-f': 'LIST', '-d': 'CHARACTER', '-c': 'LIST', '-b': 'LIST', '-s': undefined },
      words,
    );
    noWords(this, options.words);
    const fields = options.value('-f');
    const wanted = picked(fields ?? options.value('-c') ?? options.value('-b') ?? '');
    const delimiter = options.value('-d') ?? '\t';
    const cut = (text: string): string | undefined => {
      if (fields === undefined) return wanted([...text]).join('');
      if (!text.includes(delimiter)) return options.has('-s') ? undefined : text;
      return wanted(text.split(delimiter)).join(delimiter);
    };
    return function* (lines) {
      for (const line of lines) {
        const text = cut(line.text);
        if (text !== undefined) yield made(text);
      }
    };
  },
};

/** Picks the parts that `list` ("1,3-5,7-", counted from 1) names, in their order. */
function picked(list: string): (parts: readonly string[]) => string[] {
  const ranges = list.split(',').map((each): readonly [number, number] => {
    const [, from, to, dash] = /^(?=.*\d)(\d*)(?:(?=-)(?:-(\d*)()))?$/.exec(each) ?? [];
    if (from === undefined) throw new RequestError(consoleWords.badList({ list }));
    if (dash === undefined) return [Number(from), Number(from)];
    return [from === '' ? 1 : Number(from), to === '' || to === undefined ? Infinity : Number(to)];
  });
  return (parts) => parts.filter((_, i) => ranges.some(([from, to]) => i + 1 >= from && i + 1 <= to));
}
