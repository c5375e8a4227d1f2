import type { LineFormat } from '../format.ts';

/** Marks of quoting, but not KASAN's mark on a line of its memory dump (">ffff8881…: fa fb"). */
const MARKS = /^\s{0,8}(?:[>|] ?){1,8}(?![0-9a-f]{8,16}: )/;

/** A log within an answered mail: "> > [   12.345678] text". */
export const format: LineFormat = {
  name: 'quoted',
  place: 'outside',
  first: '>| \t',
  share: 0.1,
  peel(line) {
    const found = MARKS.exec(line);
    return found ? { text: line.slice(found[0].length) } : undefined;
  },
};
