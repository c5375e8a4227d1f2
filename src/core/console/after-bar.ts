import type { Completion } from '../commands/completion.ts';
import { filters } from '../filters/index.ts';

/**
 * What may stand at the end of `line` when that is after a bar: the filters that there are, each with its usage; what a
 * filter's own words may be nobody knows. Undefined where no bar comes before it.
 */
export function afterBar(line: string): Completion | undefined {
  const bar = line.lastIndexOf('|');
  if (bar <= line.lastIndexOf(';')) return undefined;
  const words = line
    .slice(bar + 1)
    .trimStart()
    .split(/\s+/);
  const word = words.at(-1) ?? '';
  const fitting = words.length > 1 ? [] : filters.filter(({ name }) => name.startsWith(word));
  const sorted = fitting.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    from: line.length - word.length,
    words: sorted.map(({ name }) => name),
    usages: sorted.map(({ usage }) => usage),
  };
}
