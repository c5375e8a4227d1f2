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
/** A mail of format=flowed breaks lines at some column in between. */
const MIN_FLOWED = 40;
const FLOWED = 72;
const MAX_FLOWED = 80;
/** Of the lines without a stamp so many must be explained by wrapping. */
const SHARE = 0.8;

/**
 * The rows of a text, put together again where a terminal (at its last column) or a mail (between words) had wrapped
 * the lines of a stamped log.
 */
export function unwrapped(measured: readonly Measured[], remarks: Message[]): Row[] {
  const width = measured.reduce((most, { length }) => Math.max(most, length), 0);
  const stamped = measured.filter(({ row }) => hasStamp(row)).length;
  const plain = (): Row[] => measured.map(({ row }) => row);
  if (stamped < measured.length / 3) {
    const broken = flowedIn(measured);
    return broken.length < 2 ? plain() : joinedAt(broken, ' ', MAX_FLOWED, measured, remarks);
  }
  if (width > MAX_WIDTH || width < 40) return plain();
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
  return joined.length === 0
    ? plain()
    : joinedAt(joined, joined === hard ? '' : ' ', width, measured, remarks);
}

/** `measured` with every row of those at `joined` put at the end of the one before. */
function joinedAt(
  joined: readonly number[],
  between: string,
  width: number,
  measured: readonly Measured[],
  remarks: Message[],
): Row[] {
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

/**
 * Where lines without stamps were broken by a mail of format=flowed: the space stands at their end, and the next word would
 * not have fitted. None unless most lines so long that end in a space are explained by it.
 */
function flowedIn(measured: readonly Measured[]): number[] {
  const long = measured.flatMap(({ row, length }, at) =>
    row.text.endsWith(' ') && length >= MIN_FLOWED && length <= MAX_FLOWED && at + 1 < measured.length
      ? [at + 1]
      : [],
  );
  const broken = long.filter((at) => {
    const { row, length } = measured[at];
    return (
      row.text.trim() !== '' && length <= MAX_FLOWED && wouldNotFit(measured[at - 1], measured[at], FLOWED)
    );
  });
  return broken.length >= long.length * SHARE ? broken : [];
}

function hasStamp({ time, wall, since }: Row): boolean {
  return time !== undefined || wall !== undefined || since !== undefined;
}

function wouldNotFit(before: Measured, after: Measured, width: number): boolean {
  const word = /^\S+/.exec(after.row.text)?.[0].length ?? 0;
  return word > 0 && before.length + 1 + word > width;
}
