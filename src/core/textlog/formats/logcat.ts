import type { LineFormat } from '../format.ts';

/** "03-17 16:52:01.003     0     0 W         : text": a date, the process, the thread, a letter, who wrote it (logcat(1) -v threadtime). */
const LINE =
  /^(?:\d{4}-)?\d\d-\d\d (\d\d:\d\d:\d\d\.\d{3,9}) {1,8}(?:root {1,8}|\d{1,7} {1,8})?\d{1,7} {1,8}\d{1,7} [VDIWEFS] (.{0,60}?) {0,12}: ?/;
/** Those of the kernel have no name, or this one. */
const KERNEL = /^(?:kernel)?$/i;

/** Android's log with the kernel's lines in it (logcat -b kernel, bug reports). */
export const format: LineFormat = {
  name: 'logcat',
  place: 'outside',
  peel(line) {
    const found = LINE.exec(line);
    if (!found) return undefined;
    const own = KERNEL.test(found[2]);
    return { text: line.slice(found[0].length), wall: found[1], program: own ? 'kernel' : found[2], own };
  },
};
