import { readFileSync } from 'node:fs';
import { render, spoken } from '../../src/core/catalogue/message.ts';
import { textLacks } from '../../src/core/catalogue/reports.ts';
import { AddressSpace } from '../../src/core/memory/space.ts';
import type { Verdict } from '../../src/core/rows/verdict.ts';
import { openLogOrDump, openSession } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { seededRandom } from '../build/random.ts';
import { rawSample, type RawSample } from '../build/raw-sample.ts';
import { dumpPath, engine } from '../build/zoo.ts';
import { descriptorsOf } from './classes.ts';
import type { Below, Damage } from './damage.ts';
import { Trial } from './trial.ts';

/**
 * Damage that leaves every word plausible: pages that stand in each other's place, that are of another dump or of another
 * time, whose words are turned round or shifted, sectors that were written twice, descriptors and bits of bitmaps one off,
 * single bits. A mutant's verdict is held against that of the whole dump: it says the same, or less and less surely.
 */
export const WAYS = [
  'swapped',
  'foreign',
  'turned',
  'shifted',
  'sectors',
  'bits',
  'descriptors',
  'bitmap',
] as const;
export type Way = (typeof WAYS)[number];
const FILE: ReadonlySet<Way> = new Set(['descriptors', 'bitmap']);
const PAGE = 4096;

export class MovedDamage {
  private readonly raw: RawSample;
  private readonly packed: Uint8Array;
  private readonly other: RawSample;
  private readonly whole: Verdict;
  /** Where in the raw file pages begin that the verdict reads. */
  private readonly read: readonly number[];
  private readonly words: readonly number[];
  /** What it and its log alone claim as proven. */
  private readonly claims: ReadonlySet<string>;
  private readonly log: string;

  constructor(dump = 'sample', other = dump === 'sample' ? '6.1-cloud-hung_task' : 'sample') {
    this.raw = rawSample(dump);
    this.packed = new Uint8Array(readFileSync(dumpPath(dump)));
    this.other = rawSample(other);
    const places = this.placesOfVerdict();
    this.words = places;
    this.read = [
      ...new Set(places.map((at) => this.raw.pagesAt + Math.floor((at - this.raw.pagesAt) / PAGE) * PAGE)),
    ];
    const session = openSession([memorySource(this.raw.bytes, 'whole')], { engine });
    this.whole = session.verdict();
    this.log = [...session.run('log')].map(({ text }) => text).join('\n');
    const text = openLogOrDump([memorySource(new TextEncoder().encode(this.log), 'log')], {
      engine,
    }).verdict();
    this.claims = new Set([...claims(this.whole), ...claims(text)]);
  }

  /** What fell; empty when the mutant stood. */
  failures(seed: number): { readonly way: Way; readonly fell: readonly string[] } {
    const below = seededRandom(seed * 2654435761);
    below(7);
    const way = WAYS[below(WAYS.length)];
    const bytes = (FILE.has(way) ? this.packed : this.raw.bytes).slice();
    for (let i = below(4) === 0 ? below(12) : below(2); i >= 0; i--) this.damages[way](bytes, below);
    const trial = new Trial();
    trial.tolerate('opening', () => {
      const session = openSession([memorySource(bytes, 'damaged')], { engine });
      trial.tolerate('verdict', () => {
        trial.fell.push(...this.falsehoods(session.verdict()));
      });
      for (const line of ['ps', 'log', 'bt', 'mod']) trial.drain(line, () => session.run(line));
    });
    return { way, fell: trial.end() };
  }

  /** What `verdict` claims as proven that the whole dump's does not, nor its log says. */
  private falsehoods(verdict: Verdict): string[] {
    const fell = claims(verdict).filter((claim) => !this.claims.has(claim) && !this.quoted(claim));
    if (verdict.confidence !== 'proven') return fell;
    const [said, whole] = [verdict, this.whole].map(facts);
    for (const [name, value] of Object.entries(said))
      if (value !== undefined && whole[name] !== value)
        fell.push(`${name} ${String(value)} as proven, not ${String(whole[name])}`);
    return fell;
  }

