import type { LineFormat } from '../format.ts';

/** A counter of a test's runner "00510 "; grep -n "12:", its context "12-", with a file's name before; cat -n and less -N "    12\t"; before a clock one space is enough. */
const NUMBER =
  /^(?:(?:[^\s:]{1,255}[:-])?\d{1,9}[:-](?!\d\d[:.])| {0,8}\d{1,9}(?:\t| {2}| (?=[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ))|0\d{4} )/;

/** Lines with the numbers that grep, cat and less put before them. */
export const format: LineFormat = {
  name: 'numbered',
  place: 'outside',
  share: 0.5,
  peel(line) {
    const found = NUMBER.exec(line);
    return found ? { text: line.slice(found[0].length) } : undefined;
  },
};
