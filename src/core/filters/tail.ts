import type { Line } from '../rows/value.ts';
import type { Filter } from './filter.ts';
import { askedLines } from './head.ts';

/** The last lines, or with "-n +N" those from line N on. */
export const filter: Filter = {
  name: 'tail',
  usage: 'tail [-n N | -n +N]',
  prepare(words) {
    const { count, from } = askedLines(this, words);
    return (lines) => (from ? after(lines, count) : last(lines, count));
  },
};

function* after(lines: Iterable<Line>, from: number): Generator<Line> {
  let number = 0;
  for (const line of lines) if (++number >= from) yield line;
}

function* last(lines: Iterable<Line>, count: number): Generator<Line> {
  let kept: Line[] = [];
  for (const line of lines) {
    kept.push(line);
    // Cut back now and then, not line by line.
    if (kept.length >= 2 * count + 1024) kept = kept.slice(kept.length - count);
  }
  yield* count === 0 ? [] : kept.slice(-count);
}
