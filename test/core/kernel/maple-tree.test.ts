import { describe, expect, it } from 'vitest';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import { mapleEntries } from '../../../src/core/kernel/maple-tree.ts';
import { vmaAt, vmas } from '../../../src/core/kernel/vmas.ts';
import { BtfWriter } from '../../build/btf.ts';
import { typedMemory, type TypedMemory } from '../../build/typed-memory.ts';

/** Maple trees as include/linux/maple_tree.h (6.1) lays them out: 256-byte nodes, pivots, slots; and areas found by them. */
const NODE = 256;
const [LEAF_64, RANGE_64, ARANGE_64] = [1, 2, 3];
const RANGE = { pivots: 15, pivotAt: 8, slots: 16, slotAt: 8 + 15 * 8 };
const ARANGE = { pivots: 9, pivotAt: 8, slots: 10, slotAt: 8 + 9 * 8 };

function btf(): BtfWriter {
  const w = new BtfWriter();
  const u64 = w.int('unsigned long', 8);
  const pointer = w.pointer(0);
  w.struct('maple_range_64', NODE, [
    { name: 'parent', type: pointer, bits: 0 },
    { name: 'pivot', type: w.array(u64, RANGE.pivots), bits: 64 },
    { name: 'slot', type: w.array(pointer, RANGE.slots), bits: RANGE.slotAt * 8 },
  ]);
  w.struct('maple_arange_64', NODE, [
    { name: 'parent', type: pointer, bits: 0 },
    { name: 'pivot', type: w.array(u64, ARANGE.pivots), bits: 64 },
    { name: 'slot', type: w.array(pointer, ARANGE.slots), bits: ARANGE.slotAt * 8 },
  ]);
  const tree = w.struct('maple_tree', 16, [{ name: 'ma_root', type: pointer, bits: 64 }]);
  w.struct('mm_struct', 64, [{ name: 'mm_mt', type: tree, bits: 0 }]);
  w.struct('vm_area_struct', 64, [
    { name: 'vm_start', type: u64, bits: 0 },
    { name: 'vm_end', type: u64, bits: 64 },
    { name: 'vm_flags', type: u64, bits: 128 },
  ]);
  return w;
}

/** Writes a node; `entries`: up to and including which number each slot goes (undefined: the rest), and what it holds. */
function node(
  memory: TypedMemory,
  type: number,
  entries: readonly (readonly [bigint | undefined, bigint])[],
): bigint {
  const at = memory.alloc(NODE, NODE);
  const layout = type === ARANGE_64 ? ARANGE : RANGE;
  entries.forEach(([pivot, slot], i) => {
    if (pivot !== undefined && i < layout.pivots) memory.u64(at + BigInt(layout.pivotAt + i * 8), pivot);
    memory.u64(at + BigInt(layout.slotAt + i * 8), slot);
  });
  return at | (BigInt(type) << 3n) | 4n;
}

/** A tree whose root is `root` (a node, an entry or 0). */
function tree(memory: TypedMemory, root: bigint): bigint {
  const at = memory.alloc(16);
  memory.u64(at + 8n, root);
  return at;
}

/** As a pointer to a node stands in a node: without the root's mark. */
const child = (encoded: bigint): bigint => encoded & ~4n;
const asRoot = (encoded: bigint): bigint => (encoded & ~4n) | 2n;

function entries(kernel: Kernel, at: bigint, from?: bigint, to?: bigint): string[] {
  return [...mapleEntries(kernel, kernel.at('struct maple_tree', at), from, to)].map(
    ({ first, last, entry }) => `${first.toString(16)}-${last.toString(16)}: ${entry.toString(16)}`,
  );
}

