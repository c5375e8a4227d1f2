import { textlog as say } from '../catalogue/textlog.ts';
import type { Message } from '../catalogue/message.ts';
import type { Row } from './format.ts';

/** Packets overtake each other by no more records than this; a larger step back is another boot. */
const MAX_STEP = 1000;

/**
 * `rows` in the order of the numbers that the kernel gave them (netconsole's packets overtake each other), records
 * that were sent in pieces put together; what is missing is said.
 */
export function inOrder(rows: Row[], remarks: Message[]): Row[] {
  if (!rows.some(({ number }) => number !== undefined)) return rows;
  const { ordered, moved } = sorted(
    rows.filter((row) => row.number !== undefined || !/^ [A-Z_]+=/.test(row.text)),
  );
  if (moved > 0) remarks.push(say.reordered({ records: moved }));
  const whole = joined(ordered, remarks);
  let missing = 0;
  let last: number | undefined;
  for (const { number } of whole) {
    if (number === undefined) continue;
    if (last !== undefined && number > last) missing += number - last - 1;
    last = number;
  }
  if (missing > 0) remarks.push(say.numbersMissing({ records: missing }));
  return whole;
}

/** Each row that came late is put where its number belongs; a record's pieces stay in the order of their bytes. */
function sorted(rows: readonly Row[]): { ordered: Row[]; moved: number } {
  const ordered: Row[] = [];
  let moved = 0;
  for (const row of rows) {
    let at = ordered.length;
    const late = (before: Row): boolean =>
      row.number !== undefined &&
      before.number !== undefined &&
      (before.number > row.number ? before.number - row.number <= MAX_STEP : outOfPlace(before, row));
    while (at > 0 && ordered.length - at < MAX_STEP && late(ordered[at - 1])) at--;
    if (at < ordered.length) moved++;
    ordered.splice(at, 0, row);
  }
  return { ordered, moved };
}

function outOfPlace(before: Row, row: Row): boolean {
  if (before.number !== row.number || !before.fragment || !row.fragment) return false;
  return before.fragment.at > row.fragment.at;
}

/** Pieces of one record (Documentation/networking/netconsole.rst, ncfrag) as one row; its gap shows as "…". */
function joined(rows: readonly Row[], remarks: Message[]): Row[] {
  const whole: Row[] = [];
  let lost = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (!row.fragment) {
      whole.push(row);
      continue;
    }
    let text = '';
    let next = 0;
    let gaps = false;
    for (; at < rows.length && rows[at].number === row.number && rows[at].fragment; at++) {
      const { fragment, text: piece } = rows[at];
      if (!fragment || fragment.at < next) continue;
      if (fragment.at > next) {
        gaps = true;
        text += '…';
      }
      text += piece;
      next = fragment.at + new TextEncoder().encode(piece).length;
    }
    at--;
    if (gaps || next < row.fragment.of) lost++;
    whole.push({ ...row, text });
  }
  if (lost > 0) remarks.push(say.piecesMissing({ records: lost }));
  return whole;
}
