import { describe, expect, it } from 'vitest';
import { filterSteps, parseFilter } from '../../src/app/table/filter.ts';
import { rows, finished } from './rows.ts';

const table = rows(
  ['comm', 'pid', 'task'],
  [
    ['swapper/0', 0, 'ffffffffa901aa40'],
    ['kworker/0:1', 17, 'ffff8d2c41268000'],
    ['insmod', 166, 'ffff8d2c59182100'],
  ],
);
const found = (filter: string, keep?: (row: number) => boolean): number[] => [
  ...finished(filterSteps(table, filter, keep)),
];

describe('the filter of a table', () => {
  it('takes words that must all be there, in any column and case', () => {
    expect(found('INS 166')).toEqual([2]);
    expect(found('ffff8d2c')).toEqual([1, 2]);
    expect(found('')).toEqual([0, 1, 2]);
  });
  it('looks in one column, leaves out, compares', () => {
    expect(found('comm:swap')).toEqual([0]);
    expect(found('-comm:swap')).toEqual([1, 2]);
    expect(found('pid>16')).toEqual([1, 2]);
    expect(found('pid<17')).toEqual([0]);
    expect(found('pid=166')).toEqual([2]);
  });
  it('knows columns by their titles, in either language, blanks as underscores', () => {
    expect(parseFilter('상태:UN')).toEqual([{ column: '상태', not: false, how: 'has', text: 'un' }]);
    expect(found('열_comm:swap')).toEqual([0]);
    expect(found('-열_pid>16')).toEqual([0]);
  });
  it('takes a colon that names no column as text', () => {
    expect(found('0:1')).toEqual([1]);
    expect(found('kworker/0:1')).toEqual([1]);
  });
  it('keeps quoted words together', () => {
    expect(parseFilter('"a b" -c')).toEqual([
      { column: undefined, not: false, how: 'has', text: 'a b' },
      { column: undefined, not: true, how: 'has', text: 'c' },
    ]);
  });
  it('leaves out what the view leaves out', () => {
    expect(found('', (row) => row > 0)).toEqual([1, 2]);
  });
});
