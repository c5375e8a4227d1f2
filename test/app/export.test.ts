import { describe, expect, it } from 'vitest';
import { toCsv, toJson } from '../../src/app/table/export.ts';
import { rows } from './rows.ts';

const table = rows(
  ['name', 'size'],
  [
    ['plain', 1],
    ['a,b "c"', 2],
    ['=HYPERLINK("x")', 3],
  ],
);

describe('a table as text', () => {
  it('quotes what CSV needs quoted and takes the sting out of formulas', () => {
    expect(toCsv(table, [0, 1, 2], ['name', 'size'])).toBe(
      'NAME,SIZE\nplain,1\n"a,b ""c""",2\n"\'=HYPERLINK(""x"")",3\n',
    );
  });
  it('gives the chosen rows and columns only', () => {
    expect(toCsv(table, [1], ['size'], '\t')).toBe('SIZE\n2\n');
    expect(JSON.parse(toJson(table, [0, 2], ['name', 'size']))).toEqual([
      { name: 'plain', size: 1 },
      { name: '=HYPERLINK("x")', size: 3 },
    ]);
  });
});
