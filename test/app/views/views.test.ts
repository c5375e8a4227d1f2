import { describe, expect, it } from 'vitest';
import type { ThingHead } from '../../../src/core/rows/thing.ts';
import { viewsFrom, type View } from '../../../src/app/views/view.ts';

const both = (text: string) => ({ en: text, ko: text });
const thing = (id: string, more: Partial<ThingHead> = {}): ThingHead => ({
  id,
  title: both(id),
  heading: both(id),
  empty: both('none'),
  columns: [],
  refs: [id],
  home: 'list',
  view: { group: 'who', order: 1 },
  ...more,
});
const own: View[] = [
  { id: 'log', group: 'happened', order: 2, title: () => 'Log', table: 'log', opens: ['log'] },
  { id: 'verdict', group: 'happened', order: 1, title: () => 'Verdict' },
];

describe('the views of a dump', () => {
  it('are the page’s own and a table for every further thing with a place, in the order of the groups', () => {
    const views = viewsFrom(own, [
      thing('swap', { view: { group: 'memory', order: 1 }, count: 3, command: 'swap' }),
      thing('log'),
      thing('tasks'),
      thing('places', { view: undefined }),
    ]);
    expect(views.map(({ id }) => id)).toEqual(['verdict', 'log', 'tasks', 'swap']);
    const swap = views[3];
    expect(swap.component).toBeUndefined();
    expect([swap.title(), swap.command?.(), swap.opens]).toEqual(['swap', 'swap', ['swap']]);
    expect(swap.count?.({} as never)).toBe('3');
  });
  it('leave out what stands on a list that this dump has not', () => {
    expect(viewsFrom(own, []).map(({ id }) => id)).toEqual(['verdict']);
  });
  it('do not open what is seen better elsewhere, or in a view of the page’s own', () => {
    const [, symbols, other] = viewsFrom(own, [
      thing('symbols', { home: 'elsewhere' }),
      thing('other', { refs: ['log', 'other'], view: { group: 'who', order: 2 } }),
    ]);
    expect(symbols.opens).toEqual([]);
    expect(other.opens).toEqual(['other']);
  });
});
