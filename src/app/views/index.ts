import type { RefKind } from '../../core/rows/ref.ts';
import { GROUPS, type View } from './view.ts';

/** Every view: the folders here whose view.ts exports `view`, in the order of the navigation. */
export const views: readonly View[] = Object.values(
  import.meta.glob<{ view: View }>('./*/view.ts', { eager: true }),
)
  .map((module) => module.view)
  .sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || a.order - b.order);

export function viewNamed(id: string): View | undefined {
  return views.find((view) => view.id === id);
}

/** The view that references of `kind` are shown in. */
export function viewFor(kind: RefKind): View | undefined {
  return views.find((view) => view.opens?.includes(kind));
}
