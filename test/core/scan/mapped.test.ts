import { describe, expect, it } from 'vitest';
import { MappedMemory } from '../../../src/core/scan/mapped.ts';
import { PlannedMemory } from '../../build/page-tables.ts';
import { seededRandom } from '../../build/random.ts';

const START = 0xffffc90000000000n;

/** Pages in no order, some of them twice, with gaps of every size between. */
function planned(): {
  space: ReturnType<PlannedMemory['space']>;
  pages: Map<bigint, number>;
  plan: PlannedMemory;
} {
  const plan = new PlannedMemory();
  const root = plan.table();
  const random = seededRandom(5);
  const pages = new Map<bigint, number>();
  let at = START;
  for (let i = 0; i < 400; i++) {
    const pfn = i % 7 === 0 ? 100 + (i % 50) : 100 + random(300);
    plan.map(root, at, pfn * 4096);
    pages.set(at, pfn * 4096);
    at += 4096n * [1n, 1n, 1n, 2n, 600n, 1n << 19n][random(6)];
  }
  return { plan, space: plan.space(root), pages };
}

describe('what page tables map of an area', () => {
  const { space, pages } = planned();
  const last = [...pages.keys()].at(-1)!;
  const area = { start: START, end: last + 4096n };

  it('is found as translating every page finds it', () => {
    const mapped = new MappedMemory(space, [area]);
    const frames = new Set<number>();
    const list = mapped.frames(4096);
    for (let i = 0; i < list.length; i += 2)
      for (let pfn = list[i]; pfn < list[i + 1]; pfn++) frames.add(pfn);
    for (const physical of pages.values()) {
      expect(frames.has(physical / 4096)).toBe(true);
      const expected = [...pages]
        .filter(([, each]) => each === physical)
        .map(([address]) => ({ area: 0, offset: Number(address - START) + 24 }));
      expect(mapped.places(physical + 24)).toEqual(expected);
    }
    expect(mapped.places(5000 * 4096)).toEqual([]);
    expect(mapped.ascending(0)).toBe(false);
  });

  it('is cut at the ends of the areas, which need not be pages', () => {
    const [first] = pages;
    const mapped = new MappedMemory(space, [
      { start: first[0] + 16n, end: first[0] + 32n },
      { start: START - 0x10000n, end: START },
    ]);
    expect(mapped.places(first[1] + 16)).toEqual([{ area: 0, offset: 0 }]);
    expect(mapped.places(first[1] + 31)).toEqual([{ area: 0, offset: 15 }]);
    expect(mapped.places(first[1] + 32)).toEqual([]);
    expect(mapped.places(first[1] + 15)).toEqual([]);
  });

  it('is read beside the page cache', () => {
    const { space: fresh } = planned();
    const { wasm } = fresh.memory.engine;
    const before = wasm.cacheMisses();
    new MappedMemory(fresh, [area]);
    expect(wasm.cacheMisses()).toBe(before);
  });
});
