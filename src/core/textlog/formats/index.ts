import { gather } from '../../gather.ts';
import type { LineFormat, WholeFormat } from '../format.ts';

/** Every way in which a log is written: the files of this folder that export `format`. */
const formats: readonly (LineFormat | WholeFormat)[] = gather(
  import.meta.glob<{ format?: LineFormat | WholeFormat }>(['./*.ts', '!./index.ts'], { eager: true }),
  'format',
  (format) => format.name,
);

/** Forms that are told by the whole text. */
export const wholeFormats = formats.filter((format) => 'rows' in format);

/** Forms that each line has by itself. */
export const lineFormats = formats.filter((format) => 'peel' in format);
