import { describe, expect, it } from 'vitest';
import { OopscopeError } from '../../src/core/errors.ts';
import { openSession } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { seededRandom } from '../build/random.ts';
import { rawSample } from '../build/raw-sample.ts';
import { engine as wasm } from '../build/zoo.ts';
import { questions } from './questions.ts';

const MACHINES = Number(process.env.OOPSCOPE_FUZZ ?? 3);
const base = rawSample();

/** Offsets in the file of the pages that the kernel writes to, of its code and constants, and of its types (BTF) among these. */
function pages(): Readonly<Record<'writable' | 'constant' | 'types', number[]>> {
  const { kernel } = openSession([memorySource(base.bytes, 'sound')], { engine: wasm });
  const between = (first: string, last: string): ((at: number) => boolean) => {
    const from = kernel.space.translate(kernel.symbol(first).address) ?? 0;
    const to = kernel.space.translate(kernel.symbol(last).address - 1n) ?? 0;
    return (at) => at >= from && at + 4096 <= to;
  };
  const isConstant = between('_text', '__end_rodata');
  const isType = between('__start_BTF', '__stop_BTF');
  const offsets = (fits: (at: number) => boolean): number[] =>
    base.pfns.flatMap((pfn, i) => (fits(pfn * 4096) ? [base.pagesAt + i * 4096] : []));
  return {
    writable: offsets((at) => !isConstant(at)),
    constant: offsets(isConstant),
    types: offsets(isType),
  };
}
const { writable, constant, types } = pages();

it('opens as it is', () => {
  const session = openSession([memorySource(base.bytes, 'sound')], { engine: wasm });
  expect(session.verdict().kind).toBe('null-pointer');
});

describe('a machine whose memory is damaged at random', () => {
  for (let seed = 1; seed <= MACHINES; seed++)
    it(`answers or says why not (seed ${seed})`, () => answersOrSays(writable, 4000, seed), 120_000);
});

describe('a kernel whose code, names and types are damaged at random', () => {
  for (let seed = 1; seed <= MACHINES; seed++)
    it(
      `answers or says why not (seed ${seed})`,
      () => answersOrSays(constant, 20 * 4 ** (seed % 6), seed),
      120_000,
    );
});

describe('a kernel with a few wrong words among its types', () => {
  for (let seed = 1; seed <= MACHINES; seed++)
    it(`answers or says why not (seed ${seed})`, () => answersOrSays(types, 1 + (seed % 4), seed), 120_000);
});

/** Asks everything of the sample with `damages` wrong words in `where`: only errors that are sentences may come. */
function answersOrSays(where: readonly number[], damages: number, seed: number): void {
  const bytes = base.bytes.slice();
  damage(bytes, where, damages, seed);
  const failures: string[] = [];
  const tolerate = (what: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof OopscopeError))
        failures.push(`${what}: ${(error as Error).stack ?? String(error)}`);
    }
  };
  tolerate('opening', () => {
    const session = openSession([memorySource(bytes, 'damaged')], { engine: wasm });
    for (const { name, ask } of questions(session, seededRandom(seed))) tolerate(name, () => ask(session));
  });
  expect(failures).toEqual([]);
}

/** Puts wrong words where the machine had right ones: zeros, ones, small numbers, flipped bits, words from elsewhere. */
function damage(bytes: Uint8Array, where: readonly number[], damages: number, seed: number): void {
  const below = seededRandom(seed);
  const view = new DataView(bytes.buffer);
  const somewhere = (): number => where[below(where.length)] + below(512) * 8;
  for (let i = 0; i < damages; i++) {
    const at = somewhere();
    const old = view.getBigUint64(at, true);
    const flipped = old ^ (1n << BigInt(below(64)));
    const kinds = [
      0n,
      0xffffffffffffffffn,
      BigInt(below(65536)),
      flipped,
      view.getBigUint64(somewhere(), true),
      0x7fffffffffffffffn,
    ];
    view.setBigUint64(at, BigInt.asUintN(64, kinds[below(kinds.length)]), true);
  }
}
