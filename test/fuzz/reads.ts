import { AddressSpace } from '../../src/core/memory/space.ts';
import { openSession, type Session } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { seededRandom } from '../build/random.ts';
import { rawSample, type RawSample } from '../build/raw-sample.ts';
import { engine } from '../build/zoo.ts';
import { survives } from './classes.ts';
import { wrong } from './damage.ts';
import { questions, type Question } from './questions.ts';
import { Trial } from './trial.ts';

/**
 * Damage to what is read: a question is asked of the sound dump and every word that its answer rests on is written down;
 * a mutant has some of those words wrong, and is asked the same. So lists, trees, hash tables, arrays, per-CPU offsets,
 * slabs, stacks and page tables of every command and every kind of thing are damaged where it matters, without a list of them.
 */
export class ReadDamage {
  private readonly raw: RawSample;
  private readonly sound: Session;
  private readonly kind: string;
  private readonly questions: readonly Question[];
  private readonly known = new Map<Question, Float64Array>();

  constructor(dump = 'sample') {
    this.raw = rawSample(dump);
    this.sound = openSession([memorySource(this.raw.bytes, 'sound')], { engine });
    this.kind = this.sound.verdict().kind;
    this.questions = questions(this.sound, seededRandom(20261126)).filter(({ name }) => !LONG.test(name));
  }

  /** What fell; the question is chosen by the seed, as are the words. */
  failures(seed: number): { readonly question: string; readonly fell: readonly string[] } {
    const below = seededRandom(seed * 2654435761);
    below(7);
    const question = this.questions[below(this.questions.length)];
    let places = this.known.get(question);
    if (!places) this.known.set(question, (places = this.placesOf(question)));
    const bytes = this.raw.bytes.slice();
    for (let i = places.length === 0 ? -1 : below(8); i >= 0; i--)
      wrong(bytes, places[below(places.length)], below(4) === 0 ? 4 : 8, below);
    const fell = survives(bytes, this.kind, (session, trial) =>
      trial.tolerate(question.name, () => question.ask(session)),
    );
    return { question: question.name, fell };
  }

  /** Offsets in the file of the words that are read to answer `question`, each once. */
  private placesOf(question: Question): Float64Array {
    const { space } = this.sound.kernel;
    const seen = new Set<bigint>();
    const watched = AddressSpace.prototype as unknown as Record<
      string,
      (address: bigint, length: number) => unknown
    >;
    const { locate } = watched;
    watched.locate = function (this: AddressSpace, address, length) {
      if (seen.size < MOST && length <= 4096 && this.name === space.name)
        for (let at = 0; at < Math.min(length, 256); at += 8) seen.add((address + BigInt(at)) & ~7n);
      return locate.call(this, address, length);
    };
    try {
      new Trial().tolerate(question.name, () => question.ask(this.sound));
    } finally {
      watched.locate = locate;
    }
    const places = [...seen].map((address) => this.raw.offsetOf(space.translate(address) ?? -1) ?? -1);
    return Float64Array.from(places.filter((at) => at >= 0));
  }
}

/** Words kept of one question. */
const MOST = 100_000;
/** Questions that read all of memory, whatever is damaged. */
const LONG = /^(search|kmem -[sSv]? ?-?S|rd -SS)/;
