import { addr, hex, step, type Addr } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { mapleShape, type MapleShape } from '../../kernel/maple-tree.ts';
import type { Line } from '../../rows/value.ts';
import type { TreeEntry, TreeStep } from './entry.ts';

/**
 * Maple trees with their nodes (include/linux/maple_tree.h, lib/maple_tree.c): bits 3 to 6 of a pointer to a node are its
 * type, of which 1 is a leaf, 2 a node of ranges, 3 one that knows gaps as well.
 */
const NODE_MASK = 0xffn;
const MAX_NODES = 1_000_000;
const MAX_DEPTH = 32;
/** MT_FLAGS_HEIGHT_MASK and what it is moved by. */
const HEIGHT_MASK = 0x7cn;
const HEIGHT_SHIFT = 2n;
const MAX_INDEX = 0xffffffffffffffffn;

/** A walk of one tree: what it shows, and how much it may look at. */
interface Walk {
  readonly kernel: Kernel;
  readonly verbose: boolean;
  /** What is said below an entry among the nodes. */
  readonly below?: (entry: TreeEntry) => Line;
  count: number;
  nodes: number;
}

/**
 * The entries of the maple tree at `start` (a struct maple_tree, or a node) in order; `verbose`: its nodes too, as lines, each entry
 * with the line that `said` makes of it.
 */
export function* mapleEntries(
  kernel: Kernel,
  start: Addr,
  isNode: boolean,
  verbose: boolean,
  said?: (entry: TreeEntry) => Line,
): Generator<TreeStep, void, void> {
  const walk: Walk = { kernel, verbose, below: said, count: 0, nodes: 0 };
  if (isNode) {
    yield* below(walk, start, 0n, MAX_INDEX, 0, 'root');
    return;
  }
  const tree = kernel.at('struct maple_tree', start);
  const root = tree.get('ma_root').pointer();
  if (verbose) {
    const flags = tree.get('ma_flags').pointer();
    const height = (flags & HEIGHT_MASK) >> HEIGHT_SHIFT;
    yield {
      text: `maple_tree(${hex(start)}) flags ${hex(flags)}, height ${height} root 0x${hex(root)}`,
      row: { tree: start, flags, height: Number(height), root },
    };
    yield { text: '' };
  }
  if ((root & 3n) === 2n && root > 4096n) yield* below(walk, root, 0n, MAX_INDEX, 0, 'root');
  else if (root !== 0n) yield entry(walk, root, 'root');
}

function entry(walk: Walk, address: Addr, position: string): TreeEntry {
  return { address, position, index: BigInt(++walk.count) };
}

function* below(
  walk: Walk,
  pointer: Addr,
  first: bigint,
  last: bigint,
  depth: number,
  position: string,
): Generator<TreeStep, void, void> {
  const { kernel, verbose } = walk;
  const type = Number((pointer >> 3n) & 15n);
  const shape = mapleShape(kernel, type);
  if (!shape || depth > MAX_DEPTH || walk.nodes++ > MAX_NODES) return;
  const node = addr(pointer & ~NODE_MASK);
  if (verbose) yield nodeLine(kernel, { node, type, shape, first, last, depth });
  let from = first;
  for (let i = 0; i <= shape.pivots; i++) {
    const pivot = i < shape.pivots ? kernel.space.tryU64(step(node, shape.pivotAt + i * 8)) : last;
    if (pivot === undefined) return;
    const to = (pivot === 0n && i > 0) || pivot > last ? last : pivot;
    const slot = kernel.space.tryU64(step(node, shape.slotAt + i * 8));
    if (slot !== undefined) {
      const here = `${position}/${i}`;
      if (type === 1) {
        if (verbose) {
          yield rangeLine(from, to, slot, depth + 1);
          if (walk.below && slot !== 0n) yield walk.below(entry(walk, slot, here));
        } else if (slot !== 0n) yield entry(walk, slot, here);
      } else if (slot > 4096n) yield* below(walk, slot, from, to, depth + 1, here);
    }
    if (to >= last) return;
    from = to + 1n;
  }
}

function range(first: bigint, last: bigint): string {
  return first === last ? String(first) : `${first}-${last}`;
}

function rangeLine(first: bigint, last: bigint, slot: Addr, depth: number): Line {
  return {
    text: `${'  '.repeat(depth)}${range(first, last)}: ${slot}`,
    row: { first, last, entry: slot },
  };
}

/** A node of the tree, and the indexes that it is for. */
interface MapleNode {
  readonly node: Addr;
  readonly type: number;
  readonly shape: MapleShape;
  readonly first: bigint;
  readonly last: bigint;
  readonly depth: number;
}

function nodeLine(kernel: Kernel, { node, type, shape, first, last, depth }: MapleNode): Line {
  const word = (at: number): bigint => kernel.space.tryU64(step(node, at)) ?? 0n;
  const slot = (i: number): string => {
    const value = word(shape.slotAt + i * 8);
    return value === 0n ? '(nil)' : `0x${hex(value)}`;
  };
  let contents = '';
  if (shape.gapAt !== undefined) {
    for (let i = 0; i <= shape.pivots; i++) contents += `${word(shape.gapAt + i * 8)} `;
    const meta = kernel.space.tryU64(step(node, shape.metaAt ?? 0)) ?? 0n;
    contents += `| ${hex(meta & 0xffn, 2).toUpperCase()} ${hex((meta >> 8n) & 0xffn, 2).toUpperCase()}| `;
  }
  for (let i = 0; i < shape.pivots; i++) contents += `${slot(i)} ${word(shape.pivotAt + i * 8)} `;
  contents += slot(shape.pivots);
  const parent = word(0);
  return {
    text: `${'  '.repeat(depth)}${range(first, last)}: node 0x${hex(node)} depth ${depth} type ${type} parent 0x${hex(parent)} contents: ${contents}`,
    row: { node, first, last, depth, type, parent },
  };
}