describe('maple trees', () => {
  it('of no entry, of one in the root, of one node', () => {
    const memory = typedMemory(btf());
    const { kernel } = memory;
    expect(entries(kernel, tree(memory, 0n))).toEqual([]);
    expect(entries(kernel, tree(memory, 0xffff888000001000n))).toEqual(['0-0: ffff888000001000']);
    const leaf = node(memory, LEAF_64, [
      [0xfffn, 0n],
      [0x1fffn, 0xffff888000002000n],
      [0x4fffn, 0n],
      [0x5fffn, 0xffff888000003000n],
      [0n, 0n],
    ]);
    const at = tree(memory, asRoot(leaf));
    expect(entries(kernel, at)).toEqual(['1000-1fff: ffff888000002000', '5000-5fff: ffff888000003000']);
    expect(entries(kernel, at, 0x1800n, 0x1800n)).toEqual(['1000-1fff: ffff888000002000']);
    expect(entries(kernel, at, 0x2000n, 0x4fffn)).toEqual([]);
  });

  it('of several levels of both kinds, in order; a node that is not in the dump is passed over', () => {
    const memory = typedMemory(btf());
    const leaf = (base: bigint): bigint =>
      node(memory, LEAF_64, [
        [base + 0xfn, 0xffff888000000000n + base * 16n],
        [base + 0x1fn, 0n],
        [undefined, 0xffff888000000008n + base * 16n],
      ]);
    const inner = node(memory, RANGE_64, [
      [0x1fffn, child(leaf(0x1000n))],
      [0x2fffn, child(0xffffdead00000000n | (1n << 3n))],
      [undefined, child(leaf(0x3000n))],
    ]);
    const root = node(memory, ARANGE_64, [
      [0xffffn, child(inner)],
      [undefined, child(leaf(0x10000n))],
    ]);
    expect(entries(memory.kernel, tree(memory, asRoot(root)))).toEqual([
      '0-100f: ffff888000010000',
      '1020-1fff: ffff888000010008',
      '3000-300f: ffff888000030000',
      '3020-ffff: ffff888000030008',
      '10000-1000f: ffff888000100000',
      '10020-ffffffffffffffff: ffff888000100008',
    ]);
  });

  it('whose slots lead to one node have its entries once', () => {
    const memory = typedMemory(btf());
    const full = (type: number, slot: bigint): bigint =>
      node(
        memory,
        type,
        Array.from({ length: RANGE.slots }, (_, i) => [i < RANGE.pivots ? BigInt(i + 1) : undefined, slot]),
      );
    let top = full(LEAF_64, 0xffff888000001000n);
    for (let i = 0; i < 8; i++) top = full(RANGE_64, child(top));
    expect(entries(memory.kernel, tree(memory, asRoot(top))).length).toBeLessThanOrEqual(RANGE.slots);
  });

  it('that lead into themselves end', () => {
    const memory = typedMemory(btf());
    const at = memory.alloc(NODE, NODE);
    const self = at | (BigInt(RANGE_64) << 3n);
    for (let i = 0; i < RANGE.slots; i++) {
      if (i < RANGE.pivots) memory.u64(at + BigInt(RANGE.pivotAt + i * 8), BigInt(i + 1) << 32n);
      memory.u64(at + BigInt(RANGE.slotAt + i * 8), self);
    }
    let count = 0;
    for (const _ of mapleEntries(
      memory.kernel,
      memory.kernel.at('struct maple_tree', tree(memory, self | 2n)),
    ))
      count++;
    expect(count).toBe(0);
  });
});

describe('areas of a process', () => {
  it('are found by the tree that holds them, all of them or the one at an address', () => {
    const memory = typedMemory(btf());
    const { kernel } = memory;
    const area = (start: bigint, end: bigint): bigint => {
      const at = memory.alloc(64);
      memory.u64(at, start);
      memory.u64(at + 8n, end);
      memory.u64(at + 16n, 0x75n);
      return at;
    };
    const leaf = node(memory, LEAF_64, [
      [0x3fffffn, 0n],
      [0x400fffn, area(0x400000n, 0x401000n)],
      [0x7ffe00000fffn, 0n],
      [0x7ffe00003fffn, area(0x7ffe00001000n, 0x7ffe00004000n)],
      [0n, 0n],
    ]);
    const mm = kernel.at('struct mm_struct', tree(memory, asRoot(leaf)));
    expect([...vmas(kernel, mm)].map(({ start, end, flags }) => [start, end, flags])).toEqual([
      [0x400000n, 0x401000n, 0x75n],
      [0x7ffe00001000n, 0x7ffe00004000n, 0x75n],
    ]);
    expect(vmaAt(kernel, mm, 0x400fffn)?.start).toBe(0x400000n);
    expect(vmaAt(kernel, mm, 0x401000n)).toBeUndefined();
  });
});
