import type { Line } from '../rows/value.ts';
import { made, noWords, sortOptions, type Filter } from './filter.ts';

/** Counts lines (-l), words (-w), bytes (-c) and characters (-m); the first three without an option, as wc(1) prints them. */
export const filter: Filter = {
  name: 'wc',
  usage: 'wc [-lwcm]',
  prepare(words) {
    const options = sortOptions(
      this,
      { '-l': undefined, '-w': undefined, '-c': undefined, '-m': undefined },
      words,
    );
    noWords(this, options.words);
    const asked = (['-l', '-w', '-m', '-c'] as const).filter((flag) => options.has(flag));
    return (lines) => counted(lines, asked.length > 0 ? asked : ['-l', '-w', '-c']);
  },
};

function* counted(lines: Iterable<Line>, asked: readonly ('-l' | '-w' | '-m' | '-c')[]): Generator<Line> {
  const sums = { '-l': 0, '-w': 0, '-m': 0, '-c': 0 };
  for (const { text } of lines) {
    sums['-l']++;
    sums['-w'] += text.split(/\s+/).filter((word) => word !== '').length;
    sums['-m'] += [...text].length + 1;
    sums['-c'] += utf8Length(text) + 1;
  }
  const texts = asked.map((flag) => String(sums[flag]));
  yield made(asked.length === 1 ? texts[0] : texts.map((each) => each.padStart(7)).join(' '));
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
