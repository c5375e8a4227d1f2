import { describe, expect, it } from 'vitest';
import { blockedIn, icicle } from '../../src/app/pictures/icicle.ts';
import { byName, largest, treemap, type Sized } from '../../src/app/pictures/treemap.ts';
import { timeline, WIDTH } from '../../src/app/pictures/timeline.ts';
import { waitGraph, type Edge } from '../../src/app/pictures/wait-graph.ts';

const edge = (row: number, from: string, to: string, hold: Edge['hold'] = 'owner'): Edge => ({
  row,
  from,
  to,
  lock: 'm',
  hold,
  ref: `task:${to}`,
});

describe('the picture of waits', () => {
  it('puts those who wait for each other into a ring, and the others after what holds them up', () => {
    const graph = waitGraph([
      edge(0, 'a', 'b'),
      edge(1, 'b', 'c'),
      edge(2, 'c', 'a'),
      edge(3, 'd', 'a'),
      edge(4, 'e', 'd'),
    ]);
    expect([...graph.circle].sort()).toEqual(['a', 'b', 'c']);
    const at = new Map(graph.nodes.map(({ name, x }) => [name, x]));
    expect(at.get('d')!).toBeGreaterThan(Math.max(at.get('a')!, at.get('b')!, at.get('c')!));
    expect(at.get('e')!).toBeGreaterThan(at.get('d')!);
    expect(graph.left).toBe(0);
  });

  it('of two does not draw one over the other', () => {
    const { nodes } = waitGraph([edge(0, 'a', 'b'), edge(1, 'b', 'a')]);
    expect(Math.abs(nodes[0].x - nodes[1].x)).toBeGreaterThan(160);
  });

  it('takes no circle for certain in which somebody may have let go, nor who held it last for its holder', () => {
    const of = (hold: Edge['hold']): { circle: readonly string[]; sure: boolean } =>
      waitGraph([edge(0, 'a', 'b'), edge(1, 'b', 'a', hold)]);
    expect(of('owner')).toMatchObject({ circle: ['a', 'b'], sure: true });
    expect(of('reader')).toMatchObject({ circle: ['a', 'b'], sure: false });
    expect(of('last holder').circle).toEqual([]);
  });

  it('has an end, whatever is said, and says what it leaves out', () => {
    expect(waitGraph([]).nodes).toEqual([]);
    expect(waitGraph([edge(0, 'a', 'a')]).circle).toEqual(['a']);
    const many = waitGraph(Array.from({ length: 500 }, (_, i) => edge(i, `t${i}`, 'owner')));
    expect(many.nodes.length).toBeLessThan(100);
    expect(many.left).toBeGreaterThan(400);
  });
});

describe('the picture of the log', () => {
  const rows = [0, 1, 2, 3600, 3601, 3605.2, 3605.3].map((seconds) => seconds * 1e9);
  const drawn = timeline(rows.length, {
    ns: (row) => rows[row],
    level: (row) => (row === 5 ? 1 : 6),
    trouble: (row) => row === 5,
  });

  it('counts every line once, in the order of time', () => {
    expect(drawn.bars.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
    const places = drawn.bars.map(({ x }) => x);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((x) => x >= 0 && x <= WIDTH)).toBe(true);
    expect(drawn.troubles).toBe(1);
    expect(drawn.bars.find(({ trouble }) => trouble === 5)).toMatchObject({ bad: 1, label: '100 ms' });
  });

  it('of lines without time, or of one moment, is none', () => {
    const of = (ns: number): number =>
      timeline(3, { ns: () => ns, level: () => 6, trouble: () => false }).bars.length;
    expect(of(NaN)).toBe(0);
    expect(of(5)).toBe(0);
  });
});

describe('the picture of stacks', () => {
  const stacks = [
    { row: 0, frames: ['entry', 'read', 'wait'], tasks: 6, blocked: 4 },
    { row: 1, frames: ['entry', 'poll'], tasks: 2, blocked: 0 },
    { row: 2, frames: ['fork', 'kthread'], tasks: 2, blocked: 0 },
  ];
  const named = (name: string, focus?: string) => icicle(stacks, focus).find((each) => each.name === name);

  it('lays what begins alike together, as wide as tasks are in it, and says how many are blocked', () => {
    expect(named('entry')).toMatchObject({ depth: 0, left: 0, width: 0.8, tasks: 8, blocked: 4, row: 0 });
    expect(named('wait')).toMatchObject({ depth: 2, width: 0.6, blocked: 4 });
    expect(named('poll')).toMatchObject({ depth: 1, left: 0.6, width: 0.2, row: 1 });
    expect(named('kthread')?.left).toBeCloseTo(0.8);
  });
  it('counts of a group those alone that are blocked', () => {
    const states = ['UN', 'IN 10, UN 1', 'UN 3, IN 1', 'IN', 'RU 2, IN 3'];
    expect(states.map((each) => blockedIn(each, 7))).toEqual([7, 1, 3, 0, 0]);
  });
  it('looks closer: what is in focus has the whole width', () => {
    expect(named('read', 'entry\nread')).toMatchObject({ width: 1, tasks: 6 });
    expect(named('poll', 'entry\nread')).toBeUndefined();
  });
  it('of no stacks draws nothing', () => {
    expect(icicle([])).toEqual([]);
  });
});

describe('the picture of sizes', () => {
  const sized = (...sizes: number[]): Sized[] =>
    sizes.map((size, row) => ({ row, rows: 1, name: `cache ${row}`, size }));

  it('gives each the area of its share, and fills the whole without overlaps', () => {
    const all = sized(600, 300, 200, 100, 50, 25, 25);
    const tiles = treemap(all, 130, 100);
    for (const { size, width, height } of tiles) expect(width * height).toBeCloseTo((size / 1300) * 13000, 6);
    for (const [i, a] of tiles.entries()) {
      expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width).toBeLessThanOrEqual(130 + 1e-9);
      expect(a.y + a.height).toBeLessThanOrEqual(100 + 1e-9);
      for (const b of tiles.slice(i + 1)) {
        const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const tall = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        expect(Math.min(wide, tall)).toBeLessThan(1e-9);
      }
    }
  });
  it('draws the example of its inventors: no rectangle is longer than three times its width', () => {
    // Bruls, Huizing and van Wijk: 6, 6, 4, 3, 2, 2, 1 in 6 by 4.
    for (const { width, height } of treemap(sized(6, 6, 4, 3, 2, 2, 1), 6, 4))
      expect(Math.max(width / height, height / width)).toBeLessThan(3.1);
  });
  it('leaves out what cannot be seen, and says how much that is', () => {
    const { shown, left, size } = largest(sized(1, 10000, 0, 3000, 2));
    expect(shown.map((each) => each.size)).toEqual([10000, 3000]);
    expect([left, size]).toEqual([2, 3]);
    expect(largest(sized(...Array.from({ length: 500 }, () => 1))).shown.length).toBeLessThan(100);
  });
  it('is empty where there is nothing to draw', () => {
    expect(treemap([], 100, 100)).toEqual([]);
    expect(treemap(sized(0, 0), 100, 100)).toEqual([]);
    expect(treemap(sized(1), 0, 100)).toEqual([]);
  });
  it('puts those of one name together, as the row of the largest', () => {
    const [a, b, c] = sized(10, 30, 20);
    expect(byName([{ ...a, name: 'x' }, { ...b, name: 'x' }, c])).toMatchObject([
      { name: 'x', row: 1, size: 40, rows: 2 },
      { name: 'cache 2', row: 2, size: 20, rows: 1 },
    ]);
  });
});
