import { describe, expect, it } from 'vitest';
import { FaultError } from '../../../src/core/errors.ts';
import type { AddressSpace } from '../../../src/core/memory/space.ts';
import { patternAt, PlannedMemory } from '../../build/page-tables.ts';

const START = 0xffffc90000000000n;

/**
 * Four pages that follow each other and lie apart in memory (frames 9, 5, 7, 6), then one that was left out of the
 * dump (8), then nothing.
 */
function planned(): { plan: PlannedMemory; space: AddressSpace } {
  const plan = new PlannedMemory();
  const root = plan.table();
  [9, 5, 7, 6, 8].forEach((pfn, i) => {
    plan.map(root, START + BigInt(i) * 4096n, pfn * 4096);
    plan.fill(pfn);
  });
  const text = new TextEncoder().encode('a name that crosses a page\0and more');
  text.forEach((byte, i) => plan.page(i < 10 ? 9 : 5).setUint8(i < 10 ? 4086 + i : i - 10, byte));
  plan.exclude(8);
  return { plan, space: plan.space(root) };
}

describe('an address space', () => {
  const { space } = planned();
  const third = START + 0x2000n;

  it('reads words of every size', () => {
    const word = patternAt(7 * 4096 + 8);
    expect(space.u64(third + 8n)).toBe(word);
    expect(space.u32(third + 8n)).toBe(Number(word & 0xffffffffn));
    expect(space.s32(third + 8n)).toBe(Number(BigInt.asIntN(32, word)));
    expect(space.u16(third + 8n)).toBe(Number(word & 0xffffn));
    expect(space.u8(third + 9n)).toBe(Number((word >> 8n) & 0xffn));
    expect(space.words(third, 3)).toEqual(
      BigUint64Array.from([0, 8, 16].map((at) => patternAt(7 * 4096 + at))),
    );
  });

  it('reads across pages that lie apart', () => {
    // The word between frames 5 and 7, half of it in each.
    const low = patternAt(5 * 4096 + 4088) >> 32n;
    const high = patternAt(7 * 4096) & 0xffffffffn;
    expect(space.u64(third - 4n)).toBe((high << 32n) | low);
    const bytes = space.read(START + 0x1800n, 0x2000);
    const view = new DataView(bytes.buffer);
    expect(view.getBigUint64(0x7f8, true)).toBe(patternAt(5 * 4096 + 0xff8));
    expect(view.getBigUint64(0x800, true)).toBe(patternAt(7 * 4096));
    expect(view.getBigUint64(0x1ff8, true)).toBe(patternAt(6 * 4096 + 0x7f8));
  });

  it('reads texts across pages, and no further than asked', () => {
    expect(space.string(START + 4086n)).toBe('a name that crosses a page');
    expect(space.string(START + 4086n, 12)).toBe('a name that ');
  });

  it('fills what is absent with zeros, and counts it', () => {
    // A space of its own, of which nothing was asked yet.
    const fresh = planned().space;
    const { bytes, absent } = fresh.readFilled(START + 0x3800n, 0x1900);
    expect(absent).toBe(0x1100);
    expect(new DataView(bytes.buffer).getBigUint64(0, true)).toBe(patternAt(6 * 4096 + 0x800));
    expect(bytes.subarray(0x800).every((byte) => byte === 0)).toBe(true);
  });

  it('says why it cannot: a page left out of the dump', () => {
    const at = START + 0x4000n;
    expect(space.tryU64(at)).toBeUndefined();
    expect(space.absence(at)).toBe('excluded');
    expect(space.translate(at)).toBe(8 * 4096);
    const failed = failure(() => space.read(START + 0x3000n, 0x2000));
    // The address is that of the first byte that is missing.
    expect(failed).toMatchObject({ address: at, reason: 'excluded' });
    expect(failed?.message).toMatch(/^ffffc90000004000 \(kernel\) cannot be read: the page was excluded/);
  });

  it('says why it cannot: nothing mapped', () => {
    expect(failure(() => space.u8(START + 0x5000n))).toMatchObject({ reason: 'not-mapped' });
    expect(failure(() => space.u8(0x800000000000n))).toMatchObject({ reason: 'non-canonical' });
    expect(space.readable(START + 0x5000n)).toBe(false);
    expect(space.translate(START + 0x5000n)).toBeUndefined();
  });

  it('gives what there is before a gap', () => {
    expect(space.readSome(START + 0x3ff0n, 64)).toHaveLength(16);
    expect(space.readSome(START + 0x4000n, 64)).toHaveLength(0);
    expect(space.tryRead(START + 0x3ff0n, 64)).toBeUndefined();
    expect(space.tryRead(START + 0x3ff0n, 16)).toHaveLength(16);
    expect(space.tryString(START + 0x4000n)).toBeUndefined();
  });

  it('wraps at the end of all addresses', () => {
    expect(space.readSome(0xfffffffffffffff8n, 64)).toHaveLength(0);
    expect(failure(() => space.read(0xfffffffffffffff8n, 64))).toMatchObject({ reason: 'not-mapped' });
  });
});

