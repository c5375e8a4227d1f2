/** Wall clocks as logs print them, for regular expressions. */
export const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
export const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';

/** As journalctl and syslog servers print it in other languages: "июл", "févr.", "11월", "11月" (nl_langinfo(3), ABMON). */
const OTHER_MONTH =
  '(?:\\d{1,2} ?[\\u6708\\uc6d4]|[A-Za-z\\u00c0-\\u024f\\u0370-\\u1fff\\uac00-\\ud7a3]{3,10}\\.?)';

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
  `${OTHER_MONTH} {1,2}\\d{1,2} ${TIME}(?= )`,
].join('|');
