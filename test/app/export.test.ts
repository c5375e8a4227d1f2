import { describe, expect, it } from 'vitest';
import { toCsv, toJson, toText } from '../../src/app/table/export.ts';
import { rows } from './rows.ts';

const table = rows(
  ['name', 'size'],
  [
    ['plain', 1],
    ['a,b "c"', 2],
    ['=HYPERLINK("x")', 3],
  ],
);
const typed = rows(
  ['at', 'rss', 'since', 'active'],
  [
    [0xffff8d2c59182100n, 1_478_656, 2n ** 60n, true],
    [undefined, undefined, 1500n, false],
  ],
  { at: 'address', rss: 'bytes', since: 'ns', active: 'flag' },
);
const ids = ['at', 'rss', 'since', 'active'];

describe('a table as text', () => {
  it('quotes what CSV needs quoted and takes the sting out of formulas', () => {
    expect(toCsv(table, [0, 1, 2], ['name', 'size'])).toBe(
      'NAME,SIZE\nplain,1\n"a,b ""c""",2\n"\'=HYPERLINK(""x"")",3\n',
    );
  });
  it('gives the chosen rows and columns only', () => {
    expect(toText(table, [1], ['size'])).toBe('SIZE\n2\n');
    expect(JSON.parse(toJson(table, [0, 2], ['name', 'size']))).toEqual([
      { name: 'plain', size: 1 },
      { name: '=HYPERLINK("x")', size: 3 },
    ]);
  });
  it('saves values, not how they are shown: bytes, nanoseconds, whole addresses', () => {
    expect(toCsv(typed, [0, 1], ids).split('\n').slice(1, 3)).toEqual([
      '0xffff8d2c59182100,1478656,1152921504606846976,true',
      ',,1500,false',
    ]);
    expect(toText(typed, [0], ids).split('\n')[1]).toBe('ffff8d2c59182100\t1444 KB\t1152921504.607 s\tyes');
  });
  it('rounds nothing in JSON: what a number would not hold is text', () => {
    expect(JSON.parse(toJson(typed, [0, 1], ids))).toEqual([
      { at: '0xffff8d2c59182100', rss: 1_478_656, since: '1152921504606846976', active: true },
      { at: null, rss: null, since: 1500, active: false },
    ]);
  });
});
