import type { LineFormat } from '../format.ts';
import { priority } from './dmesg.ts';

/** A level without a time: "<4>Modules linked in:", kernels without CONFIG_PRINTK_TIME (kernel/printk/printk.c). */
export const format: LineFormat = {
  name: 'level',
  place: 'outside',
  first: '<',
  peel(line) {
    // RFC 5424 has its version there: that is one of syslog's.
    const found = /^<(\d{1,3})>(?!1 \d{4}-)/.exec(line);
    return found ? { text: line.slice(found[0].length), ...priority(Number(found[1])) } : undefined;
  },
};
