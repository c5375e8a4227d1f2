import type { Component } from 'svelte';
import { grouped } from '../../core/catalogue/message.ts';
import { GROUPS, type Group, type ThingHead } from '../../core/rows/thing.ts';
import { inWords } from '../catalogue/say.svelte.ts';
import type { Workspace } from '../state/workspace.svelte.ts';

export { GROUPS };

/** What every view is given. */
export interface ViewProps {
  readonly workspace: Workspace;
  /** Name of the view. */
  readonly id: string;
  /** What to show: a text reference; undefined for the view's own choice. */
  readonly ref?: string;
}

/** A view of the workbench: one folder, gathered by index.ts. Kinds of things that are a table only need none. */
export interface View {
  /** Its name: `[data-go]`, `[data-view]`, `view:NAME`. */
  readonly id: string;
  readonly group: Group;
  /** Place in its group. */
  readonly order: number;
  readonly title: () => string;
  /** What draws it; without it the table of its thing (TableView.svelte). */
  readonly component?: Component<ViewProps>;
  /** References that are shown here. */
  readonly opens?: readonly string[];
  /** The table it stands on; a dump without it has no such view. */
  readonly table?: string;
  /** Reached from what its rows belong to; the navigation does not have it. */
  readonly within?: true;
  /** Needs memory: the text of a log has no such view. */
  readonly memory?: true;
  /** The count beside its name in the navigation. */
  readonly count?: (workspace: Workspace) => string | undefined;
  /** The crash command that gives the same. */
  readonly command?: (ref?: string) => string | undefined;
  /** Name of a tab that shows `ref`. */
  readonly tab?: (ref: string) => string;
}

/**
 * Every view for a dump of which there are `things`, in the order of the navigation: those of `own` that have
 * something to show, and for each further kind of thing that has a place in the navigation a table. Without `memory`
 * there is the text of a log alone.
 */
export function viewsFrom(
  own: readonly View[],
  things: readonly ThingHead[],
  memory = true,
): readonly View[] {
  const drawn = own
    .filter((view) => memory || view.memory === undefined)
    .filter(({ table }) => table === undefined || things.some(({ id }) => id === table))
    .map((view) => ({ ...view, count: view.count ?? counted(things.find(({ id }) => id === view.table)) }));
  const tables = things
    .filter(({ id, view }) => view !== undefined && !own.some((each) => each.id === id))
    .map((thing) => tableView(thing, own));
  return [...drawn, ...tables].sort(
    (a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || a.order - b.order,
  );
}

function tableView(head: ThingHead, own: readonly View[]): View {
  const taken = own.flatMap(({ opens }) => opens ?? []);
  return {
    id: head.id,
    group: head.view?.group ?? 'inside',
    order: head.view?.order ?? 0,
    within: head.view?.within,
    title: () => inWords(head.title),
    // What the inspector sends elsewhere (a symbol to its code) does not stop at the list.
    opens: head.home === 'list' ? head.refs.filter((kind) => !taken.includes(kind)) : [],
    table: head.id,
    count: counted(head),
    command: () => head.command,
  };
}

function counted(head: ThingHead | undefined): View['count'] {
  const count = head?.count;
  return count === undefined ? undefined : () => grouped(count);
}
