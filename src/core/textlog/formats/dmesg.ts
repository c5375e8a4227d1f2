import type { LineFormat } from '../format.ts';

/** kernel/printk/printk.c print_syslog and print_time: "<%u>" and "[%5lu.%06lu]", seconds and microseconds since boot. */
const STAMP =
  /^(?:<(\d{1,3})>)? {0,3}(?:\[ {0,12}(?=\d)|(?=\d{1,9}\.\d{6}\] ))(\d{1,9})\.(\d{3,9})(?:s|,\d{1,4}| < *\d+\.\d+ ?>)? ?\] ?/;

/** What dmesg and the kernel's consoles print: "[   12.345678] text", with dmesg -d also "<    0.000012>". */
export const format: LineFormat = {
  name: 'dmesg',
  place: 'stamp',
  first: '[< 0123456789',
  peel(line) {
    const found = STAMP.exec(line);
    if (!found) return undefined;
    const text = line.slice(found[0].length);
    const time = Number(`${found[2]}.${found[3]}`);
    return found[1] === undefined ? { text, time } : { text, time, ...priority(Number(found[1])) };
  },
};

/** syslog(3): the level in the lower three bits, the facility above; the kernel's own is 0. */
export function priority(both: number): { level: number; facility: number; own: boolean } {
  return { level: both & 7, facility: both >> 3, own: both >> 3 === 0 };
}
