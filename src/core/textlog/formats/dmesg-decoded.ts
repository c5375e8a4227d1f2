import type { LineFormat } from '../format.ts';

/** util-linux sys-utils/dmesg.c level_names and facility_names, by their numbers in syslog(3). */
const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];
const FACILITIES = 'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp'.split(' ');

const DECODED = new RegExp(`^(${FACILITIES.join('|')}|local[0-7]) *:(${LEVELS.join('|')}) *: ?`);

/** The level called `name` in any of its spellings ("warning", "error"), as a number. */
export function levelNamed(name: string): number | undefined {
  const at = LEVELS.findIndex((level) => name.startsWith(level) || (level === 'emerg' && name === 'panic'));
  return at < 0 ? undefined : at;
}

/** The facility called `name`, as a number. */
export function facilityNamed(name: string): number | undefined {
  const at = FACILITIES.indexOf(name);
  const local = /^local([0-7])$/.exec(name);
  if (local) return 16 + Number(local[1]);
  return at < 0 ? undefined : at;
}

/** dmesg -x: "kern  :info  : [    0.000000] text". */
export const format: LineFormat = {
  name: 'dmesg -x',
  place: 'outside',
  peel(line) {
    const found = DECODED.exec(line);
    if (!found) return undefined;
    const facility = facilityNamed(found[1]);
    return {
      text: line.slice(found[0].length),
      level: levelNamed(found[2]),
      facility,
      own: facility === 0,
    };
  },
};
