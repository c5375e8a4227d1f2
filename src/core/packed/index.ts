import { gather } from '../gather.ts';
import type { Archive, Packing } from './packing.ts';

/** Every way to pack a stream: the files of this folder that export `packing`. */
export const packings: readonly Packing[] = gather(
  import.meta.glob<{ packing?: Packing }>(['./*.ts', '!./index.ts', '!./find-dump.ts'], { eager: true }),
  'packing',
  (packing) => packing.id,
);

/** Every kind of archive: the files of this folder that export `archive`. */
export const archives: readonly Archive[] = gather(
  import.meta.glob<{ archive?: Archive }>(['./*.ts', '!./index.ts', '!./find-dump.ts'], { eager: true }),
  'archive',
  (archive) => archive.id,
);
