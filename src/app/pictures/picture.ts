import type { Component } from 'svelte';
import type { TableState } from '../table/table-state.svelte.ts';
import type { Workspace } from '../state/workspace.svelte.ts';

/** What every picture is given. */
export interface PictureProps {
  readonly workspace: Workspace;
  /** What it is drawn from; the same rows stand below it as a table. */
  readonly table: TableState;
  /** Puts the table's cursor on a row. */
  readonly go: (row: number) => void;
}

/** The pictures there are: `ID.svelte` here stands above the table of the kind of thing ID. */
const pictures: Readonly<Record<string, Component<PictureProps>>> = Object.fromEntries(
  Object.entries(import.meta.glob<{ default: Component<PictureProps> }>('./*.svelte', { eager: true })).map(
    ([path, module]) => [path.slice(2, -'.svelte'.length), module.default],
  ),
);

/** The picture of the table `id`; undefined where it has none. */
export function pictureOf(id: string): Component<PictureProps> | undefined {
  return pictures[id];
}
