/** How far a route got, from least to most. */
export const STAGES = ['DNS', 'TCP', 'TLS', 'UDP', 'HTTP'] as const;
export type Stage = (typeof STAGES)[number];

/** What arrived at the listeners, by variant and route. */
export class Arrivals {
  private readonly seen = new Map<string, Set<Stage>>();
  /** Names asked of the resolver that are no route's: the browser's own traffic. */
  readonly others = new Map<string, number>();

  note(variant: string, route: string, stage: Stage): void {
    const key = `${variant} ${route}`;
    const stages = this.seen.get(key) ?? new Set();
    this.seen.set(key, stages.add(stage));
  }

  noteOther(what: string): void {
    this.others.set(what, (this.others.get(what) ?? 0) + 1);
  }

  /** The furthest stage; undefined when nothing arrived. */
  furthest(variant: string, route: string): Stage | undefined {
    const stages = this.seen.get(`${variant} ${route}`);
    return stages && STAGES.findLast((stage) => stages.has(stage));
  }
}
