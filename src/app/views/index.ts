import type { ThingHead } from '../../core/rows/thing.ts';
import { viewsFrom, type View } from './view.ts';

/** The views with a face of their own: the folders here whose view.ts exports `view`. */
const own: readonly View[] = Object.values(
  import.meta.glob<{ view: View }>('./*/view.ts', { eager: true }),
).map((module) => module.view);

/** Every view for a dump of which there are `things`, or for a text without `memory`, in the order of the navigation. */
export function viewsFor(things: readonly ThingHead[], memory: boolean): readonly View[] {
  return viewsFrom(own, things, memory);
}
