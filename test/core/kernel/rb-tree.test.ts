import { describe, expect, it } from 'vitest';
import { rbEntries, rbNodes } from '../../../src/core/kernel/rb-tree.ts';
import { BtfWriter } from '../../build/btf.ts';
import { typedMemory } from '../../build/typed-memory.ts';

/** struct rb_node and rb_root as include/linux/rbtree_types.h has them, and an object with a node at 8. */
function tree() {
  const w = new BtfWriter();
  const pointer = w.pointer(0);
  const node = w.struct('rb_node', 24, [
    { name: '__rb_parent_color', type: pointer, bits: 0 },
    { name: 'rb_right', type: pointer, bits: 64 },
    { name: 'rb_left', type: pointer, bits: 128 },
  ]);
  w.struct('rb_root', 8, [{ name: 'rb_node', type: pointer, bits: 0 }]);
  w.struct('thing', 32, [{ name: 'link', type: node, bits: 64 }]);
  const memory = typedMemory(w);
  const make = (left = 0n, right = 0n): bigint => {
    const at = memory.alloc(24);
    memory.u64(at + 8n, right);
    memory.u64(at + 16n, left);
    return at;
  };
  const root = (top: bigint) => {
    const at = memory.alloc(8);
    memory.u64(at, top);
    return memory.kernel.at('struct rb_root', at);
  };
  return { memory, kernel: memory.kernel, make, root };
}

describe('the nodes of a red-black tree', () => {
  it('come in order', () => {
    const { kernel, make, root } = tree();
    const [a, c, e] = [make(), make(), make()];
    const b = make(a, c);
    const d = make(b, e);
    expect([...rbNodes(kernel, d)]).toEqual([a, b, c, d, e]);
    expect([...rbNodes(kernel, 0n)]).toEqual([]);
    expect([...rbEntries(kernel, root(b), 'struct thing', 'link')].map(({ address }) => address)).toEqual(
      [a, b, c].map((at) => at - 8n),
    );
  });

  it('end where one points back up, or to what is not there', () => {
    const { memory, kernel, make } = tree();
    const low = make(0n, 0x1234n);
    const top = make(low);
    memory.u64(low + 16n, top);
    expect([...rbNodes(kernel, top)]).toEqual([low, top]);
  });
});
