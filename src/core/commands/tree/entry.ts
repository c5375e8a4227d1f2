import type { Addr } from '../../addr.ts';
import type { Line } from '../../rows/value.ts';

/** An entry of a tree as its walk meets it. */
export interface TreeEntry {
  /** The node, or what the tree holds. */
  readonly address: Addr;
  /** "root/l/r", "root/0/3": how it is reached from the root. */
  readonly position: string;
  /** Its number, in trees that have numbers. */
  readonly index?: bigint;
}

/** What a walk gives: entries, and lines that are said between them (what cannot be read). */
export type TreeStep = TreeEntry | Line;

/** Whether a step of a walk is an entry, not a line. */
export function isEntry(step: TreeStep): step is TreeEntry {
  return 'position' in step;
}

/** Nodes of a tree; more are taken for a circle. */
export const MAX_NODES = 8_000_000;
