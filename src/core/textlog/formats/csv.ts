import type { LineFormat } from '../format.ts';

/** Fields in quotes, parted by commas; quotes within are doubled (RFC 4180). */
const ROW = /^(?:"(?:[^"]|""){0,200}",){1,8}"((?:[^"]|"")*)"$/;

/** Tables of whoever collects logs, exported: the line is the last field. */
export const format: LineFormat = {
  name: 'csv',
  place: 'outside',
  share: 0.5,
  first: '"',
  peel(line) {
    const found = ROW.exec(line);
    return found ? { text: found[1].replaceAll('""', '"') } : undefined;
  },
};
