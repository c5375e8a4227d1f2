import { describe, expect, it } from 'vitest';
import { shownAs, typedNumber } from '../../src/app/table/cells.ts';
import { filterSteps } from '../../src/app/table/filter.ts';
import { finished, rows } from './rows.ts';

describe('cells of a table', () => {
  it.each([
    ['bytes', 840, '840 B'],
    ['bytes', 1024, '1 KB'],
    ['bytes', 9932, '9.7 KB'],
    ['bytes', 1_478_656, '1444 KB'],
    ['bytes', 2 ** 31, '2048 MB'],
    ['address', 0x1000n, '0000000000001000'],
    ['ns', 9_941_071_123n, '9.941 s'],
    ['percent', 0.25, '0.3'],
    ['flag', false, 'no'],
    ['count', undefined, ''],
  ] as const)('shows %s %s as %s', (kind, value, text) => {
    expect(shownAs(kind, value)).toBe(text);
  });
  it.each([
    ['bytes', '1000', 1000],
    ['bytes', '1.5m', 1.5 * 1024 ** 2],
    ['bytes', '4gib', 4 * 1024 ** 3],
    ['ns', '2', 2e9],
    ['ns', '20ms', 2e7],
    ['address', 'ff', 255],
  ] as const)('takes %s typed as %s', (kind, text, number) => {
    expect(typedNumber(kind, text)).toBe(number);
  });
  it('compares by the value, in the units that are typed', () => {
    const table = rows(
      ['comm', 'rss'],
      [
        ['a', 1_478_656],
        ['b', 512],
        ['c', undefined],
      ],
      { rss: 'bytes' },
    );
    const found = (filter: string) => [...finished(filterSteps(table, filter))];
    expect(found('rss>1m')).toEqual([0]);
    expect(found('rss<1k')).toEqual([1]);
    expect(found('열:x')).toEqual([]);
  });
});
