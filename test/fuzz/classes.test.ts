import { describe, expect, it } from 'vitest';
import { CLASSES, Damaged } from './classes.ts';
import { FileDamage } from './files.ts';
import { MovedDamage } from './moved.ts';
import { ReadDamage } from './reads.ts';
import { TextDamage } from './texts.ts';

/** OOPSCOPE_FUZZ_MUTANTS: how many of each class; `npm run fuzz -- classes` makes as many as there is time for. */
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

/** Mutants that are short to try. */
const SHORT = 20 * MUTANTS;

describe('damage to what answers rest on', () => {
  it('nothing falls, whatever is asked', { timeout: 600_000 }, () => {
    const damaged = new ReadDamage();
    for (let seed = 1; seed <= 4 * MUTANTS; seed++) {
      const { question, fell } = damaged.failures(seed);
      expect([seed, question, fell]).toEqual([seed, question, []]);
    }
  });
});

describe('pages out of place, of another dump, turned round; descriptors and bitmaps one off', () => {
  it('prove nothing that the whole dump does not', { timeout: 600_000 }, () => {
    const damaged = new MovedDamage();
    for (let seed = 1; seed <= 4 * MUTANTS; seed++) {
      const { way, fell } = damaged.failures(seed);
      expect([seed, way, fell]).toEqual([seed, way, []]);
    }
  });
});

describe('damaged files of every form', () => {
  it('open, or are refused in words', { timeout: 600_000 }, () => {
    const damaged = new FileDamage();
    expect(damaged.forms.length).toBeGreaterThan(25);
    for (let seed = 1; seed <= SHORT; seed++) {
      const { form, fell } = damaged.failures(seed);
      expect([seed, form, fell]).toEqual([seed, form, []]);
    }
  });
});

describe('damaged texts of logs', () => {
  it('are judged, and never as a machine that lives', { timeout: 600_000 }, () => {
    const damaged = new TextDamage();
    for (let seed = 1; seed <= SHORT; seed++) expect([seed, damaged.failures(seed)]).toEqual([seed, []]);
  });
});
