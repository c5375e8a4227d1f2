import type { Line } from '../src/core/rows/value.ts';

/** Lines on their way to the page: their rows stay after, their links travel as numbers. */
export interface PackedLines {
  readonly text: readonly string[];
  /** For each link, in the order of lines: number of its line, start, end. */
  readonly places: Uint32Array;
  /** For each link: where it leads. */
  readonly refs: readonly string[];
}

/** `lines` as few arrays, which cross between threads at less cost than an object for each. */
export function packLines(lines: readonly Line[]): PackedLines {
  const places: number[] = [];
  const refs: string[] = [];
  for (const [i, line] of lines.entries())
    for (const link of line.links ?? []) {
      places.push(i, link.start, link.end);
      refs.push(link.ref);
    }
  return { text: lines.map((line) => line.text), places: Uint32Array.from(places), refs };
}

/** The lines of a pack from number `from` up to `to`. */
export function unpackLines({ text, places, refs }: PackedLines, from = 0, to = text.length): Line[] {
  const links: { start: number; end: number; ref: string }[][] = [];
  for (let i = firstLink(places, from); i < refs.length && places[i * 3] < to; i++)
    (links[places[i * 3] - from] ??= []).push({
      start: places[i * 3 + 1],
      end: places[i * 3 + 2],
      ref: refs[i],
    });
  return text.slice(from, to).map((each, i) => ({ text: each, links: links[i] }));
}

/** Number of the first link that stands in line `line` or after it. */
function firstLink(places: Uint32Array, line: number): number {
  let low = 0;
  let high = places.length / 3;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (places[middle * 3] < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
