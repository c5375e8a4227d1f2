import { never } from '../../catalogue/commands.ts';
import type { Message } from '../../catalogue/message.ts';

/** crash's built-in aliases (help.c, "alias"). */
export const BUILTIN_ALIASES: ReadonlyMap<string, string> = new Map([
  ['man', 'help'],
  ['?', 'help'],
  ['quit', 'q'],
  ['sf', 'set scroll off'],
  ['sn', 'set scroll on'],
  ['hex', 'set radix 16'],
  ['dec', 'set radix 10'],
  ['g', 'gdb'],
  ['px', 'p -x'],
  ['pd', 'p -d'],
  ['for', 'foreach'],
  ['size', '*'],
  ['dmesg', 'log'],
  ['lsmod', 'mod'],
  ['last', 'ps -l'],
]);

/** Commands of crash that only a live system, gdb or the machine it runs on can answer. */
export const NEVER: ReadonlyMap<string, Message> = new Map([['map', never.noIndex()]]);
