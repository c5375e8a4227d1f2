import { describe, expect, it } from 'vitest';
import { OopscopeError } from '../../src/core/errors.ts';
import { openSession } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { seededRandom } from '../build/random.ts';
import { rawSample } from '../build/raw-sample.ts';
import { engine as wasm } from '../build/zoo.ts';
import { questions } from './questions.ts';

const MACHINES = Number(process.env.OOPSCOPE_FUZZ ?? 3);
const DAMAGES = 4000;
const base = rawSample();

/** Offsets in the file of pages that the kernel writes to: damage to its names or types would only end the opening. */
function writablePages(): number[] {
  const { kernel } = openSession([memorySource(base.bytes, 'sound')], { engine: wasm });
  const first = kernel.space.translate(kernel.symbol('_text').address) ?? 0;
  const last = kernel.space.translate(kernel.symbol('__end_rodata').address) ?? 0;
  return base.pfns.flatMap((pfn, i) =>
    pfn * 4096 >= first && pfn * 4096 < last ? [] : [base.pagesAt + i * 4096],
  );
}
const writable = writablePages();

it('opens as it is', () => {
  const session = openSession([memorySource(base.bytes, 'sound')], { engine: wasm });
  expect(session.verdict().kind).toBe('null-pointer');
});

describe('a machine whose memory is damaged at random', () => {
  for (let seed = 1; seed <= MACHINES; seed++)
    it(`answers or says why not (seed ${seed})`, () => {
      const bytes = base.bytes.slice();
      damage(bytes, seed);
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
        for (const { name, ask } of questions(session, seededRandom(seed)))
          tolerate(name, () => {
            ask(session);
          });
      });
      expect(failures).toEqual([]);
    }, 120_000);
});

/** Puts wrong words where the machine had right ones: zeros, ones, small numbers, flipped bits, words from elsewhere. */
function damage(bytes: Uint8Array, seed: number): void {
  const below = seededRandom(seed);
  const view = new DataView(bytes.buffer);
  const somewhere = (): number => writable[below(writable.length)] + below(512) * 8;
  for (let i = 0; i < DAMAGES; i++) {
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
