import type { ThingHead } from '../../core/rows/thing.ts';
import { inWords } from '../catalogue/say.svelte.ts';
import { GROUPS, type View } from './view.ts';

/** The views with a face of their own: the folders here whose view.ts exports `view`. */
const own: readonly View[] = Object.values(
  import.meta.glob<{ view: View }>('./*/view.ts', { eager: true }),
).map((module) => module.view);

/**
 * Every view for a dump of which there are `things`, in the order of the navigation: those of this folder that have
 * something to show, and for each further kind of thing that has a place in the navigation a table.
 */
export function viewsFor(things: readonly ThingHead[]): readonly View[] {
  const drawn = own
    .filter(({ table }) => table === undefined || things.some(({ id }) => id === table))
    .map((view) => ({ ...view, count: view.count ?? counted(things.find(({ id }) => id === view.table)) }));
  const tables = things
    .filter(({ id, view }) => view !== undefined && !own.some((each) => each.id === id))
    .map(tableView);
  return [...drawn, ...tables].sort(
    (a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || a.order - b.order,
  );
}

function tableView(head: ThingHead): View {
  const taken = own.flatMap(({ opens }) => opens ?? []);
  return {
    id: head.id,
    group: head.view?.group ?? 'inside',
    order: head.view?.order ?? 0,
    title: () => inWords(head.title),
    // What the inspector sends elsewhere (a symbol to its code) does not stop at the list.
    opens: head.home === 'list' ? head.refs.filter((kind) => !taken.includes(kind)) : [],
    table: head.id,
    count: counted(head),
    command: () => head.command,
  };
}

function counted(head: ThingHead | undefined): View['count'] {
  return head?.count === undefined ? undefined : () => head.count?.toLocaleString('en');
}
