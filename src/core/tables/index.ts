import { gather } from '../gather.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { TableSource } from '../rows/table.ts';

/** Every table of the page: the files of this folder that export `table`. */
export const tables: readonly TableSource<Kernel>[] = gather(
  import.meta.glob<{ table?: TableSource<Kernel> }>(['./*.ts', '!./index.ts'], { eager: true }),
  'table',
  (table) => table.id,
);
