/** Wall clocks as logs print them, for regular expressions. */
export const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
export const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';

const TIME = '\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?';
const DATE = '\\d{4}[-/]\\d\\d[-/]\\d\\d';
const ZONE = '(?:Z|[+-]\\d\\d:?\\d\\d)';

/**
 * A clock with its date, unmistakable at the beginning of a line: RFC 3164 and ctime(3) in their variants, ISO 8601
 * and the like (also in brackets), seconds since 1970 with a fraction.
 */
export const CLOCK = [
  `(?:${DAY} )?${MONTH} {1,2}\\d{1,2}(?: \\d{4})? ${TIME}(?: \\d{4})?`,
  `\\[?(?:${DAY} )?${DATE}[T ]${TIME}(?: ?${ZONE}| UTC)?(?:\\]|(?= ))`,
  `(?:${DAY} )?${DATE}[T ]${TIME}(?: ?${ZONE}| [A-Z]{3,4})?`,
  `1\\d{9}\\.\\d{3,9}`,
].join('|');
