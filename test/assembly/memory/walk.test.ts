import { describe, expect, it } from 'vitest';
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
  it('bit 7 at level 4 is no large page', () => {
    const plan = new PlannedMemory();
    const root = plan.table();
    plan.map(root, KERNEL, 0x5000);
    plan.setEntry(root, KERNEL, 4, plan.entry(root, KERNEL, 4) | ENTRY.large);
    expect(plan.space(root).translate(KERNEL)).toBe(0x5000);
  });

  it('the memory encryption bit, in the root and in every entry', () => {
    const bit = 1n << 47n;
    const plan = new PlannedMemory();
    const root = plan.table();
    for (const table of plan.map(root, KERNEL, 0x5000)) {
      const page = plan.page(table / 4096);
      for (let at = 0; at < 4096; at += 8)
        if (page.getBigUint64(at, true)) page.setBigUint64(at, page.getBigUint64(at, true) | bit, true);
    }
    plan.fill(5);
    const space = plan.space(root, { without: bit, rootBits: bit });
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
    const { wasm } = memory.engine;
    roots.forEach((root, id) => wasm.setSpace(id + 1, BigInt(root), 4, 0n));
    for (let i = 0; i < 3; i++) {
      expect(wasm.translate(1, 0x400000n)).toBe(0x5000n);
      expect(wasm.translate(2, 0x400000n)).toBe(0x6000n);
    }
    // A space that is declared anew forgets what it knew.
    wasm.setSpace(1, BigInt(roots[1]), 4, 0n);
    expect(wasm.translate(1, 0x400000n)).toBe(0x6000n);
  });

  it('are at most 256', () => {
    const { wasm } = new PlannedMemory().open().engine;
    expect(wasm.setSpace(255, 0n, 4, 0n)).toBe(0);
    expect(wasm.setSpace(256, 0n, 4, 0n)).toBe(-1);
    expect(wasm.setSpace(-1, 0n, 4, 0n)).toBe(-1);
  });
});
