import { describe, expect, it } from 'vitest';
import { tableFormat as armFormat } from '../../../src/core/arch/arm64/granule.ts';
import { tableFormat } from '../../../src/core/arch/x86_64/paging.ts';
import { AddressSpace } from '../../../src/core/memory/space.ts';
import { halfOf } from '../../../src/core/memory/tables.ts';
import { ENTRY, patternAt, PlannedMemory } from '../../build/page-tables.ts';

const KERNEL = 0xffffffff81234000n;
const DIRECT = 0xffff888000000000n;

describe.each([4, 5] as const)('a walk of %i levels', (levels) => {
  const va = levels === 4 ? KERNEL : 0xff11000012345000n;

  it('comes to the page', () => {
    const plan = new PlannedMemory(levels);
    const root = plan.table();
    plan.map(root, va, 0x5000);
    plan.fill(5);
    const space = plan.space(root);
    expect(space.translate(va + 0x123n)).toBe(0x5123);
    expect(space.u64(va + 8n)).toBe(patternAt(0x5008));
  });

  it('ends at large pages, with what lies within them', () => {
    const plan = new PlannedMemory(levels);
    const root = plan.table();
    plan.map(root, va & ~0x1fffffn, 0x40000000, 2);
    plan.map(root, (va & ~0x3fffffffn) ^ 0x40000000n, 0x80000000, 3);
    const space = plan.space(root);
    expect(space.translate(va)).toBe(0x40000000 + Number(va & 0x1fffffn));
    expect(space.translate((va ^ 0x40000000n) + 7n)).toBe(0x80000000 + Number(va & 0x3fffffffn) + 7);
  });

  it('takes flags for no part of the frame', () => {
    const plan = new PlannedMemory(levels);
    const root = plan.table();
    // NX, a protection key and the software bits above the frame; PAT where a large page's frame would go on.
    const above = ENTRY.noExecute | (0x7ffn << 52n);
    plan.map(root, va, 0x7000, 1, ENTRY.present | ENTRY.user | ENTRY.global | above);
    plan.map(root, va + 0x40000000n, 0x600000, 2, ENTRY.present | ENTRY.patLarge | above);
    const space = plan.space(root);
    expect(space.translate(va)).toBe(0x7000);
    expect(space.translate((va & ~0x1fffffn) + 0x40000000n + 5n)).toBe(0x600005);
  });

  it('says at which level nothing is mapped, and what stands there', () => {
    for (let level = 1; level <= levels; level++) {
      const plan = new PlannedMemory(levels);
      const root = plan.table();
      const way = plan.map(root, va, 0x5000);
      // A swapped page: everything but the present bit.
      plan.setEntry(way[levels - level], va, level, 0x00000001234567fen);
      const space = plan.space(root);
      expect(space.absence(va)).toBe('not-mapped');
      expect(space.memory.engine.wasm.walkLevel()).toBe(level);
      expect(space.memory.engine.wasm.walkEntry()).toBe(0x00000001234567fen);
      expect(() => space.u8(va)).toThrow(`nothing is mapped there (level ${level} entry 1234567fe)`);
    }
  });

  it('says which table is not in the dump', () => {
    for (let level = 1; level <= levels; level++) {
      const plan = new PlannedMemory(levels);
      const root = plan.table();
      const way = plan.map(root, va, 0x5000);
      plan.exclude(way[levels - level] / 4096);
      const space = plan.space(root);
      expect(space.absence(va)).toBe('table-absent');
      expect(space.memory.engine.wasm.walkLevel()).toBe(level);
      expect(() => space.u8(va)).toThrow(
        `the level ${level} page table that would map it is not in the dump`,
      );
    }
  });

  it('refuses addresses that are not canonical', () => {
    const plan = new PlannedMemory(levels);
    const root = plan.table();
    const space = plan.space(root);
    const bits = BigInt(12 + 9 * levels - 1);
    for (const bad of [1n << bits, (1n << 63n) - 1n, 1n << 63n, ~0n ^ (1n << bits)])
      expect(space.absence(BigInt.asUintN(64, bad))).toBe('non-canonical');
    for (const good of [0n, (1n << bits) - 1n, BigInt.asUintN(64, -1n << bits), BigInt.asUintN(64, -1n)])
      expect(space.absence(good)).toBe('not-mapped');
  });
});

