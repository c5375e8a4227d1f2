import { addr, step, type Addr } from '../../addr.ts';
import { FaultError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { FaultReason } from '../../memory/space.ts';
import type { Line } from '../../rows/value.ts';
import { unreadable } from '../entry-structs.ts';
import { MAX_NODES, type TreeStep } from './entry.ts';

/**
 * The nodes of a red-black tree from `root` on (include/linux/rbtree.h): each before those below it, or `linear`: in order.
 * What cannot be read is said and passed over; a node that was met before ends its branch.
 */
export function* redBlackNodes(kernel: Kernel, root: Addr, linear: boolean): Generator<TreeStep, void, void> {
  const left = kernel.types.offsetOf('rb_node', 'rb_left');
  const right = kernel.types.offsetOf('rb_node', 'rb_right');
  const seen = new Set<bigint>();
  /** What is still to do: a subtree, or a node whose left side is done. */
  const todo: { readonly node: Addr; readonly position: string; readonly rest: boolean }[] = [];
  if (root !== 0n) todo.push({ node: root, position: 'root', rest: false });
  const below = (node: Addr, side: 'left' | 'right', position: string): Line | undefined => {
    const at = step(node, side === 'left' ? left : right);
    const child = read(kernel, at);
    if (typeof child !== 'bigint')
      return { text: `tree: ${unreadable(kernel, at, child, `rb_node rb_${side}`)}` };
    if (child !== 0n) todo.push({ node: child, position: `${position}/${side[0]}`, rest: false });
    return undefined;
  };
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { node, position, rest } = next;
    if (rest) {
      yield { address: node, position };
      const wrong = below(node, 'right', position);
      if (wrong) yield wrong;
      continue;
    }
    if (seen.has(node) || seen.size >= MAX_NODES) continue;
    seen.add(node);
    if (linear) {
      todo.push({ node, position, rest: true });
      const wrong = below(node, 'left', position);
      if (wrong) yield wrong;
      continue;
    }
    yield { address: node, position };
    // What is put last is taken first: the left side; what is wrong is said left first as well.
    const before = todo.length;
    const wrongLeft = below(node, 'left', position);
    const leftSide = todo.splice(before);
    const wrongRight = below(node, 'right', position);
    todo.push(...leftSide);
    if (wrongLeft) yield wrongLeft;
    if (wrongRight) yield wrongRight;
  }
}

function read(kernel: Kernel, at: Addr): Addr | FaultReason {
  try {
    return addr(kernel.space.u64(at));
  } catch (error) {
    if (error instanceof FaultError) return error.reason as FaultReason;
    throw error;
  }
}
