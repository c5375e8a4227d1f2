import type { LineFormat } from '../format.ts';

/** Samsung: "[0:      swapper/0:    1] ", in an interrupt with an I before it. */
const SAMSUNG = /^[I ]?\[ ?\d{1,3}: {0,15}[^\]]{1,16}: {0,6}(\d{1,10})\] ?/;
/** MediaTek: "(0)[1:swapper/0]"; a CPU, a task. */
const MEDIATEK = /^-?\(\d{1,3}\)\[(\d{1,10}):[^\]]{1,16}\]/;
/** Qualcomm of old: "c0      1 (swapper/0) ". */
const QUALCOMM = /^c\d{1,2} {1,8}(\d{1,10}) (?:\([^)]{1,16}\) ?)?/;

/** Oplus: "[pid:5118,cpu4,QThread,4]". */
const OPLUS = /^\[pid:(\d{1,10}),cpu\d{1,3},[^\],]{1,16}(?:,\d{1,3})?\] ?/;

/** What vendors of Android put after the kernel's stamp in last_kmsg and console-ramoops: CPU, task, pid. */
export const format: LineFormat = {
  name: 'Android',
  place: 'inside',
  first: 'I [(-c',
  share: 0.3,
  peel(line) {
    const found = SAMSUNG.exec(line) ?? MEDIATEK.exec(line) ?? QUALCOMM.exec(line) ?? OPLUS.exec(line);
    return found ? { text: line.slice(found[0].length), caller: `T${found[1]}` } : undefined;
  },
};
