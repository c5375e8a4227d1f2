/** A task that waits for what another one holds. */
export interface Edge {
  /** Row of the table. */
  readonly row: number;
  readonly from: string;
  readonly to: string;
  readonly lock: string;
  /** How surely it is held: by its one owner, by one of its readers who may have let it go, by who took it last. */
  readonly hold: 'owner' | 'reader' | 'last holder';
  /** Reference of who holds it. */
  readonly ref: string;
}

interface Node {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** Who waits for whom, ready to be drawn. */
export interface WaitGraph {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  /** Names of those who wait for each other. */
  readonly circle: readonly string[];
  /** Nobody in the circle can have let go. */
  readonly sure: boolean;
  readonly width: number;
  readonly height: number;
  /** Waits that are not drawn. */
  readonly left: number;
}

const MAX_NODES = 60;
const COLUMN = 236;
const ROW = 46;
const MARGIN = 100;

/** Where each task is drawn: who holds up others stands left, who waits for them right of them; a circle is a ring. */
export function waitGraph(all: readonly Edge[]): WaitGraph {
  const next = new Map(all.map((edge) => [edge.from, edge.to]));
  // Who took it last need not have it any more (kernel/waits.ts).
  const circle = circleIn(
    new Map(all.filter(({ hold }) => hold !== 'last holder').map((edge) => [edge.from, edge.to])),
  );
  // Those in the circle first, then those nearest to what holds them up.
  const depths = new Map<string, number>();
  for (const { from, to } of all)
    for (const name of [from, to]) depths.set(name, depthOf(name, next, circle));
  const names = [...depths.keys()]
    .sort((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0))
    .slice(0, MAX_NODES);
  const drawn = new Set(names);
  const radius = circle.length > 0 ? Math.max(COLUMN * 0.65, (circle.length * COLUMN) / (2 * Math.PI)) : 0;
  const ring = circle.length > 0 ? 2 * radius + MARGIN : 0;
  const filled = new Map<number, number>();
  const nodes = names.map((name): Node => {
    const place = circle.indexOf(name);
    if (place >= 0) {
      const angle = (2 * Math.PI * place) / circle.length + Math.PI;
      return {
        name,
        x: MARGIN + radius + radius * Math.cos(angle),
        y: 24 + (circle.length > 2 ? radius * 0.6 * (1 + Math.sin(angle)) : 0),
      };
    }
    const depth = depths.get(name) ?? 0;
    const row = filled.get(depth) ?? 0;
    filled.set(depth, row + 1);
    const column = circle.length > 0 ? depth - 1 : depth;
    return { name, x: (ring > 0 ? ring + MARGIN : 0) + MARGIN + column * COLUMN, y: 24 + row * ROW };
  });
  return {
    nodes,
    edges: all.filter(({ from, to }) => drawn.has(from) && drawn.has(to)),
    circle,
    sure: all.every(({ from, hold }) => !circle.includes(from) || hold === 'owner'),
    width: nodes.reduce((most, { x }) => Math.max(most, x), 0) + MARGIN,
    height: nodes.reduce((most, { y }) => Math.max(most, y), 0) + 30,
    left: all.filter(({ from, to }) => !drawn.has(from) || !drawn.has(to)).length,
  };
}

/** The first circle of `next`, in its order. */
function circleIn(next: ReadonlyMap<string, string>): readonly string[] {
  const done = new Set<string>();
  for (const start of next.keys()) {
    const way: string[] = [];
    for (let at: string | undefined = start; at !== undefined && !done.has(at); at = next.get(at)) {
      const again = way.indexOf(at);
      if (again >= 0) return way.slice(again);
      way.push(at);
    }
    for (const each of way) done.add(each);
  }
  return [];
}

/** How many holders stand before `name`: 0 for one who waits for nobody or is in the circle. */
function depthOf(name: string, next: ReadonlyMap<string, string>, circle: readonly string[]): number {
  const seen = new Set<string>();
  let at: string | undefined = name;
  let depth = 0;
  while (at !== undefined && !circle.includes(at) && !seen.has(at) && next.has(at)) {
    seen.add(at);
    at = next.get(at);
    depth++;
  }
  return depth;
}
