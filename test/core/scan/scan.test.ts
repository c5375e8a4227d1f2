import { describe, expect, it } from 'vitest';
import { PageStatus } from '../../../src/core/container/absence.ts';
import type { PageReader } from '../../../src/core/container/container.ts';
import { openContainer } from '../../../src/core/container/probe.ts';
import { Engine } from '../../../src/core/engine/engine.ts';
import { saidBy } from '../../../src/core/errors.ts';
import { obey, ScanPool, ScanRuns, WAIT, type Order } from '../../../src/core/scan/pool.ts';
import { Scan, TextState, type Hits, type Sought } from '../../../src/core/scan/scan.ts';
import { joined as filled, Scanner } from '../../../src/core/scan/scanner.ts';
import { BlockCache } from '../../../src/core/source/blocks.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { buildElf } from '../../build/elf.ts';
import { buildKdump, rawPage, zlibPage } from '../../build/kdump.ts';
import { joined } from '../../build/pieces.ts';
import { seededRandom } from '../../build/random.ts';
import { engine } from '../../build/zoo.ts';

const PAGE = 4096;
const ALL = Float64Array.of(0, 1 << 20);
const TEXT = 'a text that is unaligned';

/** Memory with holes: frames by number. Words of few values, and a text across the end of frames 20, 21, 37 and 60. */
function memory(): Map<number, Uint8Array> {
  const random = seededRandom(9);
  const frames = new Map<number, Uint8Array>();
  for (let pfn = 3; pfn < 70; pfn++) {
    if (pfn % 11 === 0 || (pfn > 40 && pfn < 55)) continue;
    const page = new Uint8Array(PAGE);
    const view = new DataView(page.buffer);
    for (let at = 0; at < PAGE; at += 8)
      if (random(40) === 0) view.setBigUint64(at, BigInt([7, 0xabcd, 0x1234_abcd, 8][random(4)]), true);
    frames.set(pfn, page);
  }
  const bytes = new TextEncoder().encode(TEXT);
  const put = (pfn: number, at: number): void =>
    bytes.forEach((byte, i) => {
      const page = frames.get(pfn + Math.floor((at + i) / PAGE));
      if (page) page[(at + i) % PAGE] = byte;
    });
  put(20, PAGE - 5);
  // Frame 22 is not there: begun only.
  put(21, PAGE - 9);
  put(37, PAGE - bytes.length);
  put(60, PAGE - 1);
  put(30, 1001);
  return frames;
}

const planned = memory();
const zeros = (pfn: number): boolean => planned.get(pfn)!.every((byte) => byte === 0);

const forms: Record<string, () => Uint8Array> = {
  'an ELF core': () => {
    const segments = [...planned].map(([pfn, bytes]) => ({ physical: pfn * PAGE, bytes }));
    // Neighbours in one segment, as real ones are, cut within a page at the end.
    const first = segments.filter(({ physical }) => physical < 11 * PAGE);
    const run = joinedBytes(first.map(({ bytes }) => bytes));
    return joined(
      buildElf({
        segments: [
          { physical: 3 * PAGE, bytes: run },
          ...segments.filter(({ physical }) => physical >= 11 * PAGE),
        ],
      }),
    );
  },
  'a kdump of raw pages': () =>
    joined(
      buildKdump({ pages: [...planned].map(([pfn, page]) => rawPage(pfn, page)), excluded: [11, 22, 33] }),
    ),
  'a kdump of zlib pages': () =>
    joined(buildKdump({ pages: [...planned].map(([pfn, page]) => zlibPage(pfn, page)) })),
};

function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

interface Found {
  readonly physical: number;
  readonly which: number;
  readonly word?: bigint;
  readonly state?: number;
}

function plainly(sought: Sought, frames = ALL): Found[] {
  const found: Found[] = [];
  for (const [pfn, page] of planned) {
    if (pfn < frames[0] || pfn >= frames[1]) continue;
    const view = new DataView(page.buffer);
    if (sought.kind === 'words') {
      const { width, values, ignored } = sought;
      for (let at = 0; at < PAGE; at += width) {
        const word =
          width === 8
            ? view.getBigUint64(at, true)
            : BigInt(width === 4 ? view.getUint32(at, true) : view.getUint16(at, true));
        for (const [which, value] of values.entries())
          if ((word | ignored) === (value | ignored)) found.push({ physical: pfn * PAGE + at, which, word });
      }
    } else {
      for (let at = 0; at < PAGE; at++)
        for (const [which, text] of sought.texts.entries()) {
          const here = text.subarray(0, PAGE - at);
          if (here.every((byte, i) => page[at + i] === byte))
            found.push({
              physical: pfn * PAGE + at,
              which,
              state: here.length === text.length ? TextState.whole : -1,
            });
        }
    }
  }
  return found;
}

