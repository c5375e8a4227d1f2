import { describe, expect, it } from 'vitest';
import { CLASSES, Damaged } from './classes.ts';

/** OOPSCOPE_FUZZ_MUTANTS: how many of each class; `npm run fuzz -- --classes` makes as many as there is time for. */
const MUTANTS = Number(process.env.OOPSCOPE_FUZZ_MUTANTS ?? 3);

describe('damage that knows what it damages', () => {
  const damaged = new Damaged();
  it.each(CLASSES)(
    '%s: nothing falls, takes too long, or proves what is not so',
    { timeout: 600_000 },
    (each) => {
      for (let seed = 1; seed <= MUTANTS; seed++)
        expect([seed, damaged.failures({ classes: [each], seed })]).toEqual([seed, []]);
    },
  );

  it('pairs of classes', { timeout: 600_000 }, () => {
    for (let seed = 1; seed <= MUTANTS; seed++) {
      const classes = [CLASSES[seed % CLASSES.length], CLASSES[(seed * 3) % CLASSES.length]];
      expect([classes, damaged.failures({ classes, seed })]).toEqual([classes, []]);
    }
  });
});
