import { describe, expect, it } from 'vitest';
import { sortSteps } from '../../src/app/table/sort.ts';
import { finished, rows } from './rows.ts';

const all = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

describe('sorting a table', () => {
  it('sorts numbers by value and texts with the numbers in them by value', () => {
    const table = rows(
      ['name', 'size'],
      [
        ['cpu10', 5],
        ['cpu9', 40],
        ['cpu1', 5],
      ],
    );
    expect([...finished(sortSteps(table, all(3), [{ column: 'name', down: false }]))]).toEqual([2, 1, 0]);
    expect([...finished(sortSteps(table, all(3), [{ column: 'size', down: true }]))]).toEqual([1, 0, 2]);
  });
  it('sorts many rows as one would, and keeps equal ones in order', () => {
    const cells = Array.from({ length: 20_000 }, (_, i) => [(i * 7919) % 1009]);
    const table = rows(['n'], cells);
    const sorted = [...finished(sortSteps(table, all(cells.length), [{ column: 'n', down: false }]))];
    const expected = [...all(cells.length)].sort((a, b) => cells[a][0] - cells[b][0] || a - b);
    expect(sorted).toEqual(expected);
  });
  it('sorts by a second column where the first is equal, and puts what is absent last, up and down', () => {
    const table = rows(
      ['state', 'rss'],
      [
        ['UN', 1],
        ['IN', undefined],
        ['UN', 7],
        ['IN', 3],
        ['', 9],
      ],
    );
    const order = (...by: { column: string; down: boolean }[]): number[] => [
      ...finished(sortSteps(table, all(5), by)),
    ];
    expect(order({ column: 'state', down: false }, { column: 'rss', down: true })).toEqual([3, 1, 2, 0, 4]);
    expect(order({ column: 'rss', down: true })).toEqual([4, 2, 3, 0, 1]);
    expect(order({ column: 'rss', down: false })).toEqual([0, 3, 2, 4, 1]);
    expect(order({ column: 'state', down: true })).toEqual([0, 2, 1, 3, 4]);
  });
  it('leaves the order alone for a column that is not there', () => {
    expect([...finished(sortSteps(rows(['n'], [[2], [1]]), all(2), [{ column: 'x', down: false }]))]).toEqual(
      [0, 1],
    );
  });
});