describe('what else a walk meets', () => {
  it('bit 7 at level 4 is reserved: the processor goes no further', () => {
    const plan = new PlannedMemory();
    const root = plan.table();
    plan.map(root, KERNEL, 0x5000);
    plan.setEntry(root, KERNEL, 4, plan.entry(root, KERNEL, 4) | ENTRY.large);
    expect(plan.space(root).absence(KERNEL)).toBe('not-mapped');
    expect(plan.space(root).translate(KERNEL)).toBeUndefined();
  });

  it('the memory encryption bit, in every entry', () => {
    const bit = 1n << 47n;
    const plan = new PlannedMemory();
    const root = plan.table();
    for (const table of plan.map(root, KERNEL, 0x5000)) {
      const page = plan.page(table / 4096);
      for (let at = 0; at < 4096; at += 8)
        if (page.getBigUint64(at, true)) page.setBigUint64(at, page.getBigUint64(at, true) | bit, true);
    }
    plan.fill(5);
    const space = plan.space(root, { format: tableFormat(4, bit) });
    expect(space.translate(KERNEL)).toBe(0x5000);
    expect(space.u64(KERNEL)).toBe(patternAt(0x5000));
    expect(plan.space(root).absence(KERNEL)).toBe('table-absent');
  });

  it('the two tops of a process under page-table isolation', () => {
    // The user half's top lies one page above the kernel's (arch/x86/include/asm/pgtable.h, PTI_PGTABLE_SWITCH_BIT).
    const plan = new PlannedMemory();
    const [top, userTop] = [plan.table(), plan.table()];
    expect(userTop).toBe(top + 4096);
    const user = 0x7f0012345000n;
    plan.map(top, user, 0x5000, 1, ENTRY.present | ENTRY.user);
    // In the kernel's own copy user memory may not be executed.
    plan.setEntry(top, user, 4, plan.entry(top, user, 4) | ENTRY.noExecute);
    plan.setEntry(userTop, user, 4, plan.entry(top, user, 4) & ~ENTRY.noExecute);
    plan.map(top, KERNEL, 0x6000);
    const kernel = plan.space(top);
    expect([kernel.translate(user), kernel.translate(KERNEL)]).toEqual([0x5000, 0x6000]);
    const outside = plan.space(userTop);
    expect([outside.translate(user), outside.translate(KERNEL)]).toEqual([0x5000, undefined]);
  });

  it('tables that lead back to themselves', () => {
    const plan = new PlannedMemory();
    const root = plan.table();
    for (let i = 0n; i < 512n; i++) plan.setEntry(root, i << 39n, 4, BigInt(root) | 3n);
    expect(plan.space(root).translate(KERNEL)).toBe(root + Number(KERNEL & 0xfffn));
  });

  it('frames beyond the memory that there is', () => {
    const plan = new PlannedMemory();
    const root = plan.table();
    plan.map(root, KERNEL, 0x000ffffffffff000);
    plan.setEntry(root, DIRECT, 4, 0x000ffffffffff003n);
    const space = plan.space(root);
    expect(space.translate(KERNEL)).toBe(0x000ffffffffff000);
    expect(space.absence(KERNEL)).toBe('hole');
    expect(space.absence(DIRECT)).toBe('table-absent');
  });
});

