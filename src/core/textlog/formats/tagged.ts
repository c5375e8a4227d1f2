import type { LineFormat } from '../format.ts';

/** "kernel: ", as syslog and wall(1) tag the kernel's lines. */
const TAG = /^kernel: {0,2}/;

/** The kernel's tag where the clock and the host before it were cut off. */
export const format: LineFormat = {
  name: 'tagged',
  place: 'outside',
  first: 'k',
  peel(line) {
    const found = TAG.exec(line);
    return found ? { text: line.slice(found[0].length), program: 'kernel', own: true } : undefined;
  },
};