describe('a linear mapping that stands in for lost tables', () => {
  const DIRECT = 0xffff888000000000n;
  /** START is mapped by tables; what maps DIRECT is not in the dump. */
  function withLostTables(): AddressSpace {
    const plan = new PlannedMemory();
    const root = plan.table();
    plan.map(root, START, 9 * 4096);
    const way = plan.map(root, DIRECT + 0x9000n, 5 * 4096);
    [5, 9].forEach((pfn) => {
      plan.fill(pfn);
    });
    plan.exclude(way[1] / 4096);
    return plan.space(root);
  }

  it('answers where a table is absent, and is counted', () => {
    const space = withLostTables();
    expect(space.absence(DIRECT + 0x9000n)).toBe('table-absent');
    expect(space.assumeLinear(DIRECT, 0x10000n, 0n)).toBe(true);
    expect(space.linearWalks).toBe(0);
    expect(space.u64(DIRECT + 0x9008n)).toBe(patternAt(9 * 4096 + 8));
    expect(space.linearWalks).toBe(1);
    // The page itself may be absent too.
    expect(space.absence(DIRECT + 0x7000n)).toBe('hole');
    expect(space.linearWalks).toBe(1);
  });

  it('ends where it ends', () => {
    const space = withLostTables();
    space.assumeLinear(DIRECT, 0xa000n, 0n);
    expect(space.readable(DIRECT + 0x9fffn)).toBe(true);
    expect(space.absence(DIRECT + 0xa000n)).toBe('table-absent');
  });

  it('never speaks against tables that are there', () => {
    const space = withLostTables();
    space.assumeLinear(START, 0x10000n, 5n * 4096n);
    expect(space.u64(START)).toBe(patternAt(9 * 4096));
    expect(space.absence(START + 0x5000n)).toBe('not-mapped');
    expect(space.linearWalks).toBe(0);
  });

  it('has room for so many ranges and no more', () => {
    const space = withLostTables();
    const said = Array.from({ length: 100 }, (_, i) =>
      space.assumeLinear(DIRECT + BigInt(i) * 4096n, 4096n, 0n),
    );
    expect(said.indexOf(false)).toBeGreaterThan(16);
    expect(said.at(-1)).toBe(false);
  });
});

describe('physical memory', () => {
  const { plan } = planned();
  const memory = plan.open();

  it('reads across frames', () => {
    const view = new DataView(memory.read(5 * 4096 + 4088, 16).buffer);
    expect(view.getBigUint64(0, true)).toBe(patternAt(5 * 4096 + 4088));
    expect(view.getBigUint64(8, true)).toBe(patternAt(6 * 4096));
  });

  it('says why a frame is not there', () => {
    expect(memory.absence(7)).toBeUndefined();
    expect(memory.absence(8)).toBe('excluded');
    expect(memory.absence(1)).toBe('hole');
    expect(memory.absence(1 << 30)).toBe('hole');
    expect(memory.tryRead(7 * 4096, 8192)).toBeUndefined();
    expect(failure(() => memory.read(7 * 4096 + 1, 8192))).toMatchObject({
      reason: 'excluded',
      address: 0x8000n,
    });
  });
});

function failure(work: () => unknown): FaultError | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof FaultError) return error;
    throw error;
  }
  return undefined;
}
