import type { Line } from '../src/core/rows/value.ts';
import { PAUSE, Scan, type Pause } from '../src/core/scan/scan.ts';

/** How long lines are gathered before the filters are asked for the first time, in milliseconds. */
const FIRST_MS = 40;

/** Lines that are kept at most. */
const MOST = 1_000_000;

/**
 * Thrown into the filters where no more lines have come yet; nobody sees it. Made when it is thrown: for an error that is made
 * while a script begins Chromium goes through all of that script again, to know in which line (some 50 ms).
 */
class NoMoreYet extends Error {}

/**
 * The lines of a command through `filter`, with its scans and pauses passed on to whoever pumps them: filters pull their lines
 * and cannot wait, so what has come is given to them again and again, each time twice as late, and what they then say that they
 * did not say before is new. Ends as soon as they want no more (head). Of more lines than there is room for none is kept: then
 * `again` begins anew, and the filters pull from it to the end.
 */
export function* filtered(
  source: Iterable<Line | Scan | Pause>,
  filter: (lines: Iterable<Line>) => Iterable<Line>,
  again: () => Iterable<Line>,
  now: () => number = () => performance.now(),
): Generator<Line | Scan | Pause, void, void> {
  const began = now();
  const come: Line[] = [];
  let said = 0;
  let due = began + FIRST_MS;
  for (const each of source) {
    if (each === PAUSE || each instanceof Scan) yield each;
    else if (come.push(each) > MOST) {
      come.length = 0;
      let at = 0;
      for (const line of filter(again())) if (at++ >= said) yield line;
      return;
    }
    if (now() < due) continue;
    const { lines, whole } = attempt(come, filter, false);
    yield* lines.slice(said);
    if (whole) return;
    said = Math.max(said, lines.length);
    yield PAUSE;
    due = now() + (now() - began);
  }
  yield* attempt(come, filter, true).lines.slice(said);
}

/** What `filter` makes of the lines that have come; `whole` when it is done with them. */
function attempt(
  come: readonly Line[],
  filter: (lines: Iterable<Line>) => Iterable<Line>,
  all: boolean,
): { lines: Line[]; whole: boolean } {
  function* soFar(): Generator<Line, void, void> {
    yield* come;
    if (!all) throw new NoMoreYet();
  }
  const lines: Line[] = [];
  try {
    for (const line of filter(soFar())) lines.push(line);
    return { lines, whole: true };
  } catch (error) {
    if (!(error instanceof NoMoreYet)) throw error;
    return { lines, whole: false };
  }
}