/** States of texts that a page's end cuts depend on where the work was cut: what they say is checked by itself. */
function list(parts: readonly Hits[]): Found[] {
  return parts.flatMap(({ physical, which, words, states }) =>
    [...physical].map((at, i) => ({
      physical: at,
      which: which[i],
      ...(words.length > 0 ? { word: words[i] } : {}),
      ...(states.length > 0 ? { state: states[i] === TextState.whole ? TextState.whole : -1 } : {}),
    })),
  );
}

function open(
  bytes: Uint8Array,
  roomBytes = 4 * PAGE,
): { scanner: Scanner; host: Engine; blocks: BlockCache; pages: PageReader } {
  const blocks = new BlockCache(memorySource(bytes), 4096, 8);
  const { pages } = openContainer(blocks);
  const host = new Engine(engine, pages, 16 * PAGE);
  return { scanner: new Scanner(host, pages, roomBytes), host, blocks, pages };
}

function scanHere(scanner: Scanner, sought: Sought, frames = ALL): Hits[] {
  const scan = new Scan(sought, frames);
  const runs = new ScanRuns(scanner);
  const parts: Hits[] = [];
  for (;;) {
    expect(runs.answer(scan)).toBe(true);
    const part = scan.take();
    if (!part) return parts;
    parts.push(part);
  }
}

const words = (width: 2 | 4 | 8, values: bigint[], ignored = 0n): Sought => ({
  kind: 'words',
  width,
  values,
  ignored,
});
const texts = (...all: string[]): Sought => ({
  kind: 'texts',
  texts: all.map((text) => new TextEncoder().encode(text)),
});
const SOUGHT: Record<string, Sought> = {
  'one word': words(8, [7n]),
  'several words': words(8, [8n, 7n, 0xabcdn]),
  'a masked word': words(8, [0xabcdn], 0xffff_0000n),
  'a 32-bit word': words(4, [0xabcdn, 0x1234_abcdn]),
  'a 16-bit word': words(2, [0xabcdn]),
  zero: words(8, [0n]),
  'a text': texts(TEXT),
  'several texts': texts('text', 't', TEXT),
};

describe.each(Object.entries(forms))('a scan of %s', (_form, build) => {
  const bytes = build();

  it.each(Object.entries(SOUGHT))(
    'finds %s as looking at every page does, whatever the room',
    (_what, sought) => {
      const expected = plainly(sought);
      expect(expected.length).toBeGreaterThan(0);
      for (const room of [PAGE, 4 * PAGE, 1 << 20]) {
        const parts = scanHere(open(bytes, room).scanner, sought);
        expect(list(parts)).toEqual(expected);
        expect(parts.reduce((sum, part) => sum + part.bytes, 0)).toBe(planned.size * PAGE);
      }
    },
  );

  it('keeps to its range of frames', () => {
    const range = Float64Array.of(10, 24);
    expect(list(scanHere(open(bytes).scanner, words(8, [7n]), range))).toEqual(
      plainly(words(8, [7n]), range),
    );
  });

  it('tells how a text goes on that the end of a page cuts', () => {
    const [part] = scanHere(open(bytes, 1 << 20).scanner, texts(TEXT));
    const states = new Map([...part.physical].map((at, i) => [at, part.states[i]]));
    expect(states.get(20 * PAGE + PAGE - 5)).toBe(TextState.goesOn);
    expect(states.get(21 * PAGE + PAGE - 9)).toBe(TextState.unknown);
    expect(states.get(60 * PAGE + PAGE - 1)).toBe(TextState.goesOn);
    expect(states.get(30 * PAGE + 1001)).toBe(TextState.whole);
  });

  it('leaves the page cache and the blocks of the file as they were', () => {
    const { scanner, host, blocks } = open(bytes);
    for (const pfn of [3, 4, 5, 4, 30]) host.wasm.readPhysical(pfn * PAGE, 8);
    const misses = host.wasm.cacheMisses();
    const reads = blocks.reads;
    for (const sought of Object.values(SOUGHT)) scanHere(scanner, sought);
    const tables = blocks.reads - reads;
    for (const pfn of [3, 4, 5, 4, 30]) host.wasm.readPhysical(pfn * PAGE, 8);
    expect(host.wasm.cacheMisses()).toBe(misses);
    // The bitmap is counted once; data of pages is read past the blocks.
    expect(tables).toBeLessThanOrEqual(4);
  });

  it.each([1, 2, 5])('gives %i workers the work, and their answers in order', (hands) => {
    const random = seededRandom(hands);
    const sought = SOUGHT['several words'];
    const scanners = Array.from({ length: hands }, () => open(bytes, 2 * PAGE).scanner);
    const waiting: { hand: number; order: Order }[] = [];
    const pool = new ScanPool(hands, (hand, order) => waiting.push({ hand, order }));
    const run = pool.start(new Scan(sought, ALL), scanners[0].tasks(ALL));
    const parts: Hits[] = [];
    const used = new Set<number>();
    for (;;) {
      const part = run.next();
      if (part === undefined) break;
      if (part !== WAIT) {
        parts.push(part);
        continue;
      }
      expect(waiting.length).toBeGreaterThan(0);
      const [{ hand, order }] = waiting.splice(random(waiting.length), 1);
      used.add(hand);
      pool.heard(hand, structuredClone(obey(scanners[hand], structuredClone(order), saidBy)));
    }
    expect(list(parts)).toEqual(plainly(sought));
    expect(used.size).toBe(hands);
  });
});

