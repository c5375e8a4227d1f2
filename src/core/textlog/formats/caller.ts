import type { LineFormat } from '../format.ts';

/** kernel/printk/printk.c print_caller: "[%6s]" of "T277" (a task) or "C0" (a CPU); vendors add the CPU: "T277@C0". */
const CALLER = /^\[ *([TC]\d{1,10})(?:[:@]C\d{1,5})?\] ?/;

/** Who printed it (CONFIG_PRINTK_CALLER). */
export const format: LineFormat = {
  name: 'caller',
  place: 'stamp',
  first: '[',
  peel(line) {
    const found = CALLER.exec(line);
    return found ? { text: line.slice(found[0].length), caller: found[1] } : undefined;
  },
};
