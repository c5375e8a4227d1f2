import type { LineFormat } from '../format.ts';
import { DAY, MONTH } from '../clock.ts';

const CTIME = new RegExp(
  `^\\[(${DAY} ${MONTH} {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d \\d{4})(?: < *\\d+\\.\\d+ ?>)?\\] ?`,
);

/** dmesg -T: "[Thu Nov 26 12:00:01 2026] text" (util-linux sys-utils/dmesg.c, DMESG_TIMEFTM_CTIME and its delta). */
export const format: LineFormat = {
  name: 'dmesg -T',
  place: 'stamp',
  first: '[',
  peel(line) {
    const found = CTIME.exec(line);
    return found ? { text: line.slice(found[0].length), wall: found[1] } : undefined;
  },
};
