import { never } from '../../catalogue/commands.ts';
import type { Message } from '../../catalogue/message.ts';
/** Commands of crash 9 (help.c) that oopscope does not have yet; one line says so, instead of "not found". */
export const NOT_YET: ReadonlySet<string> = new Set([
  'alias',
  'ascii',
  'bpf',
  'btop',
  'dev',
  'files',
  'fuser',
  'ipcs',
  'irq',
  'kmem',
  'list',
  'mach',
  'mount',
  'net',
  'pte',
  'ptob',
  'ptov',
  'runq',
  'rustfilt',
  'sbitmapq',
  'sig',
  'swap',
  'timer',
  'tree',
  'vm',
  'waitq',
]);

/** Commands of crash that only a live system, gdb or the machine it runs on can answer. */
export const NEVER: ReadonlyMap<string, Message> = new Map([['map', never.noIndex()]]);
