import { describe, expect, it } from 'vitest';
import { Malice, MALICE } from './malice.ts';

/** Those that once fell; all of them by `npm run fuzz -- malice`. */
const FELL = [
  'every array is of itself, without end',
  'every struct holds itself',
  'every struct holds the next one, twice, without a name',
];

describe('structures that somebody made to break their reader', () => {
  const malice = new Malice();
  const names = process.env.OOPSCOPE_FUZZ_MUTANTS === undefined ? FELL : MALICE;
  it.each(names)('%s', { timeout: 600_000 }, (name) => {
    expect(malice.failures(name)).toEqual([]);
  });
});