describe('several spaces', () => {
  it('are kept apart, also where they map the same address', () => {
    const plan = new PlannedMemory();
    const roots = [plan.table(), plan.table()];
    plan.map(roots[0], 0x400000n, 0x5000);
    plan.map(roots[1], 0x400000n, 0x6000);
    const memory = plan.open();
    const [first, second] = roots.map((root) => new AddressSpace(memory, 'user', root, plan.format));
    for (let i = 0; i < 3; i++) {
      expect(first.translate(0x400000n)).toBe(0x5000);
      expect(second.translate(0x400000n)).toBe(0x6000);
    }
  });

  it('stay what they are, six hundred of them used by turns', () => {
    const COUNT = 600;
    const plan = new PlannedMemory(4, 0x1000);
    const roots = Array.from({ length: COUNT }, (_, i) => {
      const root = plan.table();
      plan.map(root, 0x400000n, (i + 1) * 4096);
      plan.page(i + 1).setUint32(8, i, true);
      return root;
    });
    const memory = plan.open(4096);
    const spaces = roots.map((root, i) => new AddressSpace(memory, `user ${i}`, root, plan.format));
    // In order, so that each finds its place taken; then by jumps, so that some do and some do not; reads of every kind.
    for (let round = 0; round < 10; round++)
      for (let i = 0; i < COUNT; i++) {
        const each = round % 2 === 0 ? i : (i * 7) % COUNT;
        expect(spaces[each].u32(0x400008n)).toBe(each);
        expect(spaces[each].tryU32(0x400008n)).toBe(each);
        expect(spaces[each].translate(0x400008n)).toBe((each + 1) * 4096 + 8);
        expect(spaces[each].read(0x400008n, 4)[0]).toBe(each & 0xff);
        expect(spaces[each].absence(0x500000n)).toBe('not-mapped');
      }
  });

  it('keep their linear ranges when they take their place again', () => {
    const plan = new PlannedMemory();
    const root = plan.table();
    const way = plan.map(root, DIRECT, 0x5000);
    plan.exclude(way[1] / 4096);
    plan.fill(5);
    const memory = plan.open();
    const space = new AddressSpace(memory, 'kernel', root, plan.format);
    space.assumeLinear(DIRECT, 0x10000n, 0n);
    for (let i = 0; i < 300; i++) new AddressSpace(memory, 'user', root, plan.format).translate(KERNEL);
    expect(space.u64(DIRECT + 0x5008n)).toBe(patternAt(0x5008));
  });
});