  /** Whether `claim` is that the log says something, and it does. */
  private quoted(claim: string): boolean {
    const said = /: The log says: "(.*)"$/.exec(claim)?.[1];
    // Of a module that is not to blame in the whole dump, the log's list of modules says the same.
    const [, module = '', letters = ''] = /^taints: (\S+) is [^(]*\(taints ([A-Z, ]+)\)/.exec(claim) ?? [];
    const listed = module !== '' && this.log.includes(`${module}(${letters.replace(/, /g, '')}`);
    return listed || (said !== undefined && this.log.includes(said)) || claim === NAMES_LOST;
  }

  private readonly damages: Readonly<Record<Way, Damage>> = {
    swapped: (bytes, below) => {
      const [one, two] = [this.page(below), this.page(below)];
      const kept = bytes.slice(one, one + PAGE);
      bytes.copyWithin(one, two, two + PAGE);
      bytes.set(kept, two);
    },
    foreign: (bytes, below) => {
      const { pfns, pagesAt } = this.other;
      const at = this.page(below);
      const pfn = this.raw.pfns[(at - this.raw.pagesAt) / PAGE];
      const same = pfns.indexOf(pfn);
      const from = pagesAt + (same >= 0 && below(2) === 0 ? same : below(pfns.length)) * PAGE;
      bytes.set(this.other.bytes.subarray(from, from + PAGE), at);
    },
    turned: (bytes, below) => {
      const at = this.page(below);
      const width = [2, 4, 8][below(3)];
      const count = below(2) === 0 ? PAGE : width * (1 + below(16));
      const from = at + (count === PAGE ? 0 : below((PAGE - count) / width) * width);
      for (let i = from; i < from + count; i += width) bytes.subarray(i, i + width).reverse();
    },
    shifted: (bytes, below) => {
      const at = this.page(below);
      const by = 1 + below(16);
      if (below(2) === 0) bytes.copyWithin(at + by, at, at + PAGE - by);
      else bytes.copyWithin(at, at + by, at + PAGE);
    },
    sectors: (bytes, below) => {
      const [at, from] = [this.page(below) + 512 * below(8), this.page(below) + 512 * below(8)];
      bytes.copyWithin(at, from, from + 512);
    },
    bits: (bytes, below) => {
      const at = this.words[below(this.words.length)];
      bytes[at + below(8)] ^= 1 << below(8);
    },
    descriptors: (bytes, below) => {
      const { at, count } = descriptorsOf(bytes);
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const one = at + below(count) * 24;
      const two = at + below(count) * 24;
      const kept = bytes.slice(one, one + 24);
      const ways = [
        () => {
          bytes.copyWithin(one, two, two + 24);
          bytes.set(kept, two);
        },
        () => {
          bytes.copyWithin(one, two, two + 24);
        },
        () => {
          view.setBigInt64(one, view.getBigInt64(one, true) + BigInt(below(3) - 1), true);
        },
        () => {
          view.setInt32(one + 8, view.getInt32(one + 8, true) + below(3) - 1, true);
        },
        () => {
          bytes.copyWithin(one, one + 24, at + count * 24);
        },
      ];
      ways[below(ways.length)]();
    },
    bitmap: (bytes, below) => {
      const { at } = descriptorsOf(bytes);
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const block = view.getInt32(428, true);
      const blocks = view.getUint32(436, true);
      const from = at - (blocks * block) / 2;
      const end = Math.min(at, from + Math.ceil(this.raw.pfns[this.raw.pfns.length - 1] / 8));
      bytes[from + below(end - from)] ^= 1 << below(8);
    },
  };

  /** A page that the verdict reads, or one in eight any. */
  private page(below: Below): number {
    return below(8) === 0
      ? this.raw.pagesAt + below(this.raw.pfns.length) * PAGE
      : this.read[below(this.read.length)];
  }

  private placesOfVerdict(): number[] {
    const seen = new Set<number>();
    const watched = AddressSpace.prototype as unknown as Record<
      string,
      (this: AddressSpace, address: bigint, length: number) => unknown
    >;
    const { locate } = watched;
    const { raw } = this;
    let inside = false;
    watched.locate = function (address, length) {
      if (!inside && seen.size < 300_000) {
        inside = true;
        for (let at = 0; at < Math.min(length, 65536); at += at % 4096 < 64 ? 8 : 512) {
          const place = raw.offsetOf(this.translate((address + BigInt(at)) & ~7n) ?? -1);
          if (place !== undefined) seen.add(place);
        }
        inside = false;
      }
      return locate.call(this, address, length);
    };
    try {
      openSession([memorySource(raw.bytes, 'sound')], { engine }).verdict();
    } finally {
      watched.locate = locate;
    }
    return [...seen];
  }
}

/** What a verdict states as proven, one by one. */
/** What a verdict says of itself that is made from the log alone. */
const NAMES_LOST = `by-log: ${render(textLacks.names(), 'en')}`;

function claims(verdict: Verdict): string[] {
  const { findings, culprit } = spoken(verdict, 'en');
  const found = findings
    .filter(({ confidence }) => confidence === 'proven')
    .map(({ rule, text }) => `${rule}: ${text.replace(/; its state is \w+/, '')}`);
  if (culprit?.confidence === 'proven') found.push(`culprit: ${culprit.what} ${culprit.name}`);
  return found;
}

/** What a verdict says as fields, each of which may be absent. */
function facts({
  kind,
  access,
  address,
  task,
  cpu,
  context,
  where,
  died,
  release,
}: Verdict): Record<string, unknown> {
  const { symbol, offset, module } = where ?? {};
  return {
    kind,
    access,
    address,
    pid: task?.pid,
    comm: task?.comm,
    cpu,
    context,
    symbol,
    offset,
    module,
    died,
    release,
  };
}
