import type { LineFormat } from '../format.ts';

/** "[] ", "[ ] ", "[.] ", "[...] ", "[<...>] ", "[timestamp] ". */
const EMPTIED = /^\[(?: {0,12}|<?\.{1,4}>?|timestamp)\] ?(?=\S| )/;
/** MediaTek puts the module that prints between stamp and text: "[name:lockdep&]". */
const MODULE = /^\[name:[\w.-]{1,64}&\] ?/;

/** What stands where a stamp does and tells nothing: one that somebody emptied before he passed the log on, a module's name. */
export const format: LineFormat = {
  name: 'emptied',
  place: 'stamp',
  first: '[',
  peel(line) {
    const found = EMPTIED.exec(line) ?? MODULE.exec(line);
    return found ? { text: line.slice(found[0].length) } : undefined;
  },
};
