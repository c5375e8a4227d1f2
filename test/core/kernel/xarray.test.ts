import { describe, expect, it } from 'vitest';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import { xarrayEntries, xarrayLoad } from '../../../src/core/kernel/xarray.ts';
import { BtfWriter } from '../../build/btf.ts';
import { typedMemory, type TypedMemory } from '../../build/typed-memory.ts';

/** Nodes as include/linux/xarray.h has them (64 slots), and as the radix tree had them before (4.18). */
const SLOTS = 64;
const NODE = 40 + SLOTS * 8;

function btf(names: { root: string; head: string; node: string }): BtfWriter {
  const w = new BtfWriter();
  const u8 = w.int('unsigned char', 1);
  const pointer = w.pointer(0);
  w.struct(names.node, NODE, [
    { name: 'shift', type: u8, bits: 0 },
    { name: 'offset', type: u8, bits: 8 },
    { name: 'slots', type: w.array(pointer, SLOTS), bits: 40 * 8 },
  ]);
  w.struct(names.root, 16, [{ name: names.head, type: pointer, bits: 64 }]);
  return w;
}

const XARRAY = { root: 'xarray', head: 'xa_head', node: 'xa_node', internal: 2n };
const RADIX = { root: 'radix_tree_root', head: 'rnode', node: 'radix_tree_node', internal: 1n };

function node(memory: TypedMemory, shift: number, slots: Readonly<Record<number, bigint>>): bigint {
  const at = memory.alloc(NODE, 64);
  memory.u32(at, shift);
  for (const [slot, entry] of Object.entries(slots)) memory.u64(at + BigInt(40 + Number(slot) * 8), entry);
  return at;
}

function root(kernel: Kernel, memory: TypedMemory, type: string, head: bigint) {
  const at = memory.alloc(16);
  memory.u64(at + 8n, head);
  return kernel.at(`struct ${type}`, at);
}

describe.each([XARRAY, RADIX])('the entries of a $root', (names) => {
  const make = () => {
    const memory = typedMemory(btf(names));
    const { kernel } = memory;
    const internal = (at: bigint) => at + names.internal;
    const A = 0xffff888000001000n;
    const B = 0xffff888000002000n;
    const number = names.internal === 2n ? 0x55n : 0x56n;
    return { memory, kernel, internal, A, B, number };
  };
  const list = (kernel: Kernel, of: ReturnType<typeof root>, from?: bigint, to?: bigint) =>
    [...xarrayEntries(kernel, of, from, to)].map(({ index, entry, value }) => [index, entry, value]);

  it('stand in the root when there is one only', () => {
    const { memory, kernel, A } = make();
    expect(list(kernel, root(kernel, memory, names.root, A))).toEqual([[0n, A, false]]);
    expect(list(kernel, root(kernel, memory, names.root, 0n))).toEqual([]);
  });

  it('are those of each node once, however many slots lead to it', () => {
    const { memory, kernel, internal, A } = make();
    const all = (entry: bigint) => Object.fromEntries(Array.from({ length: SLOTS }, (_, i) => [i, entry]));
    let head = node(memory, 0, all(A));
    for (const shift of [6, 12, 18, 24, 30]) head = node(memory, shift, all(internal(head)));
    // 64^6 places of one pointer otherwise.
    expect(list(kernel, root(kernel, memory, names.root, internal(head)))).toHaveLength(SLOTS);
  });

  it('come in order of their index, through levels; numbers are told from pointers', () => {
    const { memory, kernel, internal, A, B, number } = make();
    const low = node(memory, 0, { 3: A, 5: number });
    const high = node(memory, 0, { 1: B });
    const top = node(memory, 6, { 0: internal(low), 2: internal(high) });
    const tree = root(kernel, memory, names.root, internal(top));
    expect(list(kernel, tree)).toEqual([
      [3n, A, false],
      [5n, number, true],
      [129n, B, false],
    ]);
    expect(list(kernel, tree, 4n, 200n).map(([index]) => index)).toEqual([5n, 129n]);
    expect(xarrayLoad(kernel, tree, 129n)).toBe(B);
    expect(xarrayLoad(kernel, tree, 5n)).toBeUndefined();
    expect(xarrayLoad(kernel, tree, 4096n)).toBeUndefined();
  });

  it('end where a node points back up', () => {
    const { memory, kernel, internal, A } = make();
    const top = node(memory, 6, { 1: A });
    memory.u64(top + 40n, internal(top));
    expect(list(kernel, root(kernel, memory, names.root, internal(top)))).toEqual([[64n, A, false]]);
  });
});
