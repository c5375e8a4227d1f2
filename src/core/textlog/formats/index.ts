import { gather } from '../../gather.ts';
import type { LineFormat } from '../format.ts';

/** Every way in which lines of a log are written: the files of this folder that export `format`. */
export const formats: readonly LineFormat[] = gather(
  import.meta.glob<{ format?: LineFormat }>(['./*.ts', '!./index.ts'], { eager: true }),
  'format',
  (format) => format.name,
);
