import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/** More nodes than this are taken for damage; a tree of so many is 44 levels deep at most (lib/rbtree.c keeps it within twice the logarithm). */
const MAX_NODES = 4_000_000;
const MAX_LEVELS = 64;

/**
 * The addresses of the struct rb_nodes below `root` (struct rb_root or rb_root_cached; include/linux/rbtree.h), in
 * order. Bounded, in depth and number; a node that is not in the dump ends its branch, one met again too.
 */
export function* rbNodes(kernel: Kernel, root: CObject): Generator<Addr, void, void> {
  const left = kernel.types.offsetOf('rb_node', 'rb_left');
  const right = kernel.types.offsetOf('rb_node', 'rb_right');
  const met = new Set<bigint>();
  const above: Addr[] = [];
  let here: Addr = (root.find('rb_node') ?? root.get('rb_root.rb_node')).pointer();
  for (;;) {
    while (here !== 0n && above.length < MAX_LEVELS && !met.has(here)) {
      met.add(here);
      above.push(here);
      here = kernel.space.tryU64(step(here, left)) ?? (0n as Addr);
    }
    const node = above.pop();
    if (node === undefined || met.size > MAX_NODES) return;
    const next = kernel.space.tryU64(step(node, right));
    if (next !== undefined) yield node;
    here = next ?? (0n as Addr);
  }
}

/** The objects of struct `type` that are in the tree `root` by their rb_node `member`, in order. */
export function* rbEntries(
  kernel: Kernel,
  root: CObject,
  type: string,
  member: string,
): Generator<CObject, void, void> {
  const offset = kernel.types.offsetOf(type.replace(/^struct /, ''), member);
  for (const node of rbNodes(kernel, root)) yield kernel.at(type, step(node, -offset));
}
