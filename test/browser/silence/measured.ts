import type { Engine } from './browsers.ts';
import type { Variant } from './drive.ts';
import type { NetworkKind } from './network.ts';

/** One browser on one page. */
export interface Column {
  readonly engine: Engine;
  readonly version: string;
  readonly variant: Variant;
  /** How each route that ran ended, in the words of the page. */
  readonly outcomes: Readonly<Record<string, string>>;
  /** The furthest stage of each route of which anything arrived. */
  readonly arrived: Readonly<Record<string, string>>;
}

/** What one run of all routes brought. */
export interface Measured {
  readonly kind: NetworkKind;
  readonly routes: readonly string[];
  readonly columns: Column[];
  /** Names the browsers asked for by themselves (their makers' services). */
  readonly others: string[];
}
