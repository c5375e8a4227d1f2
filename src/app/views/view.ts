import type { Component } from 'svelte';
import type { RefKind } from '../../core/rows/ref.ts';
import type { Workspace } from '../state/workspace.svelte.ts';

/** The questions the navigation is ordered by. */
export const GROUPS = ['happened', 'who', 'memory', 'inside', 'about'] as const;
export type Group = (typeof GROUPS)[number];

export interface ViewProps {
  readonly workspace: Workspace;
  /** What to show: a text reference; undefined for the view's own choice. */
  readonly ref?: string;
}

/** A view of the workbench: one folder, gathered by index.ts. */
export interface View {
  /** Its name: `[data-go]`, `[data-view]`, `view:NAME`. */
  readonly id: string;
  readonly group: Group;
  /** Place in its group. */
  readonly order: number;
  readonly title: () => string;
  readonly component: Component<ViewProps>;
  /** References that are shown here. */
  readonly opens?: readonly RefKind[];
  /** The table it stands on; a dump without it has no such view. */
  readonly table?: string;
  /** The count beside its name in the navigation. */
  readonly count?: (workspace: Workspace) => string | undefined;
  /** The crash command that gives the same. */
  readonly command?: (ref?: string) => string | undefined;
  /** Name of a tab that shows `ref`. */
  readonly tab?: (ref: string) => string;
}