describe.each([
  { name: '4 KiB pages, 39 bits', pageShift: 12, vaBits: 39, levels: 3 },
  { name: '4 KiB pages, 48 bits', pageShift: 12, vaBits: 48, levels: 4 },
  { name: '4 KiB pages, built for 52 bits, 48 in use', pageShift: 12, vaBits: 52, actualBits: 48, levels: 4 },
  { name: '4 KiB pages, 52 bits (LPA2)', pageShift: 12, vaBits: 52, levels: 5, far: 0xc_0000_0000_0000 },
  { name: '16 KiB pages, 36 bits', pageShift: 14, vaBits: 36, levels: 2 },
  { name: '16 KiB pages, 47 bits', pageShift: 14, vaBits: 47, levels: 3 },
  { name: '16 KiB pages, 48 bits', pageShift: 14, vaBits: 48, levels: 4 },
  { name: '16 KiB pages, 52 bits (LPA2)', pageShift: 14, vaBits: 52, levels: 4, far: 0xc_0000_0000_0000 },
  { name: '64 KiB pages, 42 bits', pageShift: 16, vaBits: 42, levels: 2 },
  { name: '64 KiB pages, 48 bits', pageShift: 16, vaBits: 48, levels: 3 },
  {
    name: '64 KiB pages, built for 52 bits, 48 in use',
    pageShift: 16,
    vaBits: 52,
    actualBits: 48,
    levels: 3,
  },
  { name: '64 KiB pages, 52 bits (LPA)', pageShift: 16, vaBits: 52, levels: 3, far: 0xf_0000_0000_0000 },
])('arm64: $name', ({ pageShift, vaBits, actualBits = vaBits, levels, far = 0 }) => {
  const kernelFormat = armFormat({ pageShift, vaBits, actualBits }, 'kernel');
  const userFormat = armFormat({ pageShift, vaBits, actualBits }, 'user');
  const size = 1 << pageShift;
  const bits = BigInt(actualBits);
  const lowest = BigInt.asUintN(64, -(1n << bits));
  // In both the lowest and the highest table of the kernel's half.
  const places = [lowest + 5n * BigInt(size), BigInt.asUintN(64, -7n * BigInt(size))];

  it('comes to the page from both ends of the half', () => {
    expect(kernelFormat.levels).toBe(levels);
    for (const va of places) {
      const plan = new PlannedMemory(kernelFormat);
      const root = plan.table();
      plan.map(root, va, 5 * size);
      plan.fill(5);
      const space = plan.space(root);
      expect(space.translate(va + 0x123n)).toBe(5 * size + 0x123);
      expect(space.u64(va + 8n)).toBe(patternAt(5 * size + 8));
      expect(space.u64(va + BigInt(size) - 8n)).toBe(patternAt(6 * size - 8));
      expect(space.absence(va + BigInt(size))).toBe('not-mapped');
    }
  });

  it('comes to blocks, and to addresses of as many bits as there are', () => {
    const plan = new PlannedMemory(kernelFormat);
    const root = plan.table();
    const blockShift = 2 * pageShift - 3;
    const block = 1n << BigInt(blockShift);
    const va = (places[0] / block + 1n) * block;
    const pa = far + 3 * 2 ** blockShift;
    plan.map(root, va, pa, 2);
    plan.map(root, places[1], far + 9 * size);
    const space = plan.space(root);
    expect(space.translate(va + block - 8n)).toBe(pa + 2 ** blockShift - 8);
    expect(space.translate(places[1])).toBe(far + 9 * size);
  });

  it('takes no page for a table and no block for a page', () => {
    const plan = new PlannedMemory(kernelFormat);
    const root = plan.table();
    const way = plan.map(root, places[0], 5 * size);
    const last = way[way.length - 1];
    // At the last level 01 is reserved.
    plan.setEntry(last, places[0], 1, plan.entry(last, places[0], 1) & ~2n);
    expect(plan.space(root).absence(places[0])).toBe('not-mapped');
    plan.setEntry(last, places[0], 1, 0n);
    expect(plan.space(root).absence(places[0])).toBe('not-mapped');
  });

  it('knows which half is which', () => {
    const plan = new PlannedMemory(userFormat);
    const root = plan.table();
    const high = (1n << bits) - BigInt(size);
    plan.map(root, high, 6 * size);
    const user = plan.space(root);
    expect(user.translate(high)).toBe(6 * size);
    const kernel = new AddressSpace(user.memory, 'kernel', root, kernelFormat);
    // The same entry of the same table, seen from the other half.
    if (vaBits === actualBits) expect(kernel.translate(BigInt.asUintN(64, -BigInt(size)))).toBe(6 * size);
    for (const bad of [1n << bits, 1n << 63n, lowest, (1n << 64n) - 1n])
      expect(user.absence(bad)).toBe('non-canonical');
    for (const bad of [0n, high, lowest - 1n, 1n << 63n]) expect(kernel.absence(bad)).toBe('non-canonical');
    expect([
      halfOf(kernelFormat, high),
      halfOf(kernelFormat, lowest),
      halfOf(kernelFormat, 1n << bits),
    ]).toEqual(['user', 'kernel', undefined]);
  });

  it('reads across pages and across frames of the dump, which may be larger', () => {
    const plan = new PlannedMemory(kernelFormat, 0x40, 0x10000);
    const root = plan.table();
    const va = places[0];
    // Frames 1 and 2 of the dump: the last page of one, the first of the other.
    plan.fill(1);
    plan.fill(2);
    plan.map(root, va, 2 * 0x10000);
    plan.map(root, va + BigInt(size), 2 * 0x10000 - size);
    const space = plan.space(root);
    expect(space.u64(va + BigInt(size) - 8n)).toBe(patternAt(2 * 0x10000 + size - 8));
    const bytes = space.read(va, 2 * size);
    const view = new DataView(bytes.buffer);
    expect(view.getBigUint64(0, true)).toBe(patternAt(2 * 0x10000));
    expect(view.getBigUint64(size, true)).toBe(patternAt(2 * 0x10000 - size));
    expect(view.getBigUint64(2 * size - 8, true)).toBe(patternAt(2 * 0x10000 - 8));
    expect(space.readSome(va, 4 * size)).toHaveLength(2 * size);
  });
});
