import { describe, expect, it } from 'vitest';
import { openSession } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { engine as wasm } from '../build/zoo.ts';
import { failures, machines } from './machines.ts';

/** OOPSCOPE_FUZZ_MACHINES: how many damaged machines of each kind; `npm run fuzz -- --minutes N` tries new ones. */
const MACHINES = Number(process.env.OOPSCOPE_FUZZ_MACHINES ?? 3);
const made = machines();

it('opens as it is', () => {
  const session = openSession([memorySource(made.base.bytes, 'sound')], { engine: wasm });
  expect(session.verdict().kind).toBe('null-pointer');
});

describe('a machine whose memory is damaged at random', () => {
  for (let seed = 1; seed <= MACHINES; seed++)
    it(`answers or says why not (seed ${seed})`, () => {
      expect(failures(made, { part: 'writable', damages: 4000, seed })).toEqual([]);
    });
});

describe('a kernel whose code, names and types are damaged at random', () => {
  for (let seed = 1; seed <= MACHINES; seed++)
    it(`answers or says why not (seed ${seed})`, () => {
      expect(failures(made, { part: 'constant', damages: 20 * 4 ** (seed % 6), seed })).toEqual([]);
    });
});

describe('a kernel with a few wrong words among its types', () => {
  for (let seed = 1; seed <= MACHINES; seed++)
    it(`answers or says why not (seed ${seed})`, () => {
      expect(failures(made, { part: 'types', damages: 1 + (seed % 4), seed })).toEqual([]);
    });
});
