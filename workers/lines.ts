import type { Line } from '../src/core/rows/value.ts';

/** Lines on their way to the page: their rows stay after, their links travel as numbers. */
export interface PackedLines {
  readonly text: readonly string[];
  /** For each link: number of its line, start, end. */
  readonly places: Uint32Array;
  /** For each link: where it leads. */
  readonly refs: readonly string[];
}

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

/** The lines of a pack. */
export function unpackLines({ text, places, refs }: PackedLines): Line[] {
  const links: { start: number; end: number; ref: string }[][] = [];
  for (const [i, ref] of refs.entries()) {
    const line = places[i * 3];
    (links[line] ??= []).push({ start: places[i * 3 + 1], end: places[i * 3 + 2], ref });
  }
  return text.map((each, i) => ({ text: each, links: links[i] }));
}
