import { textlog as say } from '../catalogue/textlog.ts';
import type { Message } from '../catalogue/message.ts';
import type { Row } from './format.ts';

/** A row and how long its line was. */
export interface Measured {
  readonly row: Row;
  readonly length: number;
}

/** No terminal and no mail wraps later. */
const MAX_WIDTH = 240;
const MAX_SOFT_WIDTH = 132;
/** Of the lines without a stamp so many must be explained by wrapping. */
const SHARE = 0.8;

/**
 * The rows of a text, put together again where a terminal (at its last column) or a mail (between words) had wrapped
 * the lines of a stamped log.
 */
export function unwrapped(measured: readonly Measured[], remarks: Message[]): Row[] {
  const width = measured.reduce((most, { length }) => Math.max(most, length), 0);
  const stamped = measured.filter(({ row }) => hasStamp(row)).length;
  if (width > MAX_WIDTH || width < 40 || stamped < measured.length / 3) return measured.map(({ row }) => row);
  const open = measured.flatMap((each, at) =>
    at > 0 && !hasStamp(each.row) && each.row.text !== '' ? [at] : [],
  );
  const hard = open.filter((at) => measured[at - 1].length === width);
  const soft =
    width > MAX_SOFT_WIDTH ? [] : open.filter((at) => wouldNotFit(measured[at - 1], measured[at], width));
  const enough = (found: readonly number[], least: number): boolean =>
    found.length >= least && found.length >= open.length * SHARE;
  // format=flowed (RFC 3676) keeps the space at which it broke the line.
  const flowed = open.filter((at) => measured[at - 1].row.text.endsWith(' '));
  const either = new Set([...soft, ...flowed]);
  const both = open.filter((at) => either.has(at));
  const joined = enough(hard, 2) ? hard : enough(both, 3) ? both : flowed.length >= 3 ? flowed : [];
  const between = joined === hard ? '' : ' ';
  if (joined.length === 0) return measured.map(({ row }) => row);
  const joins = new Set(joined);
  const rows: Row[] = [];
  measured.forEach(({ row }, at) => {
    const last = rows.at(-1);
    if (last && joins.has(at))
      rows[rows.length - 1] = {
        ...last,
        text: (between === '' ? last.text : last.text.trimEnd()) + between + row.text,
      };
    else rows.push(row);
  });
  remarks.push(say.unwrapped({ lines: joins.size, width }));
  return rows;
}

function hasStamp({ time, wall, since }: Row): boolean {
  return time !== undefined || wall !== undefined || since !== undefined;
}

function wouldNotFit(before: Measured, after: Measured, width: number): boolean {
  const word = /^\S+/.exec(after.row.text)?.[0].length ?? 0;
  return word > 0 && before.length + 1 + word > width;
}
