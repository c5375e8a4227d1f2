import { describe, expect, it } from 'vitest';
import type { PageReader } from '../../../src/core/container/container.ts';
import { PageStatus } from '../../../src/core/container/absence.ts';
import { Engine } from '../../../src/core/engine/engine.ts';
import { patternAt } from '../../build/page-tables.ts';
import { seededRandom } from '../../build/random.ts';
import { engine } from '../../build/zoo.ts';

const SLOTS = 16;

/** Pages that say which they are; every 13th is left out. Counts what it is asked for. */
class Pages implements PageReader {
  readonly loads: number[] = [];
  constructor(
    readonly pageSize: number,
    readonly endPfn: number,
  ) {}
  status(pfn: number): PageStatus {
    if (pfn >= this.endPfn) return PageStatus.hole;
    return pfn % 13 === 7 ? PageStatus.excluded : PageStatus.present;
  }
  next(pfn: number): number | undefined {
    return pfn < this.endPfn ? pfn : undefined;
  }
  load(pfn: number, slot: number, decoder: { slot(slot: number): Uint8Array }): PageStatus {
    this.loads.push(pfn);
    const status = this.status(pfn);
    if (status !== PageStatus.present) return status;
    const bytes = decoder.slot(slot);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length; at += 8)
      view.setBigUint64(at, patternAt(pfn * this.pageSize + at), true);
    return status;
  }
}

function open(pageSize = 4096, endPfn = 500): { pages: Pages; engine: Engine } {
  const pages = new Pages(pageSize, endPfn);
  return { pages, engine: new Engine(engine, pages, SLOTS * pageSize) };
}

const word = (host: Engine, at: number): bigint => host.view.getBigUint64(at, true);

describe.each([4096, 16384, 65536])('the page cache with 16 slots of %i bytes', (pageSize) => {
  it('gives the right page, whatever was thrown out', () => {
    const { engine: host } = open(pageSize);
    const below = seededRandom(1);
    for (let i = 0; i < 5000; i++) {
      const pfn = below(500);
      const offset = below(pageSize / 8) * 8;
      const at = host.wasm.readPhysical(pfn * pageSize + offset, 8);
      if (pfn % 13 === 7) {
        expect(at).toBe(0);
        expect(host.wasm.readFailure()).toBe(PageStatus.excluded);
      } else if (word(host, at) !== patternAt(pfn * pageSize + offset)) {
        expect.fail(`page ${pfn} at ${offset} holds ${word(host, at).toString(16)}`);
      }
    }
  });

  it('reads across pages, also more of them than it holds', () => {
    const { engine: host } = open(pageSize);
    // Frames 8 to 19 are there, 20 is not.
    for (const length of [16, pageSize, Math.min(12 * pageSize, 1 << 20) - 8]) {
      const start = 8 * pageSize + (length > pageSize ? 0 : pageSize - 8);
      const at = host.wasm.readPhysical(start, length);
      expect(at).not.toBe(0);
      for (let i = 0; i + 8 <= length; i += 8)
        if (word(host, at + i) !== patternAt(start + i)) expect.fail(`wrong at ${i} of ${length}`);
    }
  });

  it('says how far it came before a page that is not there', () => {
    const { engine: host } = open(pageSize);
    expect(host.wasm.readPhysical(19 * pageSize + 100, pageSize)).toBe(0);
    expect(host.wasm.readDone()).toBe(pageSize - 100);
    expect(host.wasm.readFailure()).toBe(PageStatus.excluded);
    expect(host.wasm.readPhysical(500 * pageSize, 1)).toBe(0);
    expect(host.wasm.readFailure()).toBe(PageStatus.hole);
    expect(host.wasm.readDone()).toBe(0);
  });
});

/** The frames that are read without being loaded. */
function keptPages(host: Engine, pages: Pages): number[] {
  host.wasm.aside(1);
  const kept: number[] = [];
  for (let pfn = 0; pfn < pages.endPfn; pfn++) {
    const before = pages.loads.length;
    if (host.wasm.readPhysical(pfn * 4096, 8) !== 0 && pages.loads.length === before) kept.push(pfn);
  }
  // What was just read aside is known there, too: it goes with others that are.
  for (let pfn = pages.endPfn - 12; pfn < pages.endPfn; pfn++) host.wasm.readPhysical(pfn * 4096, 8);
  host.wasm.aside(0);
  return kept;
}

describe('what the page cache keeps', () => {
  it('asks for a page once while it is used', () => {
    const { engine: host, pages } = open();
    host.wasm.readPhysical(0, 8);
    for (let pfn = 100; pfn < 400; pfn++) {
      host.wasm.readPhysical(pfn * 4096, 8);
      host.wasm.readPhysical(0, 8);
    }
    expect(pages.loads.filter((pfn) => pfn === 0)).toEqual([0]);
  });

  it('asks again for what is not there, and gives up no page for it', () => {
    const { engine: host, pages } = open();
    for (let pfn = 8; pfn < 16; pfn++) host.wasm.readPhysical(pfn * 4096, 8);
    for (let i = 0; i < 100; i++) expect(host.wasm.readPhysical(7 * 4096, 8)).toBe(0);
    const before = pages.loads.length;
    for (let pfn = 8; pfn < 16; pfn++)
      expect(word(host, host.wasm.readPhysical(pfn * 4096, 8))).toBe(patternAt(pfn * 4096));
    expect(pages.loads.length - before).toBe(0);
  });

  it('gives up no page for what cannot be had, full as it is', () => {
    const { engine: host, pages } = open();
    for (let pfn = 8; pfn < 8 + 40; pfn++) host.wasm.readPhysical(pfn * 4096, 8);
    const kept = keptPages(host, pages);
    expect(kept.length).toBe(SLOTS);
    for (let i = 0; i < 100; i++) expect(host.wasm.readPhysical((7 + 13 * (i % 30)) * 4096, 8)).toBe(0);
    expect(keptPages(host, pages)).toEqual(kept);
  });

  it('is as it was after pages were read aside', () => {
    const { engine: host, pages } = open();
    const below = seededRandom(3);
    for (let i = 0; i < 300; i++) host.wasm.readPhysical(below(60) * 4096, 8);
    const kept = keptPages(host, pages);
    host.wasm.aside(1);
    for (let i = 0; i < 2000; i++) {
      const pfn = below(500);
      const at = host.wasm.readPhysical(pfn * 4096 + 8, 8);
      if (pfn % 13 === 7) expect(at).toBe(0);
      else if (word(host, at) !== patternAt(pfn * 4096 + 8)) expect.fail(`page ${pfn} aside is wrong`);
    }
    const at = host.wasm.readPhysical(8 * 4096 + 4000, 4 * 4096);
    for (let i = 0; i + 8 <= 4 * 4096; i += 8)
      if (word(host, at + i) !== patternAt(8 * 4096 + 4000 + i)) expect.fail(`wrong at ${i}`);
    host.wasm.aside(0);
    expect(keptPages(host, pages)).toEqual(kept);
  });

  it('refuses reads longer than its buffer', () => {
    const { engine: host } = open();
    expect(host.wasm.readPhysical(0, (1 << 20) + 1)).toBe(0);
    expect(host.wasm.readPhysical(0, -1)).toBe(0);
  });

  it('knows frames far beyond 32 bits', () => {
    const { engine: host } = open(4096, 2 ** 36);
    for (const pfn of [2 ** 32 + 2, 2, 2 ** 35 + 2, 2 ** 34 + 2])
      expect(word(host, host.wasm.readPhysical(pfn * 4096, 8))).toBe(patternAt(pfn * 4096));
  });
});
