import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/**
 * Arrays of pointers by number: struct xarray (include/linux/xarray.h, lib/xarray.c; 4.20 on, where a radix tree is
 * the same) and the radix tree before it (include/linux/radix-tree.h). The two low bits of an entry tell what it is:
 * of an xarray 2 a node (or, below 4096, a mark that something is elsewhere) and odd a number; of a radix tree 1 a
 * node and 2 a number. A node's slots each cover 1 << shift indices.
 */
interface Dialect {
  readonly head: string;
  readonly internal: bigint;
  readonly shiftAt: number;
  readonly slotsAt: number;
  readonly slots: number;
}

/** Slots of a node go to 64 (XA_CHUNK_SHIFT is 6 or 4); 64-bit indices need 11 levels then. */
const MAX_LEVELS = 16;
/** More nodes than this are taken for damage: 16 million pages of page cache need 266,000. */
const MAX_NODES = 4_000_000;
/** Internal entries up to this are no nodes (xa_is_node). */
const MAX_MARK = 4096n;

/** What an xarray or a radix tree holds at an index. */
export interface XArrayEntry {
  readonly index: bigint;
  /** The pointer; of a number (xa_to_value) the entry as it stands. */
  readonly entry: Addr;
  /** It is a number (a shadow, a swap entry), not a pointer. */
  readonly value: boolean;
}

/**
 * What stands in the xarray or radix tree `root`, in order of index from `from` to `to`. Bounded; nodes that are not
 * in the dump are passed over. Throws MissingError where the kernel's types have neither.
 */
export function* xarrayEntries(
  kernel: Kernel,
  root: CObject,
  from = 0n,
  to = 0xffffffffffffffffn,
): Generator<XArrayEntry, void, void> {
  const dialect = dialectOf(kernel);
  const head = root.get(dialect.head).pointer();
  if (!isNode(dialect, head)) {
    if (head !== 0n && from === 0n && !isMark(dialect, head))
      yield { index: 0n, entry: head, value: isValue(dialect, head) };
    return;
  }
  yield* below(kernel, dialect, head, {
    from,
    to,
    base: 0n,
    level: 0,
    above: 64,
    met: new Set(),
  });
}

/** What stands below `node`, a pointer to a node with or without the bits that say so, counted from its first index. */
export function* xarrayEntriesOf(kernel: Kernel, node: bigint): Generator<XArrayEntry, void, void> {
  const dialect = dialectOf(kernel);
  const pointer = BigInt.asUintN(64, (node & ~3n) | dialect.internal) as Addr;
  const to = 0xffffffffffffffffn;
  yield* below(kernel, dialect, pointer, {
    from: 0n,
    to,
    base: 0n,
    level: 0,
    above: 64,
    met: new Set(),
  });
}

/** The pointer at `index` of the xarray or radix tree `root`; undefined when nothing stands there. */
export function xarrayLoad(kernel: Kernel, root: CObject, index: bigint): Addr | undefined {
  for (const found of xarrayEntries(kernel, root, index, index)) return found.value ? undefined : found.entry;
  return undefined;
}

interface Walk {
  readonly from: bigint;
  readonly to: bigint;
  /** Index of the node's first slot. */
  readonly base: bigint;
  readonly level: number;
  /** Shift of the node above: a child's is smaller. */
  readonly above: number;
  /** Nodes that a slot led to: each hangs in one place, so there are no more than memory has room for. */
  readonly met: Set<bigint>;
}

function* below(
  kernel: Kernel,
  dialect: Dialect,
  entry: Addr,
  walk: Walk,
): Generator<XArrayEntry, void, void> {
  const at = entry - dialect.internal;
  const { space } = kernel;
  const shift = space.tryU8(step(at, dialect.shiftAt));
  if (shift === undefined || shift >= walk.above || walk.level >= MAX_LEVELS) return;
  if (walk.met.has(at) || walk.met.size >= MAX_NODES) return;
  walk.met.add(at);
  const wide = BigInt(shift);
  const last = BigInt(dialect.slots - 1);
  const start = walk.from > walk.base ? (walk.from - walk.base) >> wide : 0n;
  const end = walk.to > walk.base ? (walk.to - walk.base) >> wide : 0n;
  for (let slot = start; slot <= (end < last ? end : last); slot++) {
    const found = space.tryU64(step(at, dialect.slotsAt + Number(slot) * 8));
    if (found === undefined || found === 0n) continue;
    const index = walk.base + (slot << wide);
    if (isNode(dialect, found))
      yield* below(kernel, dialect, found, { ...walk, base: index, level: walk.level + 1, above: shift });
    else if (!isMark(dialect, found)) yield { index, entry: found, value: isValue(dialect, found) };
  }
}

function isNode({ internal }: Dialect, entry: bigint): boolean {
  return (entry & 3n) === internal && entry > MAX_MARK;
}

/** A sibling's, zero or retry entry. */
function isMark({ internal }: Dialect, entry: bigint): boolean {
  return (entry & 3n) === internal && entry <= MAX_MARK;
}

function isValue({ internal }: Dialect, entry: bigint): boolean {
  return internal === 2n ? (entry & 1n) === 1n : (entry & 3n) === 2n;
}

function dialectOf(kernel: Kernel): Dialect {
  return kernel.remember('dialect of xarrays', () => {
    const { types } = kernel;
    const modern = types.struct('xa_node') !== undefined;
    const node = modern ? 'xa_node' : 'radix_tree_node';
    const struct = types.struct(node);
    const slots = struct && types.member(struct, 'slots')?.member.type;
    const count = slots?.kind === 'array' && slots.count >= 2 && slots.count <= 64 ? slots.count : 64;
    return {
      head: modern ? 'xa_head' : 'rnode',
      internal: modern ? 2n : 1n,
      shiftAt: types.offsetOf(node, 'shift'),
      slotsAt: types.offsetOf(node, 'slots'),
      slots: count,
    };
  });
}
