import { type Addr, addr, step } from '../addr.ts';
import { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/** More nodes, or levels, than this are taken for damage: a red-black tree of n nodes is at most 2 log2(n + 1) deep. */
const MAX_NODES = 4_000_000;
const MAX_LEVELS = 64;

/**
 * Addresses of the rb_nodes below the node at `root`, in order (include/linux/rbtree.h). Bounded; a node that cannot
 * be read or that was met before ends its branch; `lost` is called for each that cannot be read, and all below it.
 */
export function* rbNodes(kernel: Kernel, root: bigint, lost?: () => void): Generator<Addr, void, void> {
  const left = kernel.types.offsetOf('rb_node', 'rb_left');
  const right = kernel.types.offsetOf('rb_node', 'rb_right');
  const seen = new Set<bigint>();
  const path: Addr[] = [];
  let here = addr(root);
  for (;;) {
    while (here !== 0n && path.length < MAX_LEVELS && seen.size < MAX_NODES && !seen.has(here)) {
      seen.add(here);
      path.push(here);
      const next = kernel.space.tryU64(step(here, left));
      if (next === undefined) lost?.();
      here = next ?? addr(0n);
    }
    const node = path.pop();
    if (node === undefined) return;
    const next = kernel.space.tryU64(step(node, right));
    if (next !== undefined) yield node;
    here = next ?? addr(0n);
  }
}

/**
 * The objects of struct `type` that hang by their rb_node `member` in the tree `root`: a struct rb_root, rb_root_cached
 * (4.14 on) or timerqueue_head. `lost` as above.
 */
export function* rbEntries(
  kernel: Kernel,
  root: CObject,
  type: string,
  member: string,
  lost?: () => void,
): Generator<CObject> {
  const name = type.replace(/^struct /, '');
  const offset = kernel.types.offsetOf(name, member);
  const entry = kernel.types.named(type);
  for (const node of rbNodes(kernel, rootNode(root), lost))
    yield CObject.at(entry, BigInt.asUintN(64, node - BigInt(offset)), kernel.space, kernel.types);
}

/** Whatever wraps it, an rb_root stands first in it: the address of the tree's top node. */
function rootNode(root: CObject): bigint {
  return root.space.u64(root.address);
}
