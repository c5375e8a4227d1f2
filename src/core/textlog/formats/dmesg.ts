import type { LineFormat } from '../format.ts';

/** kernel/printk/printk.c print_time(): "[%5lu.%06lu]" of seconds and microseconds since boot, after "<level>" on some ways. */
const STAMP = /^(?:<(\d{1,3})>)?\[ *(\d{1,9})\.(\d{3,9})\] ?/;

/** What dmesg and the kernel's consoles print: "[   12.345678] text". */
export const format: LineFormat = {
  name: 'dmesg',
  peel(line) {
    const found = STAMP.exec(line);
    if (!found) return undefined;
    const text = line.slice(found[0].length);
    const time = Number(`${found[2]}.${found[3]}`);
    if (found[1] === undefined) return { text, time };
    // The number holds both (syslog(3)): the level in its lower three bits, the facility above.
    const priority = Number(found[1]);
    return { text, time, level: priority & 7, facility: priority >> 3, own: priority >> 3 === 0 };
  },
};
