import { step, type Addr } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { xarrayEntries, xarrayEntriesOf } from '../../kernel/xarray.ts';
import type { TreeStep } from './entry.ts';

/**
 * What an xarray or radix tree holds, with the slots on the way: shifts go down by the bits of a node's slots, so an index
 * tells its way once the shift of the top node is known.
 */
export function* numberedEntries(
  kernel: Kernel,
  type: 'xarray' | 'radix',
  start: Addr,
  isNode: boolean,
): Generator<TreeStep, void, void> {
  const { types } = kernel;
  const node = type === 'xarray' ? 'xa_node' : 'radix_tree_node';
  const struct = type === 'xarray' ? 'xarray' : 'radix_tree_root';
  const top = isNode
    ? start
    : kernel.space.u64(step(start, types.offsetOf(struct, type === 'xarray' ? 'xa_head' : 'rnode')));
  const shift = kernel.space.tryU8(step(top & ~3n, types.offsetOf(node, 'shift'))) ?? 0;
  const slots = types.struct(node) ? kernel.at(`struct ${node}`, 0n).get('slots').count : 64;
  const bits = Math.max(1, Math.round(Math.log2(Math.max(2, slots))));
  // A tree of one entry holds it in its root, without a node.
  const single = !isNode && (top & 3n) !== (type === 'xarray' ? 2n : 1n);
  const found = isNode
    ? xarrayEntriesOf(kernel, top)
    : xarrayEntries(kernel, kernel.at(`struct ${struct}`, start));
  for (const { index, entry } of found) {
    let position = 'root';
    for (let s = shift; !single && s >= 0; s -= bits)
      position += `/${(index >> BigInt(s)) & ((1n << BigInt(bits)) - 1n)}`;
    yield { address: entry, index, position };
  }
}
