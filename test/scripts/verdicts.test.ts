import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SpokenVerdict } from '../../src/core/rows/verdict.ts';
import { held, hold, wayOf, ways } from '../build/verdicts.ts';
import { knownDumps } from '../build/zoo.ts';

const known = knownDumps();

describe('npm run verdicts', () => {
  it.skipIf(known.length === 0)('finds the zoo right, and nothing false that is said as proven', () => {
    for (const { path, name } of known) {
      const row = held(path);
      expect(row, name).toMatchObject({ kind: true, place: true, culprit: true, untold: [], falseProof: [] });
    }
  });

  it('knows every way that a module of test/lab has', () => {
    const folder = new URL('../lab/modules/', import.meta.url);
    for (const file of readdirSync(folder)) {
      const source = readFileSync(new URL(file, folder), 'utf8');
      const named = [...source.matchAll(/"(\w+)"(?=, (?:NULL, )?\w+ }|\))/g)].map(([, name]) => name);
      const module = file.replace(/\.c$/, '');
      const run = Object.values(ways).flatMap((each) => each.run ?? []);
      const asked = run.flatMap((line) => new RegExp(`${module}\\.ko way=(\\w+)`).exec(line)?.[1] ?? []);
      expect(asked.length, file).toBeGreaterThan(5);
      for (const way of asked) expect(named, `${file}: ${way}`).toContain(way);
    }
  });

  it('is named for the longest way', () => {
    expect(wayOf('/x/6.12-cloud-warn_then_null.vmcore')).toBe('warn_then_null');
    expect(wayOf('/x/6.1-oops.vmcore')).toBeUndefined();
  });

  it('tells what is wrong, and what is false though it is said as proven', () => {
    const said: SpokenVerdict = {
      kind: 'bug',
      title: 'BUG()',
      confidence: 'proven',
      sentence: '',
      access: 'read',
      where: { symbol: 'f.cold', offset: 1, module: 'm' },
      culprit: { what: 'module', name: 'm', confidence: 'likely' },
      findings: [],
      unchecked: [],
    };
    const right = { kind: ['bug'], where: ['f'], module: 'm', culprit: ['m'] };
    expect(hold('a', said, right)).toMatchObject({ kind: true, place: true, culprit: true, falseProof: [] });
    const other = {
      kind: ['warn'],
      where: ['g'],
      culprit: ['n'],
      access: 'write',
      says: ['why'],
      never: ['BUG'],
    };
    expect(hold('a', said, other)).toMatchObject({
      kind: false,
      place: false,
      culprit: false,
      untold: ['says why', 'access write'],
      falseProof: ['kind bug', 'access read', 'says BUG'],
    });
    expect(hold('a', { ...said, confidence: 'likely' }, { ...right, kind: ['warn'] }).falseProof).toEqual([]);
  });
});
