import type { LineFormat } from '../format.ts';
import { MONTH } from '../clock.ts';

const MINUTE = new RegExp(`^\\[(${MONTH} {0,2}\\d{1,2} \\d\\d:\\d\\d)\\] ?`);
/** "[  +0.000012]" and "[<    0.000012>]": seconds since the line before. */
const SINCE = /^\[ *(?:\+(\d{1,9}\.\d{6})|< *(\d{1,9}\.\d{6}) ?>)\] ?/;

/** dmesg -e and -H: "[Nov26 12:00] text", then "[  +0.000012] text" (util-linux sys-utils/dmesg.c, DMESG_TIMEFTM_RELTIME, _DELTA). */
export const format: LineFormat = {
  name: 'dmesg -e',
  place: 'stamp',
  first: '[',
  peel(line) {
    const since = SINCE.exec(line);
    if (since) return { text: line.slice(since[0].length), since: Number(since[1] ?? since[2]) };
    const minute = MINUTE.exec(line);
    return minute ? { text: line.slice(minute[0].length), wall: minute[1] } : undefined;
  },
};
