import type { Component } from 'svelte';
import { GROUPS, type Group } from '../../core/rows/thing.ts';
import type { Workspace } from '../state/workspace.svelte.ts';

export { GROUPS };

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
  /** The count beside its name in the navigation. */
  readonly count?: (workspace: Workspace) => string | undefined;
  /** The crash command that gives the same. */
  readonly command?: (ref?: string) => string | undefined;
  /** Name of a tab that shows `ref`. */
  readonly tab?: (ref: string) => string;
}
