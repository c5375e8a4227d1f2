import { never } from '../../catalogue/commands.ts';
import type { Message } from '../../catalogue/message.ts';
/** Commands of crash that only a live system, gdb or the machine it runs on can answer. */
export const NEVER: ReadonlyMap<string, Message> = new Map([['map', never.noIndex()]]);
