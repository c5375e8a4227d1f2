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
    expect([...finished(sortSteps(table, all(3), { column: 'name', down: false }))]).toEqual([2, 1, 0]);
    expect([...finished(sortSteps(table, all(3), { column: 'size', down: true }))]).toEqual([1, 0, 2]);
  });
  it('sorts many rows as one would, and keeps equal ones in order', () => {
    const cells = Array.from({ length: 20_000 }, (_, i) => [(i * 7919) % 1009]);
    const table = rows(['n'], cells);
    const sorted = [...finished(sortSteps(table, all(cells.length), { column: 'n', down: false }))];
    const expected = [...all(cells.length)].sort((a, b) => cells[a][0] - cells[b][0] || a - b);
    expect(sorted).toEqual(expected);
  });
  it('leaves the order alone for a column that is not there', () => {
    expect([...finished(sortSteps(rows(['n'], [[2], [1]]), all(2), { column: 'x', down: false }))]).toEqual([
      0, 1,
    ]);
  });
});
