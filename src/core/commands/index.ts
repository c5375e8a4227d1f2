import { gather } from '../gather.ts';
import type { Command } from './command.ts';

/** Every command of the console: the files of this folder that export `command`. */
export const commands: readonly Command[] = gather(
  import.meta.glob<{ command?: Command }>(['./*.ts', '!./index.ts'], { eager: true }),
  'command',
  (command) => command.name,
);
