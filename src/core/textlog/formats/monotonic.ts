import type { LineFormat } from '../format.ts';
import { named } from './syslog.ts';

/** journalctl -o short-monotonic and short-delta: the kernel's stamp first, then host and program: "[   12.345678] host kernel: text". */
export const format: LineFormat = {
  name: 'journal, monotonic',
  place: 'inside',
  share: 0.6,
  peel(line) {
    const peeled = named(line);
    return /^kernel$|\]$/.test(peeled.program ?? '') ? peeled : undefined;
  },
};
