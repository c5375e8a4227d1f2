import type { TableState } from '../../table/table-state.svelte.ts';
import { BLOCKED } from '../stacks/stacks.svelte.ts';
import { branches } from './tree.ts';

/** Which tasks are shown. */
export const WHICH = ['all', 'user', 'kernel', 'active', 'blocked'] as const;
export type Which = (typeof WHICH)[number];

/** Table or tree, and which tasks. */
export class TasksState {
  tree = $state(false);
  which = $state<Which>('all');
  private depths: ReadonlyMap<number, number> = new Map();

  constructor(readonly table: TableState) {}

  setTree(tree: boolean): void {
    this.tree = tree;
    const { data } = this.table;
    const [pid, tgid, ppid] = ['pid', 'tgid', 'ppid'].map((id) => data.columnIndex(id));
    // A thread hangs on its process, a process on its parent.
    const parentOf = (row: number): string => {
      const own = data.text(row, pid);
      const group = data.text(row, tgid);
      if (own === '0') return '';
      return own === group ? data.text(row, ppid) : group;
    };
    this.table.plan = tree
      ? (found) => {
          const made = branches(data.count, found, (row) => data.text(row, pid), parentOf);
          this.depths = made.depth;
          return made.order;
        }
      : undefined;
  }

  setWhich(which: Which): void {
    this.which = which;
    const { data } = this.table;
    const [kernel, active, state] = ['kernel', 'active', 'state'].map((id) => data.columnIndex(id));
    const tests: Record<Which, ((row: number) => boolean) | undefined> = {
      all: undefined,
      user: (row) => data.value(row, kernel) === false,
      kernel: (row) => data.value(row, kernel) === true,
      active: (row) => data.value(row, active) === true,
      blocked: (row) => data.value(row, state) === BLOCKED,
    };
    this.table.keep = tests[which];
  }

  depth(row: number): number {
    return this.depths.get(row) ?? 0;
  }
}
