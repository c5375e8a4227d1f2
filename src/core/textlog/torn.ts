import type { Line, Row } from './format.ts';
import type { Peeler } from './peel.ts';

/** A stamp at its full width (kernel/printk/printk.c, "[%5lu.%06lu]"), which nobody writes within a sentence. */
const STAMP = /(?:<\d>)?\[(?:[ \d]{4}\d|\d{6,9})\.\d{6}\](?=$|[ \t]|\[ *[TC]\d)/;
/** Stamps in one line. */
const MAX_TORN = 64;

/**
 * `row`, or the rows that it holds where another line began in its middle: two CPUs or a prompt wrote to one console
 * ("login: [   12.345678] text", "** 4 printk messages dropped ** [   12.345678] text").
 */
export function* untorn(row: Row, peeler: Peeler): Generator<Row> {
  let left = row;
  for (let count = 0; count < MAX_TORN; count++) {
    const found = left.text.length > 14 ? STAMP.exec(left.text) : null;
    if (!found) break;
    const before = left.text.slice(0, found.index);
    if (before.trim() !== '') yield { ...left, text: before };
    left = peeler.peel({ line: row.line, text: left.text.slice(found.index) });
  }
  yield left;
}

/** What is left of a stamp whose beginning is gone ("   56.424728][ T6829] text", ".424728] text"). */
const CUT_STAMP = /^ {0,4}(\d{0,9}\.\d{6})\](?=\[ *[TC]\d+\]|[ \t])/;

/** The first line of a text, which was copied from somewhere within it: with the bracket that its stamp begins with. */
export function begun<T extends Line>(line: T): T {
  const [cut, digits] = CUT_STAMP.exec(line.text) ?? [];
  if (cut === undefined) return line;
  const stamp = digits.startsWith('.') ? '' : `[${digits.padStart(12)}]`;
  return { ...line, text: stamp + line.text.slice(cut.length).replace(stamp === '' ? /^[ \t]+/ : /^$/, '') };
}