describe('a scan over workers', () => {
  const bytes = forms['a kdump of raw pages']();

  it('is stopped in its middle: no order is given after that', () => {
    const { scanner } = open(bytes, PAGE);
    const orders: Order[] = [];
    const pool = new ScanPool(2, (_hand, order) => orders.push(order));
    const run = pool.start(new Scan(words(8, [7n]), ALL), scanner.tasks(ALL));
    pool.heard(0, obey(scanner, orders[0], saidBy));
    expect(run.next()).not.toBe(WAIT);
    run.stop();
    const before = orders.length;
    for (const [i, order] of [...orders].entries()) pool.heard(i % 2, obey(scanner, order, saidBy));
    expect(orders.length).toBe(before);
    expect(before).toBeLessThan(planned.size);
  });

  it('ends with a sentence when a worker dies', () => {
    const { scanner } = open(bytes, PAGE);
    const pool = new ScanPool(2, () => undefined);
    const run = pool.start(new Scan(words(8, [7n]), ALL), scanner.tasks(ALL));
    expect(run.next()).toBe(WAIT);
    let woken = false;
    pool.whenHeard(() => (woken = true));
    pool.died('out of memory');
    expect(woken).toBe(true);
    expect(() => run.next()).toThrow('A worker that helped to search has stopped (out of memory)');
  });

  it('ends with what was wrong when a worker cannot read', () => {
    const { scanner } = open(bytes, PAGE);
    const pool = new ScanPool(1, () => undefined);
    const run = pool.start(new Scan(words(8, [7n]), ALL), scanner.tasks(ALL));
    pool.heard(0, { run: 1, index: 0, trouble: saidBy(new Error('the disk is gone')) });
    expect(() => run.next()).toThrow('the disk is gone');
  });
});

describe('containers without a way of their own', () => {
  it('are read page by page', () => {
    const pages: PageReader = {
      pageSize: PAGE,
      endPfn: 80,
      status: (pfn) => (planned.has(pfn) ? PageStatus.present : PageStatus.hole),
      next: (pfn) => [...planned.keys()].find((each) => each >= pfn),
      load(pfn, slot, decoder) {
        const page = planned.get(pfn);
        // A page that cannot be decoded is passed over.
        if (!page || pfn === 5) return PageStatus.damaged;
        decoder.slot(slot).set(page);
        return PageStatus.present;
      },
    };
    const scanner = new Scanner(new Engine(engine, pages, 16 * PAGE), pages, 4 * PAGE);
    const found = list(scanHere(scanner, words(8, [7n, 8n])));
    expect(found).toEqual(
      plainly(words(8, [7n, 8n])).filter(({ physical }) => Math.floor(physical / PAGE) !== 5),
    );
  });
});

describe('pages of zeros that share one place in the file', () => {
  it('are each looked at', () => {
    const zero = new Uint8Array(PAGE);
    const pages = [...planned].map(([pfn, page]) => zlibPage(pfn, pfn % 3 === 0 ? zero : page));
    const plain = joined(buildKdump({ pages }));
    // The first zero page's place for all of them.
    const first = openDescriptors(plain, pages.length)[0];
    const shared = joined(
      buildKdump({
        pages: pages.map((page) => (page.pfn % 3 === 0 ? { ...page, descriptor: { offset: first } } : page)),
      }),
    );
    const sought = words(8, [7n, 0n]);
    const found = list(scanHere(open(shared).scanner, sought));
    const expected = plainly(sought).filter(({ physical }) => Math.floor(physical / PAGE) % 3 !== 0);
    expect(found.filter(({ physical }) => Math.floor(physical / PAGE) % 3 !== 0)).toEqual(expected);
    const zeroFrames = pages.filter(({ pfn }) => pfn % 3 === 0).length;
    expect(found.length - expected.length).toBe((zeroFrames * PAGE) / 8);
    expect(zeros(3)).toBe(false);
  });
});

/** File offsets of the page data, read from the descriptors (after header, sub header and two bitmaps of a block). */
function openDescriptors(bytes: Uint8Array, count: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: count }, (_, i) => Number(view.getBigInt64(4 * PAGE + i * 24, true)));
}

describe('ranges with small gaps', () => {
  it('are joined', () => {
    expect(filled(Float64Array.of(1, 2, 10, 20, 500, 501))).toEqual(Float64Array.of(1, 20, 500, 501));
  });
});
