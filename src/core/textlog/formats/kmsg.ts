import type { LineFormat } from '../format.ts';
import { priority } from './dmesg.ts';

/**
 * Documentation/ABI/testing/dev-kmsg and networking/netconsole.rst: priority, number, microseconds since boot, flags
 * and further fields, a semicolon, the text; netconsole may put the kernel's release before it and cut a long record
 * into pieces (ncfrag=first byte/all bytes).
 */
const HEADER =
  /^(?:\d+\.\d+[^\s,;]*,)?(\d{1,5}),(\d{1,15}),(\d{1,17}),([-c+])((?:,[\w.-]+=[^,;\s]{0,100}){0,8});/;

/** Records as /dev/kmsg and netconsole's extended form have them: "6,1234,5678901,-;text". */
export const format: LineFormat = {
  name: '/dev/kmsg',
  place: 'outside',
  first: '0123456789',
  peel(line) {
    const found = HEADER.exec(line);
    if (!found) return undefined;
    const fragment = /,ncfrag=(\d{1,7})\/(\d{1,7})/.exec(found[5]);
    const caller = /,caller=([TC]\d{1,10})/.exec(found[5])?.[1];
    return {
      ...priority(Number(found[1])),
      number: Number(found[2]),
      time: Number(found[3]) / 1e6,
      ...(caller && { caller }),
      ...(fragment && { fragment: { at: Number(fragment[1]), of: Number(fragment[2]) } }),
      text: unescaped(line.slice(found[0].length)),
    };
  },
};

/** "\x09" and "\x5c": what is not printable is escaped there. */
function unescaped(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
