import { gather } from '../gather.ts';
import type { Filter } from './filter.ts';

/** Every filter that a bar can lead into: the files of this folder that export `filter`. */
export const filters: readonly Filter[] = gather(
  import.meta.glob<{ filter?: Filter }>(['./*.ts', '!./index.ts'], { eager: true }),
  'filter',
  (filter) => filter.name,
);

const byName = new Map(
  filters.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each])),
);

/** The filter called `name`. */
export function filterNamed(name: string): Filter | undefined {
  return byName.get(name);
}
