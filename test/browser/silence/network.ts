import type { Arrivals } from './arrivals.ts';
import type { Target } from './routes/route.ts';

/** `namespace`: a private network with a resolver, DNS counted. `loopback`: a port per route, DNS not counted. */
export type NetworkKind = 'namespace' | 'loopback';

/** A network in which every route of every variant has a target that nothing else uses. */
export interface Network {
  readonly kind: NetworkKind;
  readonly arrivals: Arrivals;
  /** Sets up listeners for these routes. */
  reserve(variant: string, routes: readonly string[]): Promise<Reserved>;
}

/** What the routes of one variant are given, until it is closed. */
export interface Reserved {
  readonly targets: Readonly<Record<string, Target>>;
  close(): void;
}
