import { OopscopeError } from '../../src/core/errors.ts';
import { openSession } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { seededRandom } from '../build/random.ts';
import { rawSample, type RawSample } from '../build/raw-sample.ts';
import { engine as wasm } from '../build/zoo.ts';
import { questions } from './questions.ts';

/** Machines made of the bundled sample whose memory is damaged at random: what fuzz tests and `npm run fuzz` ask. */

/** Which part of memory is damaged. */
export type Part = 'writable' | 'constant' | 'types';

export interface Machines {
  readonly base: RawSample;
  /** Offsets in the file of the pages of each part: what the kernel writes to, its code and constants, its types (BTF). */
  readonly parts: Readonly<Record<Part, readonly number[]>>;
}

export function machines(): Machines {
  const base = rawSample();
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
    base,
    parts: {
      writable: offsets((at) => !isConstant(at)),
      constant: offsets(isConstant),
      types: offsets(isType),
    },
  };
}

/** One damaged machine: `damages` wrong words in `part`, placed by `seed`. */
export interface Mutant {
  readonly part: Part;
  readonly damages: number;
  readonly seed: number;
}

/**
 * What fell when everything was asked of `mutant`: errors that are no sentences of ours, and a crash that is said with
 * proof to have been none. Empty when it stood. `most`: questions asked at most, chosen by the seed.
 */
export function failures(
  { base, parts }: Machines,
  { part, damages, seed }: Mutant,
  most = Infinity,
): string[] {
  const bytes = base.bytes.slice();
  damage(bytes, parts[part], damages, seed);
  const fell: string[] = [];
  const tolerate = (what: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof OopscopeError)) fell.push(`${what}: ${(error as Error).stack ?? String(error)}`);
    }
  };
  tolerate('opening', () => {
    const session = openSession([memorySource(bytes, 'damaged')], { engine: wasm });
    const random = seededRandom(seed);
    const all = questions(session, random);
    const asked = all.length <= most ? all : all.filter((_, i) => i === 0 || random(all.length) < most);
    for (const { name, ask } of asked) tolerate(name, () => ask(session));
  });
  return fell;
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
