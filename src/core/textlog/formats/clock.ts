import type { LineFormat } from '../format.ts';

const TIME =
  /^(?:\[ ?)?(?:\d{4}[-/.]\d\d[-/.]\d\d[ T_])?(\d\d:\d\d:\d\d(?:[.,:]\d{1,9})?)(?: ?\])?(?:[:>|] ?| {1,2}|\t|(?=[[<]))/;

/** A time of day that a terminal or a logger of a serial line put before each line: "[12:00:01.123] text", "12:00:01.123> text". */
export const format: LineFormat = {
  name: 'clock',
  place: 'outside',
  first: '0123456789[',
  share: 0.5,
  peel(line) {
    const found = TIME.exec(line);
    return found ? { text: line.slice(found[0].length), wall: found[1] } : undefined;
  },
};
