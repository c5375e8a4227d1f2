import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/**
 * Maple trees (include/linux/maple_tree.h, lib/maple_tree.c; 6.1 on): ranges of numbers to entries. A node is 256
 * bytes, aligned; bits 3 to 6 of a pointer to one tell its type, bit 2 is set, in the root's pointer bit 1 too. Slot i covers what lies above
 * pivot i-1 up to pivot i; the last slot goes to the node's own end, so does one whose pivot is 0.
 */
const NODE_MASK = 0xffn;
const TYPE_SHIFT = 3n;
const TYPE_MASK = 15n;
const LEAF_64 = 1;
const RANGE_64 = 2;
const ARANGE_64 = 3;
/** More nodes, or levels, than this are taken for damage. */
const MAX_NODES = 1_000_000;
const DEEP = 16;

/** What a maple tree holds for the indexes `first` to `last`, both included. */
export interface MapleEntry {
  readonly first: bigint;
  readonly last: bigint;
  readonly entry: Addr;
}

/** Where in a node of some type things stand; there is one slot more than pivots. */
export interface MapleShape {
  readonly pivots: number;
  readonly pivotAt: number;
  readonly slotAt: number;
  /** Of nodes that know gaps: the gap of each slot, and struct maple_metadata. */
  readonly gapAt?: number;
  readonly metaAt?: number;
}

/**
 * The entries of `tree` (struct maple_tree) that touch the numbers `from` to `to`, in order. Nodes that are not in
 * the dump are passed over.
 */
export function* mapleEntries(
  kernel: Kernel,
  tree: CObject,
  from = 0n,
  to = 0xffffffffffffffffn,
): Generator<MapleEntry, void, void> {
  const root = tree.get('ma_root').pointer();
  if (!isNode(root)) {
    // A tree of one entry keeps it in the root, for the number 0.
    if (isEntry(root) && from === 0n) yield { first: 0n, last: 0n, entry: root };
    return;
  }
  yield* below(kernel, root, { from, to, first: 0n, last: 0xffffffffffffffffn, deep: 0, met: new Set() });
}

interface Range {
  readonly from: bigint;
  readonly to: bigint;
  /** What the node covers. */
  readonly first: bigint;
  readonly last: bigint;
  readonly deep: number;
  /** Nodes that a slot led to: each hangs in one place, so there are no more than memory has room for. */
  readonly met: Set<bigint>;
}

function* below(kernel: Kernel, node: Addr, range: Range): Generator<MapleEntry, void, void> {
  const type = Number((node >> TYPE_SHIFT) & TYPE_MASK);
  const layout = mapleShape(kernel, type);
  const at = node & ~NODE_MASK;
  if (!layout || range.deep >= DEEP || range.met.has(at) || range.met.size >= MAX_NODES) return;
  range.met.add(at);
  let first = range.first;
  for (let i = 0; i <= layout.pivots && first <= range.to; i++) {
    const pivot = i < layout.pivots ? kernel.space.tryU64(step(at, layout.pivotAt + i * 8)) : range.last;
    if (pivot === undefined) return;
    const last = (pivot === 0n && i > 0) || pivot > range.last ? range.last : pivot;
    const entry = last >= range.from ? kernel.space.tryU64(step(at, layout.slotAt + i * 8)) : undefined;
    if (entry !== undefined) {
      if (type === LEAF_64) {
        if (isEntry(entry)) yield { first, last, entry };
      } else if (isChild(entry)) yield* below(kernel, entry, { ...range, first, last, deep: range.deep + 1 });
    }
    if (last >= range.last) return;
    first = last + 1n;
  }
}

function isNode(entry: bigint): boolean {
  return (entry & 3n) === 2n && entry > 4096n;
}

/** A pointer to a node within a node. */
function isChild(entry: bigint): boolean {
  return (entry & 3n) === 0n && entry > 4096n;
}

/** A pointer: neither internal nor a value of the xarray kind, nor NULL. */
function isEntry(entry: bigint): boolean {
  return entry > 4096n && (entry & 3n) === 0n;
}

/** How nodes of `type` (the bits of a pointer to one) are made in this kernel; undefined where no such node can be read. */
export function mapleShape(kernel: Kernel, type: number): MapleShape | undefined {
  return kernel.remember(`maple node type ${type}`, () => {
    const name =
      type === LEAF_64 || type === RANGE_64
        ? 'maple_range_64'
        : type === ARANGE_64
          ? 'maple_arange_64'
          : undefined;
    const struct = name && kernel.types.struct(name);
    if (!name || !struct) return undefined;
    const pivot = kernel.types.member(struct, 'pivot')?.member.type;
    if (pivot?.kind !== 'array' || pivot.count > 32) return undefined;
    if (pivot.count < 1) return undefined;
    const at = (member: string): number | undefined =>
      type === ARANGE_64 && kernel.types.has(name, member) ? kernel.types.offsetOf(name, member) : undefined;
    return {
      pivots: pivot.count,
      pivotAt: kernel.types.offsetOf(name, 'pivot'),
      slotAt: kernel.types.offsetOf(name, 'slot'),
      gapAt: at('gap'),
      metaAt: at('meta'),
    };
  });
}
